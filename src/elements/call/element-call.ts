import { adoptStyles } from 'lit';
import type { CallOptions, StartedCall } from '../../browser/call/start-call.js';
import type { Call } from '../../core/call/call.js';
import type { CallState, CallStateName } from '../../core/call/call-state.js';
import type { CallErrorCode } from '../../core/call/call-error.js';
import { buttonStyles } from '../shared/button-styles.js';
import { CcBeforeCallEvent, CcCallEndEvent, CcSessionChangeEvent } from './call-events.js';
import type { Caller } from './call-options.js';
import type * as panel from './panel/panel.js';
import type { PanelHost } from './panel/model.js';
import { Driver } from '../shared/driver.js';
import type { Failure } from '../../core/lib/coded-error.js';

/** Makes calls; loaded on pointer or focus, or with the press. */
export interface CallServices {
  startCall(options: CallOptions): StartedCall;
}

type Parts = readonly [CallServices, Pick<typeof panel, 'CallPanel' | 'callOptions'>];

export interface ElementCallOptions {
  loadServices(): Promise<CallServices>;
  /** Plays the agent. The press unlocks it, while the user activation lasts. */
  readonly audio: HTMLAudioElement;
}

/** The call of an element, from the press to the last event, and the panel that shows it. Both are loaded when needed. */
export class ElementCall {
  readonly #host: PanelHost & Caller;
  readonly #options: ElementCallOptions;
  readonly #driver: Driver<CallErrorCode, CallState, Call>;
  #parts: Promise<Parts> | null = null;
  #panel: panel.CallPanel | null = null;
  #muted = false;
  #textCallId: string | null = null;
  /** The last one, for its report; null while the next one is being loaded. */
  #call: Call | null = null;

  constructor(host: PanelHost & Caller, options: ElementCallOptions) {
    this.#host = host;
    this.#options = options;
    this.#driver = new Driver<CallErrorCode, CallState, Call>(host, {
      what: 'The call',
      idle: { name: 'idle' },
      loading: { name: 'checking', asking: false },
      stopped: { name: 'ended', reason: 'visitor', seconds: 0 },
      failed: (error) => ({ name: 'failed', error, seconds: 0 }),
      isOver,
      isSettled: ({ name }) => name === 'talking',
      stop: (call) => call.hangUp(),
      follow: (state) => this.#follow(state),
      events: (state) =>
        isOver(state)
          ? [new CcCallEndEvent(state.name === 'ended' ? state.reason : 'error', state.seconds, this.#call?.report)]
          : [],
    });
  }

  get state(): CallStateName {
    return this.#driver.state;
  }

  get error(): Failure<CallErrorCode> | null {
    return this.#driver.error;
  }

  get unready(): 'starting' | 'notLoaded' | 'reload' | null {
    return this.#driver.unready;
  }

  /** null until it is loaded. */
  get panel(): panel.CallPanel | null {
    return this.#panel;
  }

  /** The multimedia call id of this call or the last one. */
  get textCallId(): string | null {
    return this.#textCallId;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#driver.run) this.#driver.run.muted = muted;
    this.#host.requestUpdate();
  }

  /** Loads a call's code ahead of it. A failure shows with the press. */
  preload(): void {
    this.#load().catch(() => undefined);
    // Shown in English where they can't be loaded.
    this.#host.words.callTexts?.().catch(() => undefined);
  }

  /** Begins a call, or joins the one under way. `focus`: the panel may take the focus when it opens. */
  start({ focus }: { readonly focus: boolean }): Promise<void> {
    if (!this.#driver.underWay && !this.#host.dispatchEvent(new CcBeforeCallEvent())) return Promise.resolve();
    // A listener may have called in the meantime.
    if (!this.#driver.underWay) {
      this.#options.audio.play().catch(() => undefined);
      window.addEventListener('pagehide', this.#leave);
    }
    return this.#driver.start(() => this.#begin(focus));
  }

  hangUp(): Promise<void> {
    return this.#driver.stop();
  }

  sendDtmf(tones: string): void {
    this.#driver.run?.sendDtmf(tones);
  }

  async #begin(mayFocus: boolean): Promise<() => Call> {
    this.#call = null;
    const [services, { CallPanel, callOptions }] = await this.#load();
    if (!this.#panel) {
      this.#panel = new CallPanel(this.#host);
      adoptStyles(this.#host.renderRoot as ShadowRoot, [buttonStyles, ...CallPanel.styles]);
    }
    const panel = this.#panel;
    await panel.speak();
    return () => {
      const options = callOptions(this.#host, this.#options.audio);
      const started = services.startCall(options);
      const { call, session } = started;
      this.#call = call;
      call.muted = this.#muted;
      this.#textCallId = session.state.textCallId;
      session.subscribe(({ textCallId }) => this.#onTextCallId(textCallId));
      // Only a press opens the panel with the focus, and only where it went nowhere else in the meantime.
      const focus = mayFocus && [this.#host, document.body].includes(document.activeElement as HTMLElement);
      panel.begin(started, { kind: options.media, focus });
      return call;
    };
  }

  #load(): Promise<Parts> {
    this.#parts ??= Promise.all([this.#options.loadServices(), import('./panel/panel.js')]).catch((thrown: unknown) => {
      this.#parts = null;
      throw thrown;
    });
    return this.#parts;
  }

  #follow(state: CallState): void {
    if (this.#driver.run) this.#panel?.follow(state);
    if (!isOver(state)) return;
    this.#muted = false;
    window.removeEventListener('pagehide', this.#leave);
  }

  #onTextCallId(textCallId: string | null): void {
    if (textCallId === null || textCallId === this.#textCallId) return;
    this.#textCallId = textCallId;
    this.#host.requestUpdate();
    this.#host.dispatchEvent(new CcSessionChangeEvent(textCallId));
  }

  readonly #leave = (): void => {
    if (this.#driver.run) this.#driver.run.leave();
    else void this.hangUp();
  };
}

type Over = Extract<CallState, { readonly name: 'ended' | 'failed' }>;
const isOver = (state: CallState): state is Over => state.name === 'ended' || state.name === 'failed';
