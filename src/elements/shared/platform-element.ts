import { LitElement, type PropertyDeclarations } from 'lit';
import type { LogLevel } from '../../core/lib/log.js';
import type { CredentialsProvider } from '../../core/platform/credentials.js';
import { localeOf } from './locale.js';
import { english, loadWords } from '../texts/load-words.js';
import type { Words } from '../texts/words.js';
import { keepVisitorId, visitorId } from './visitor-id.js';

/** Attributes and properties of both elements: where the platform is, who the visitor is, and which language they read. */
export class PlatformElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    baseUrl: { attribute: 'base-url' },
    api: {},
    userId: { attribute: 'user-id', noAccessor: true },
    userName: { attribute: 'user-name' },
    credentialsUrl: { attribute: 'credentials-url' },
    credentials: { attribute: false },
    log: {},
  };

  declare baseUrl: string;
  declare api: 'fabric' | 'webadapter';
  declare userName: string;
  declare credentialsUrl: string | null;
  /** Hands out credentials; asked again when they expire or are refused. Goes before `credentials-url`. */
  declare credentials: CredentialsProvider | null;
  /** What is written to the console; `localStorage['cc-widgets.log']` goes first. */
  declare log: LogLevel;
  #userId = '';
  #locale = '';
  /** What the words are for, or will be. */
  #spoken = 'en';
  #words = english;
  readonly #languageWatch = new MutationObserver(() => this.requestUpdate());

  constructor() {
    super();
    this.baseUrl = '';
    this.api = 'fabric';
    this.userName = '';
    this.credentialsUrl = null;
    this.credentials = null;
    this.log = 'off';
  }

  get userId(): string {
    return (this.#userId ||= visitorId());
  }

  set userId(id: string) {
    this.#userId = id;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    keepVisitorId();
    const watched = { attributeFilter: ['lang', 'dir'], subtree: true };
    let root = this.getRootNode();
    while (root instanceof ShadowRoot) {
      this.#languageWatch.observe(root, watched);
      root = root.host.getRootNode();
    }
    this.#languageWatch.observe(root, watched);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#languageWatch.disconnect();
  }

  /**
   * Of the language that is spoken now: the wanted one, or that of before until it is loaded.
   * @internal
   */
  get words(): Words {
    return this.#words;
  }

  /** Nothing is drawn before its words are there: no other language flashes up. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const { locale } = this;
    if (locale === this.#spoken) return void super.scheduleUpdate();
    this.#spoken = locale;
    const loaded = loadWords(locale).then(
      (words) => {
        if (locale !== this.#spoken) return;
        this.#words = words;
        this.requestUpdate();
      },
      () => undefined,
    );
    if (!this.hasUpdated) return loaded.then(() => this.scheduleUpdate());
    return void super.scheduleUpdate();
  }

  /** BCP 47 tag of the element's own `lang`, else of its nearest ancestor's; once removed, the last one while connected. */
  protected get locale(): string {
    if (this.isConnected || this.#locale === '') this.#locale = localeOf(this);
    return this.#locale;
  }
}
