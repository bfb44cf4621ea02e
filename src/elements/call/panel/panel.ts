import type { StartedCall } from '../../../browser/call/start-call.js';
import type { CallMedia, DeviceChoices, DeviceKind } from '../../../browser/call/call-media.js';
import { idle, isUnderWay, type CallState, type MediaKind } from '../../../core/call/call-state.js';
import { guarded } from '../../../core/lib/listeners.js';
import { callView } from '../../../core/call/call-view.js';
import type { Quality } from '../../../core/call/quality.js';
import { followQuality } from '../quality-event.js';
import { besideButton, buttonContent } from './button.js';
import { LevelMeters } from './level-meters.js';
import { actionStyles } from './action-styles.js';
import { PanelClock } from './clock.js';
import { stageStyles } from './stage-styles.js';
import { panelStyles } from './styles.js';
import { announcement } from './sentences.js';
import { PanelSurface } from './surface.js';
import { panelTemplate } from './view.js';
import type { PanelHost, PanelModel, Rendered, Tools } from './model.js';
import { withOwn, type PanelTexts, type TextOverrides } from '../../texts/call/texts.js';
import { en } from '../../texts/call/en.js';
import { surfaceStyles } from '../../shared/surface-styles.js';
import { figuresLocale } from '../../texts/figures.js';
import { Spoken } from '../../texts/spoken.js';

export { callOptions } from '../call-options.js';

interface BeginOptions {
  readonly kind: MediaKind;
  /** The panel gets the focus when it opens. */
  readonly focus: boolean;
}

const DIGIT = /^[0-9*#]$/;
/** After a hang-up by the visitor a key that is still held, or a second press, calls nobody, ms. */
const QUIET_MS = 1_000;

/** The panel of an element: what is open in it, and when it is rendered again. The call itself is elsewhere. */
export class CallPanel implements PanelModel {
  static readonly styles = [surfaceStyles, stageStyles, panelStyles, actionStyles];

  readonly #host: PanelHost;
  readonly #surface: PanelSurface;
  readonly #meters: LevelMeters;
  readonly #clock: PanelClock;
  readonly #spoken = new Spoken<PanelTexts>(en, (words) => words.callTexts?.());
  #state: CallState = idle;
  #kind: MediaKind = 'voice';
  #media: CallMedia | null = null;
  #open = false;
  #focusWanted = false;
  #unsubscribe: () => void = () => undefined;
  #hungUpAt = -Infinity;
  tools: Tools = 'none';
  typed = '';
  devices: DeviceChoices | null = null;
  deviceFailed = false;
  quality: Quality | null = null;
  microphoneError: string | null = null;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#surface = new PanelSurface(host, CallPanel.styles, () => this.close());
    this.#meters = new LevelMeters(this.#surface.roots);
    this.#clock = new PanelClock(() => host.requestUpdate());
  }

  get muted(): boolean {
    return this.#host.muted;
  }

  /** A video call without any picture is shown as a voice call. */
  get #shownKind(): MediaKind {
    const streams = [this.localStream, this.remoteStream].filter((stream) => stream !== null);
    const seen = streams.length === 0 || streams.some((stream) => stream.getVideoTracks().length > 0);
    return seen ? this.#kind : 'voice';
  }

  get localStream(): MediaStream | null {
    return this.#media?.localStream ?? null;
  }

  get remoteStream(): MediaStream | null {
    return this.#media?.remoteStream ?? null;
  }

  /** Loads the texts of the element's language. Where they can't be loaded, those before stay. */
  async speak(): Promise<void> {
    if (await this.#spoken.speak(this.#host)) this.#host.requestUpdate();
  }

  /** A call begins: opens the panel, and follows the call's media. Never throws: a panel that fails takes no call with it. */
  begin(started: StartedCall, options: BeginOptions): void {
    guarded(() => this.#begin(started, options));
  }

  /** Never throws. */
  follow(state: CallState): void {
    guarded(() => this.#follow(state));
  }

  #begin({ call, media }: StartedCall, { kind, focus }: BeginOptions): void {
    this.#unsubscribe();
    this.quality = null;
    followQuality(this.#host, call, (quality) => {
      this.quality = quality;
      this.#host.requestUpdate();
    });
    this.#media = media;
    this.#kind = kind;
    this.#open = true;
    this.#focusWanted = focus;
    this.tools = 'none';
    this.typed = '';
    this.deviceFailed = false;
    this.microphoneError = null;
    const unsubscribe = media.subscribe(() => {
      if (this.tools === 'devices') void this.#listDevices();
      this.#host.requestUpdate();
    });
    document.addEventListener('cc-state-change', this.#onShared);
    this.#unsubscribe = () => {
      unsubscribe();
      document.removeEventListener('cc-state-change', this.#onShared);
    };
    this.#meters.start(media);
  }

  #follow(state: CallState): void {
    const gone = isGone(state);
    // A visitor who closed the panel still sees that the call is over, and what only a press can mend.
    if (isOver(state) || (gone && !isGone(this.#state))) this.#open = true;
    if (!gone) this.microphoneError = null;
    this.#state = state;
    if (this.#host.titleNotice)
      void import('./title-notice.js').then(({ sayInTitle }) => sayInTitle(state, this.#spoken.texts));
    if (isUnderWay(state)) return;
    this.#clock.stop();
    this.#meters.stop();
    this.#unsubscribe();
    this.tools = 'none';
  }

  /** The element's button was pressed. True where that was about the panel, not about a new call. */
  press(event: Event): boolean {
    if (!isUnderWay(this.#state)) return this.#isEcho(event);
    this.#open = !this.#open;
    this.#focusWanted = this.#open;
    this.#host.requestUpdate();
    return true;
  }

  /** Of the hang-up: a key that repeats, a second press by habit. A single press of a pointer is meant. */
  #isEcho(event: Event): boolean {
    return performance.now() - this.#hungUpAt < QUIET_MS && (event as UIEvent).detail !== 1;
  }

  render(locale: string, own: TextOverrides, floating: boolean): Rendered {
    void this.speak();
    const spoken = this.#spoken;
    const texts = withOwn(spoken.texts, own);
    const lang = own.lang ?? spoken.lang;
    const view = callView(this.#state, Date.now(), this.#shownKind);
    const docked = view.underWay && !this.#open;
    const figures = figuresLocale(locale, lang);
    const parts = { model: this, view, texts, locale: figures, lang, keydown: this.#keydown };
    const corner = floating || this.#surface.cornered;
    const panel = this.#open ? panelTemplate({ ...parts, floating: corner }) : null;
    const content = docked ? buttonContent(parts) : null;
    const beside = docked ? besideButton(texts, this.hangUp) : null;
    const dock = docked ? { lang, content, beside, press: (event: Event) => void this.press(event) } : null;
    return {
      panel: this.#surface.render(panel, dock, view.underWay),
      open: this.#open,
      buttonContent: content,
      besideButton: beside,
      announcement: this.deviceFailed ? texts.deviceFailed : announcement(view, parts),
      keydown: this.#keydown,
    };
  }

  /** After a render: shows the panel, and focuses it where it was opened by a press. */
  afterRender(): void {
    this.#clock.follow(this.#state);
    this.#surface.afterRender(this.#focusWanted);
    this.#focusWanted = false;
  }

  readonly toggleMute = (): void => {
    this.#host.muted = !this.#host.muted;
  };

  readonly show = (tools: Tools): void => {
    this.tools = this.tools === tools ? 'none' : tools;
    this.deviceFailed = false;
    if (this.tools === 'devices') void this.#listDevices();
    this.#host.requestUpdate();
  };

  readonly type = (digit: string): void => {
    this.#host.sendDtmf(digit);
    this.typed = (this.typed + digit).slice(-16);
    this.#host.requestUpdate();
  };

  readonly choose = (kind: DeviceKind, deviceId: string): void => {
    this.deviceFailed = false;
    this.#media
      ?.choose(kind, deviceId)
      .catch(() => {
        this.deviceFailed = true;
      })
      .finally(() => void this.#listDevices());
  };

  readonly resumeSound = (): void => void this.#media?.resumeSound();
  readonly callAgain = (event: Event): void => {
    if (!this.#isEcho(event)) void this.#host.call();
  };

  readonly hangUp = (): void => {
    this.#hungUpAt = performance.now();
    this.#focusWanted = true;
    void this.#host.hangUp();
  };

  readonly close = (): void => {
    this.#open = false;
    if (!isUnderWay(this.#state)) this.#media = null;
    this.#host.requestUpdate();
  };

  readonly turnOnMicrophone = (): void => {
    this.microphoneError = null;
    this.#media
      ?.reopenMicrophone()
      .catch((thrown: unknown) => {
        this.microphoneError = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
      })
      .finally(() => this.#host.requestUpdate());
  };

  /** The agent sees the page now: the panel makes room. */
  readonly #onShared = (event: Event): void => {
    if ('state' in event && event.state === 'sharing') this.close();
  };

  async #listDevices(): Promise<void> {
    this.devices = (await this.#media?.devices().catch(() => null)) ?? null;
    this.#host.requestUpdate();
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#open) {
      // Handled here: a dialog of the page does not close along with it.
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (
      this.tools === 'keypad' &&
      callView(this.#state, Date.now(), this.#kind).keypad &&
      DIGIT.test(event.key) &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      event.preventDefault();
      this.type(event.key);
    }
  };
}

const isOver = ({ name }: CallState): boolean => name === 'ended' || name === 'failed';
const isGone = (state: CallState): boolean => 'notices' in state && state.notices.includes('microphone-gone');
