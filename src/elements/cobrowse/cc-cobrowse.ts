import { adoptStyles, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type * as sharing from '../../browser/cobrowse/sharing.js';
import type * as watching from '../../browser/cobrowse/watching.js';
import { mayRememberSharing } from '../../browser/cobrowse/share-trace.js';
import type { CobrowseErrorCode } from '../../core/cobrowse/cobrowse-error.js';
import type { CobrowseStateName } from '../../core/cobrowse/cobrowse-state.js';
import { buttonStyles } from '../shared/button-styles.js';
import { shareButton } from './button.js';
import type { CcCobrowseEventMap } from './events.js';
import { enter, leave, type Heir } from './heirs.js';
import { callElementFor, type CallElement } from './call-element.js';
import { CobrowseRun, type CobrowseSession } from './run.js';
import { cobrowseStyles } from './styles.js';
import { withOwn } from '../texts/call/texts.js';
import type { CobrowseTextOverrides } from '../texts/cobrowse/texts.js';
import type { TypedEvents } from '../shared/events.js';
import { PlatformElement } from '../shared/platform-element.js';
import type { Failure } from '../../core/lib/coded-error.js';

/** What is loaded with the press, by the end that it is. */
export type SharingServices = Pick<typeof sharing, 'startSharing'>;
export type WatchingServices = Pick<typeof watching, 'startWatching'>;

/** After these the call of `for` may have another room. */
const CALL_EVENTS = ['cc-state-change', 'cc-session-change'];

/**
 * Shares the visitor's page with the agent (`mode="recorder"`), or shows it to the agent (`mode="replayer"`).
 * In a page that is in a frame of the visitor's page (`mode="frame"`) it lets that page share it, and shows nothing.
 *
 * The visitor's end is a button. It asks first, in a dialog that says who will see what; nothing is opened or sent before
 * the answer. While the page is shared, a frame around it and a bar at its top say so, with pause, stop and what is hidden.
 * They stay over everything else of the page, its dialogs too, in an element of their own that is marked `data-cc-block`.
 * The agent's end fills its place: a toolbar, and the picture below it. It is as high as its style says, else 10/16 of its
 * width.
 *
 * @tagname cc-cobrowse
 * @slot - The button's label before the page is shared; “Share this page” in the visitor's language without one
 * @slot icon - The button's icon
 *
 * @csspart button - The button that shares or watches, and stops sharing
 * @csspart note - Why sharing ended, and what to do now; below the button
 * @csspart toolbar - The agent's tools
 * @csspart headline - What is happening, in a sentence, in the toolbar
 * @csspart action - A button of the toolbar
 * @csspart stage - Where the picture is
 * @csspart cover - Words over the picture where there is none, or none that is new
 *
 * @cssproperty --cc-accent - Background of the button, frame around a shared page, the agent's marks
 * @cssproperty --cc-on-accent - Text and icon on it; black or white, whichever reads better, without one
 * @cssproperty --cc-surface - Background of bar, dialog and toolbar
 * @cssproperty --cc-on-surface - Text on them
 * @cssproperty --cc-muted - Quieter text on them
 * @cssproperty --cc-tone - Background of tools that are pressed or pointed at, and beside the picture
 * @cssproperty --cc-line - Borders
 * @cssproperty --cc-critical - Stop, and what is hidden from the agent
 * @cssproperty --cc-on-critical - Text on it
 * @cssproperty --cc-focus - Ring of what has the keyboard's focus
 * @cssproperty --cc-radius - Corners of the dialog
 * @cssproperty --cc-font - Font family; that of the page without one
 *
 * @attr {'recorder' | 'replayer' | 'frame'} mode - The visitor's page is shared, the agent watches, or this page may be shared by the page around its frame
 * @attr {string} for - Id of a `<cc-click-to-call>` in the same document or shadow root whose room, platform, credentials and user are used where none are given here
 * @attr {string} base-url - Origin and path prefix of the platform, or of a proxy in front of it
 * @attr {'fabric' | 'webadapter'} api - Family of the platform's interfaces
 * @attr {string} user-id - Id of the visitor or agent
 * @attr {string} user-name - Name of the visitor or agent, as the other end sees it
 * @attr {string} credentials-url - URL on the site's own server that hands out credentials
 * @attr {string} room-id - The multimedia call id; that of `for` without one
 * @attr {string} tenant-space-id - Sent as `X-TenantSpaceID` with the fabric interfaces
 * @attr {string} resource-origins - Origins, separated by blanks, from which the agent's picture may load images, fonts and style sheets; none without it
 * @attr {boolean} mask-text - Masks all text, not only what is typed
 * @attr {string} frames - What of other documents is shared with the page, separated by blanks: `same-origin`, for iframes of the page's origin that are marked with `data-cc-frame`; origins of frames that name the page's origin in turn. With `mode="frame"`: origins of pages that may share this one. `off` for none
 * @attr {'off' | 'ask'} remote-control - Whether agents may ask to click and type on the visitor's page; the visitor decides each time
 * @attr {'off' | 'error' | 'warn' | 'info' | 'debug'} log - What is written to the console; `localStorage['cc-widgets.log']` goes first
 * @attr {string} lang - Language; that of the nearest ancestor without one
 * @attr {'idle' | 'asking' | 'connecting' | 'sharing' | 'watching' | 'paused' | 'reconnecting' | 'ended' | 'failed'} state - State of the shared page, read-only
 *
 * @fires {CcStateChangeEvent} cc-state-change - `state` has changed; the event has `state` and `previous`
 * @fires {CcErrorEvent} cc-error - It failed; the event has `error`
 * @fires {CcControlChangeEvent} cc-control-change - An agent may act on the page from now on, or no more; the event has `granted` and `by`
 */
export class CcCobrowse extends PlatformElement {
  static override readonly styles = [buttonStyles, cobrowseStyles];
  static override readonly properties: PropertyDeclarations = {
    mode: { reflect: true, useDefault: true },
    htmlFor: { attribute: 'for' },
    roomId: { attribute: 'room-id' },
    tenantSpaceId: { attribute: 'tenant-space-id' },
    maskText: { attribute: 'mask-text', type: Boolean },
    remoteControl: { attribute: 'remote-control' },
    frames: {},
    resourceOrigins: { attribute: 'resource-origins' },
    texts: { attribute: false },
  };

  declare addEventListener: TypedEvents<CcCobrowseEventMap>['addEventListener'];
  declare removeEventListener: TypedEvents<CcCobrowseEventMap>['removeEventListener'];
  declare mode: 'recorder' | 'replayer' | 'frame';
  declare htmlFor: string;
  declare roomId: string;
  declare tenantSpaceId: string;
  declare maskText: boolean;
  declare remoteControl: 'off' | 'ask';
  /** `off`, or `same-origin` and origins, separated by blanks. */
  declare frames: string;
  declare resourceOrigins: string;
  /** The site's own words in place of ours, any number of them. */
  declare texts: CobrowseTextOverrides;

  readonly #heir: Heir = {
    element: this,
    run: new CobrowseRun(this),
    // The call of `for` may have ended with the page before, and its room is not known here any more.
    suits: (roomId) => this.mode === 'recorder' && [null, roomId].includes(this.#room),
  };
  #root: Node | null = null;
  #ownUserId = '';

  constructor() {
    super();
    this.mode = 'recorder';
    this.htmlFor = '';
    this.roomId = '';
    this.tenantSpaceId = '';
    this.maskText = false;
    this.remoteControl = 'off';
    this.frames = 'off';
    this.resourceOrigins = '';
    this.texts = {};
  }

  get state(): CobrowseStateName {
    return this.#run.state;
  }

  /** Why it failed; null where it did not. */
  get error(): Failure<CobrowseErrorCode> | null {
    return this.#run.error;
  }

  override get userId(): string {
    return this.#ownUserId || this.#callElement?.userId || super.userId;
  }

  override set userId(id: string) {
    this.#ownUserId = id;
  }

  /** Focuses the button. (Delegated focus would take it at each press on the picture, too.) */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  /** Begins to share (the visitor is asked first) or to watch. Settles when it is connected or over, and never rejects. */
  start(): Promise<void> {
    return this.#begin(null);
  }

  /** Ends what `start` began: the visitor's end for everybody, the agent's for this agent. */
  stop(): Promise<void> {
    return this.#run.stop();
  }

  /** Nothing leaves the visitor's page until `resume`. Of no effect at the agent's end. */
  pause(): void {
    this.#run.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#run.resume();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('state', this.state);
    this.#root = this.getRootNode();
    for (const type of CALL_EVENTS) this.#root.addEventListener(type, this.#lookAgain);
    this.requestUpdate();
    enter(this.#heir);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of CALL_EVENTS) this.#root?.removeEventListener(type, this.#lookAgain);
    leave(this.#heir);
  }

  /** Loads what shares. */
  protected loadSharing(): Promise<SharingServices> {
    return import('../../browser/cobrowse/sharing.js');
  }

  /** Loads what watches. */
  protected loadWatching(): Promise<WatchingServices> {
    return import('../../browser/cobrowse/watching.js');
  }

  protected override firstUpdated(): void {
    if (this.mode === 'frame' || mayRememberSharing()) void this.#goOn();
  }

  protected override render(): TemplateResult {
    const labels = withOwn(this.words, this.texts);
    const watches = this.mode === 'replayer';
    const { underWay, scene, error, unready } = this.#run;
    const shown = scene?.render(this.locale, this.texts);
    const waiting = unready && labels[unready];
    const spoken = waiting ?? shown?.label;
    const label = spoken ?? html`<slot>${watches ? labels.watch : labels.share}</slot>`;
    const missing = underWay || this.#room ? null : watches ? labels.noRoom : labels.noCall;
    return html`
      ${shown?.instead ?? shareButton({ lang: labels.lang, label, missing, press: this.#press })}
      <div part="note" class=${watches ? 'announced' : 'note'} role="status" lang=${labels.lang}>
        ${error && !shown ? waiting : shown?.note}
      </div>
    `;
  }

  protected override updated(): void {
    this.#run.scene?.afterRender();
  }

  /** Lets the page around share this one, or shares unasked where the page before was shared: its recorder is loaded then, and with it what the tab remembers. */
  async #goOn(): Promise<void> {
    const { offer, readShareMemory } = await import('../../browser/cobrowse/unasked.js');
    if (this.mode === 'frame') return offer(this);
    const memory = readShareMemory();
    if (memory && this.#heir.suits(memory.roomId)) await this.#begin(memory.roomId);
  }

  readonly #press = (): void => {
    if (this.#run.unready === 'reload') location.reload();
    else if (this.#run.session) void this.stop();
    else if (this.#room) void this.start();
  };

  readonly #lookAgain = ({ target }: Event): void => {
    if (this.htmlFor && (target as Element).id === this.htmlFor) this.requestUpdate();
  };

  get #run(): CobrowseRun {
    return this.#heir.run;
  }

  get #callElement(): CallElement | null {
    return callElementFor(this, this.htmlFor);
  }

  get #room(): string | null {
    return this.roomId || (this.#callElement?.textCallId ?? null);
  }

  #begin(roomId: string | null): Promise<void> {
    const run = this.#run;
    return run.start(() => (this.mode === 'replayer' ? this.#watch(run) : this.#share(run, roomId)));
  }

  async #share(run: CobrowseRun, roomId: string | null): Promise<() => CobrowseSession> {
    const [services, { optionsOf, ShareScene }] = await Promise.all([this.loadSharing(), import('./share.js')]);
    const scene = new ShareScene(this);
    await scene.speak();
    return () => {
      run.scene = scene;
      const options = optionsOf(this, this.#callElement, roomId ?? this.#room);
      run.roomId = options.roomId;
      return scene.share(services, options);
    };
  }

  async #watch(run: CobrowseRun): Promise<() => CobrowseSession> {
    const [services, { optionsOf, WatchScene }] = await Promise.all([this.loadWatching(), import('./watch.js')]);
    adoptStyles(this.renderRoot as ShadowRoot, [...CcCobrowse.styles, ...WatchScene.styles]);
    const scene = new WatchScene(this);
    await scene.speak();
    run.scene = scene;
    this.requestUpdate();
    // The stage has its place and size when the picture comes to it.
    await this.updateComplete;
    return () => scene.watch(services, optionsOf(this, this.#callElement, this.#room));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cc-cobrowse': CcCobrowse;
  }
}
