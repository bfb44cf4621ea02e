import { html, LitElement, type TemplateResult, type PropertyDeclarations } from 'lit';
import type { CallStateName, MediaKind } from '../../core/call/call-state.js';
import type { CallErrorCode } from '../../core/call/call-error.js';
import { version } from '../../core/lib/version.js';
import { buttonStyles } from '../shared/button-styles.js';
import { callButton } from './button.js';
import type { CcClickToCallEventMap } from './call-events.js';
import { ElementCall, type CallServices } from './element-call.js';
import type { TypedEvents } from '../shared/events.js';
import { PlatformElement } from '../shared/platform-element.js';
import { withOwn, type TextOverrides } from '../texts/call/texts.js';
import type { Failure } from '../../core/lib/coded-error.js';

/**
 * A button that calls an agent of the contact center, and the panel that shows the call.
 *
 * Only the button is loaded before a call is near; nothing is asked or sent before the press.
 * @tagname cc-click-to-call
 * @slot - The button's label; "Call us" in the visitor's language without one
 * @slot icon - The button's icon
 * @slot header - Stands above the call in the panel: a name, a logo
 *
 * @csspart button - The button that calls, and shows a call whose panel is closed
 * @csspart hang-up - Ends the call: in the panel, and beside the button while the panel is closed
 * @csspart panel - The panel
 * @csspart headline - What is happening, in a sentence
 * @csspart quality - How good the sound is, in four steps; its name says why
 * @csspart stage - The panel's middle: queue, levels, keypad, devices, picture or advice
 * @csspart actions - The panel's lower row
 * @csspart action - A button of that row
 *
 * @cssproperty --cc-accent - Background of the button
 * @cssproperty --cc-on-accent - Text and icon on it; black or white, whichever reads better, without one
 * @cssproperty --cc-surface - Background of the panel
 * @cssproperty --cc-on-surface - Text on the panel
 * @cssproperty --cc-muted - Quieter text on the panel
 * @cssproperty --cc-tone - Background of round buttons, keys and the ring on the panel
 * @cssproperty --cc-line - Borders of fields on the panel
 * @cssproperty --cc-positive - What is well
 * @cssproperty --cc-critical - Hang up, and what is not well
 * @cssproperty --cc-on-critical - Icon on it
 * @cssproperty --cc-focus - Ring of what has the keyboard's focus
 * @cssproperty --cc-radius - Corners of the panel
 * @cssproperty --cc-font - Font family; that of the page without one
 * @cssproperty --cc-panel-width - Width of the panel on wide screens
 *
 * @attr {string} base-url - Origin and path prefix of the platform, or of a proxy in front of it; the page's origin without one
 * @attr {'fabric' | 'webadapter'} api - Family of the platform's interfaces
 * @attr {string} channel-id - Id of the WEB channel's configuration
 * @attr {string} user-id - Id of the visitor; one is made and kept for the browser tab without one
 * @attr {string} user-name - Name of the visitor as the agent sees it
 * @attr {'voice' | 'video'} media - Kind of call
 * @attr {boolean} direct - No text session before the call
 * @attr {string} credentials-url - URL on the site's own server that hands out credentials
 * @attr {'inline' | 'floating'} placement - In the text, or at the page's lower corner
 * @attr {'on' | 'off'} sounds - `off` silences ring-back and tones
 * @attr {string} label - The button's label, where the slot is empty
 * @attr {boolean} disabled - The button can't be pressed
 * @attr {boolean} title-notice - A live call is said in the page's title
 * @attr {'off' | 'error' | 'warn' | 'info' | 'debug'} log - What is written to the console; `localStorage['cc-widgets.log']` goes first
 * @attr {string} lang - Language; that of the nearest ancestor without one
 * @attr {'idle' | 'checking' | 'connecting' | 'queued' | 'dialing' | 'talking' | 'reconnecting' | 'ended' | 'failed'} state - State of the call, read-only
 *
 * @fires {CcBeforeCallEvent} cc-before-call - Before a call is made; cancel it and nothing happens
 * @fires {CcStateChangeEvent} cc-state-change - `state` has changed; the event has `state` and `previous`
 * @fires {CcErrorEvent} cc-error - The call failed; the event has `error`
 * @fires {CcCallEndEvent} cc-call-end - The call is over, by a failure too; the event has `reason`, `seconds`, `causeId`, `causeDesc` and `report`
 * @fires {CcQualityEvent} cc-quality - How good the sound is, when talking begins and when it changes; the event has `level`, `cause`, `rtt`, `jitter`, `loss` and `mos`
 * @fires {CcSessionChangeEvent} cc-session-change - `textCallId` is known, the multimedia call id; the event has it too
 */
export class CcClickToCall extends PlatformElement {
  /** Of the package. */
  static readonly version = version;
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override readonly styles = buttonStyles;
  static override readonly properties: PropertyDeclarations = {
    channelId: { attribute: 'channel-id' },
    media: {},
    direct: { type: Boolean },
    iceServers: { attribute: false },
    placement: { reflect: true, useDefault: true },
    sounds: {},
    label: {},
    disabled: { type: Boolean, reflect: true },
    titleNotice: { attribute: 'title-notice', type: Boolean },
    texts: { attribute: false },
  };

  declare addEventListener: TypedEvents<CcClickToCallEventMap>['addEventListener'];
  declare removeEventListener: TypedEvents<CcClickToCallEventMap>['removeEventListener'];
  declare channelId: string;
  declare media: MediaKind;
  declare direct: boolean;
  /** STUN and TURN servers. No other is ever contacted. */
  declare iceServers: readonly RTCIceServer[];
  declare placement: 'inline' | 'floating';
  declare sounds: 'on' | 'off';
  declare label: string;
  declare disabled: boolean;
  declare titleNotice: boolean;
  /** The site's own words in place of ours, any number of them. */
  declare texts: TextOverrides;

  /** One for all calls: once the press has unlocked its playback, it stays unlocked. */
  readonly #audio = document.createElement('audio');
  readonly #call = new ElementCall(this, {
    loadServices: () => this.loadServices(),
    audio: this.#audio,
  });
  #focused: Element | null = null;

  constructor() {
    super();
    this.channelId = '';
    this.media = 'voice';
    this.direct = false;
    this.iceServers = [];
    this.placement = 'inline';
    this.sounds = 'on';
    this.label = '';
    this.disabled = false;
    this.titleNotice = false;
    this.texts = {};
  }

  get state(): CallStateName {
    return this.#call.state;
  }

  /** Why the last call failed; null where it did not. */
  get error(): Failure<CallErrorCode> | null {
    return this.#call.error;
  }

  /** The microphone is silenced, in the call that is under way or in the next one. */
  get muted(): boolean {
    return this.#call.muted;
  }

  set muted(muted: boolean) {
    this.#call.muted = muted;
  }

  /** The multimedia call id of this call or the last one: the room of a co-browse. */
  get textCallId(): string | null {
    return this.#call.textCallId;
  }

  /** Makes a call, or joins the one that is under way. Settles when it is talking or over, and never rejects. */
  call(): Promise<void> {
    return this.#call.start({ focus: false });
  }

  /** Ends the call. Settles when platform and gateway were told. */
  hangUp(): Promise<void> {
    return this.#call.hangUp();
  }

  /** Sends tones in a call: 0–9 A–D # * and `,` for a pause. Throws a `RangeError` for anything else. */
  sendDtmf(tones: string): void {
    this.#call.sendDtmf(tones);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('state', this.state);
    // An element that was moved has left the top layer, and its sound was paused.
    if (this.#audio.srcObject) this.#audio.play().catch(() => undefined);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    setTimeout(() => {
      if (this.isConnected) return;
      void this.hangUp();
      this.#call.panel?.close();
    });
  }

  /** Loads the code that makes calls. */
  protected loadServices(): Promise<CallServices> {
    return import('../../browser/call/start-call.js');
  }

  protected override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  protected override render(): TemplateResult {
    const labels = withOwn(this.words, this.texts);
    const { unready, panel } = this.#call;
    const spoken = unready && labels[unready];
    const floating = this.placement === 'floating';
    const shown = panel?.render(this.locale, this.texts, floating) ?? null;
    const video = this.media === 'video';
    const label = this.label || (video ? labels.videoCall : labels.call);
    const { lang } = labels;
    const { disabled } = this;
    return html`
      ${callButton({ lang, label, spoken, video, floating, disabled, shown, press: this.#press, preload: this.#preload })}
      <span class="announced" role="status" lang=${lang}>${spoken ?? shown?.announcement}</span>
      ${this.#audio} ${shown?.panel}
    `;
  }

  protected override updated(): void {
    this.#call.panel?.afterRender();
    // The render may have removed what had the focus: the panel gets it, else the button.
    if (!this.#focused || this.#focused.isConnected) return;
    const next = this.renderRoot.querySelector<HTMLElement>('.panel') ?? this.renderRoot.querySelector('button');
    next?.focus({ preventScroll: true });
  }

  readonly #press = (event: Event): void => {
    // Where it failed twice, only a new page helps: browsers remember a module that could not be loaded.
    if (this.#call.unready === 'reload') location.reload();
    else if (!this.#call.panel?.press(event)) void this.#call.start({ focus: true });
  };

  readonly #preload = (): void => this.#call.preload();
}

declare global {
  interface HTMLElementTagNameMap {
    'cc-click-to-call': CcClickToCall;
  }
}
