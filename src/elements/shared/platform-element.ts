import { LitElement, type PropertyDeclarations } from 'lit';
import type { LogLevel } from '../../core/lib/log.js';
import type { CredentialsProvider } from '../../core/platform/credentials.js';
import { localeOf } from './locale.js';
import { keepVisitorId, visitorId } from './visitor-id.js';

/** Attributes and properties of both elements: where the platform is, and who the visitor is. */
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

  constructor() {
    super();
    this.baseUrl = '';
    this.api = 'fabric';
    this.userName = '';
    this.credentialsUrl = null;
    this.credentials = null;
    this.log = 'off';
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
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
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'lang') this.requestUpdate();
  }

  /** BCP 47 tag of the element's own `lang`, else of its nearest ancestor's; once removed, the last one while connected. */
  protected get locale(): string {
    if (this.isConnected || this.#locale === '') this.#locale = localeOf(this);
    return this.#locale;
  }
}
