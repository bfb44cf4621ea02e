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
import { placePanel } from './place.js';
import { stageStyles } from './stage-styles.js';
import { panelStyles } from './styles.js';
import { announcement } from './sentences.js';
import { panelTemplate } from './view.js';
import type { PanelHost, PanelModel, Rendered, Tools } from './model.js';
import { language, withOwn, type PanelTexts, type TextOverrides } from '../../texts/call/texts.js';
import { labelsFor } from '../../texts/call/labels.js';
import { en } from '../../texts/call/en.js';
import { loadPanelTexts } from '../../texts/call/panel.js';

export { callOptions } from '../call-options.js';

interface BeginOptions {
  readonly kind: MediaKind;
  /** The panel gets the focus when it opens. */
  readonly focus: boolean;
}

const DIGIT = /^[0-9*#]$/;

/** The panel of an element: what is open in it, and when it is rendered again. The call itself is elsewhere. */
export class CallPanel implements PanelModel {
  static readonly styles = [stageStyles, panelStyles, actionStyles];

  readonly #host: PanelHost;
  readonly #meters: LevelMeters;
  readonly #clock: PanelClock;
  #texts: PanelTexts = en;
  #language = 'en';
  #state: CallState = idle;
  #kind: MediaKind = 'voice';
  #media: CallMedia | null = null;
  #open = false;
  #focusWanted = false;
  #unsubscribe: () => void = () => undefined;
  #stopPlacing: () => void = () => undefined;
  #placed: HTMLElement | null = null;
  tools: Tools = 'none';
  typed = '';
  devices: DeviceChoices | null = null;
  deviceFailed = false;
  quality: Quality | null = null;
  microphoneError: string | null = null;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#meters = new LevelMeters(host.renderRoot);
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

  /** Loads the words of a language. Where they can't be loaded, those before stay. */
  async speak(locale: string): Promise<void> {
    const wanted = language(locale);
    if (wanted === this.#language) return;
    this.#language = wanted;
    const texts = await loadPanelTexts(wanted).catch(() => null);
    if (!texts || this.#language !== wanted) return;
    this.#texts = texts;
    this.#host.requestUpdate();
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
    this.#unsubscribe = media.subscribe(() => {
      if (this.tools === 'devices') void this.#listDevices();
      this.#host.requestUpdate();
    });
    this.#meters.start(media);
  }

  #follow(state: CallState): void {
    const gone = isGone(state);
    // A visitor who closed the panel still sees why the call failed, and what only a press can mend.
    if (state.name === 'failed' || (gone && !isGone(this.#state))) this.#open = true;
    if (!gone) this.microphoneError = null;
    this.#state = state;
    if (isUnderWay(state)) return;
    this.#clock.stop();
    this.#meters.stop();
    this.#unsubscribe();
    this.tools = 'none';
  }

  /** The element's button was pressed. True where that was about the panel, not about a new call. */
  press(): boolean {
    if (!isUnderWay(this.#state)) return false;
    this.#open = !this.#open;
    this.#focusWanted = this.#open;
    this.#host.requestUpdate();
    return true;
  }

  render(locale: string, own: TextOverrides, floating: boolean): Rendered {
    void this.speak(locale);
    const texts = withOwn<PanelTexts>(this.#texts, own);
    const { lang } = labelsFor(locale, own);
    const view = callView(this.#state, Date.now(), this.#shownKind);
    const docked = view.underWay && !this.#open;
    return {
      panel: this.#open
        ? panelTemplate({ model: this, view, texts, locale, lang, floating, keydown: this.#keydown })
        : null,
      buttonName: docked ? texts.showPanel : null,
      buttonContent: docked ? buttonContent(view, texts) : null,
      besideButton: docked ? besideButton(texts, this.hangUp) : null,
      announcement: this.deviceFailed ? texts.deviceFailed : announcement(view, { model: this, texts, locale }),
      keydown: this.#keydown,
    };
  }

  /** After a render: shows the panel in the top layer, positions it, and focuses it where it was opened by a press. */
  afterRender(): void {
    this.#clock.follow(this.#state);
    const panel = this.#host.renderRoot.querySelector<HTMLElement>('.panel');
    if (panel !== this.#placed) {
      this.#stopPlacing();
      this.#placed = panel;
      const button = this.#host.renderRoot.querySelector<HTMLElement>('.pill');
      if (panel && button) this.#stopPlacing = placePanel(panel, button);
    }
    if (panel && 'showPopover' in panel && panel.isConnected && !panel.matches(':popover-open')) panel.showPopover();
    if (panel && this.#focusWanted) panel.focus({ preventScroll: true });
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
  readonly hangUp = (): void => void this.#host.hangUp();
  readonly callAgain = (): void => void this.#host.call();

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

const isGone = (state: CallState): boolean => 'notices' in state && state.notices.includes('microphone-gone');
