import { asCallError, CallError, type CallErrorCode } from './call-error.js';
import type { Failure } from '../lib/coded-error.js';
import { logTransition } from '../lib/log-transition.js';
import { createStore, type Store } from '../lib/store.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import type { PlatformClient } from '../platform/platform-client.js';
import type { SessionHold, VisitorSession } from '../session/session-flow.js';
import type { Call } from './call.js';
import {
  idle,
  isOver,
  nextCallState,
  type CallFact,
  type CallState,
  type MediaKind,
  type UntimedFact,
} from './call-state.js';
import { captureVerdict, deviceVerdict } from './device-verdict.js';
import { dtmfTones } from './dtmf.js';
import type { LegPorts } from './leg.js';
import { Legs } from './legs.js';
import { PlatformSide } from './platform-side.js';
import type { Capture, Devices, PagePolicy } from './ports.js';
import { watchQueue } from './queue-watch.js';

export interface CallPorts extends LegPorts {
  readonly platform: PlatformClient;
  /** The visitor's session; held for as long as the call is under way, unless the call is direct. */
  readonly session: Pick<VisitorSession, 'hold'>;
  readonly devices: Devices;
  readonly policy: PagePolicy;
  /** Takes the page's one place for a call. Returns a function that gives it back, or null where it is taken. */
  takePlace(): (() => void) | null;
}

export interface CallConfig {
  readonly media: MediaKind;
  /** No text session before the call. */
  readonly direct: boolean;
}

/** After a BYE the platform has this long to say that it was a transfer, ms. */
const TRANSFER_GRACE = 1_500;

/** Makes a call; `start` is the press. */
export function createCall(ports: CallPorts, config: CallConfig): StartableCall {
  return new CallFlow(ports, config);
}

export interface StartableCall extends Call {
  start(): void;
  /** The browser's autoplay policy holds the sound back, or does no longer. */
  soundBlocked(blocked: boolean): void;
}

/** One call from the press to the end; `#run` tells the story. What it starts dies with `#lifetime`. */
class CallFlow implements StartableCall {
  readonly settled: Promise<void>;
  readonly #ports: CallPorts;
  readonly #config: CallConfig;
  readonly #store: Store<CallState, CallFact> = createStore(nextCallState, idle);
  readonly #lifetime = new AbortController();
  readonly #platformSide: PlatformSide;
  #hold: SessionHold | null = null;
  #leavePlace: () => void = () => undefined;
  #capture: Capture | null = null;
  #muted = false;
  #legs: Legs | null = null;
  #farewell: Promise<unknown> = Promise.resolve();

  constructor(ports: CallPorts, config: CallConfig) {
    this.#ports = ports;
    this.#config = config;
    const { platform, clock, log } = ports;
    this.#platformSide = new PlatformSide({ platform, clock, log, signal: this.#lifetime.signal });
    this.settled = new Promise((resolve) => {
      this.#store.subscribe((state, previous) => {
        logTransition(log, 'call', state, previous.name);
        if (isOver(state)) this.#tearDown();
        if (isOver(state) || state.name === 'talking') resolve();
      });
    });
  }

  get state(): CallState {
    return this.#store.state;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#capture) this.#capture.muted = muted;
  }

  subscribe(listener: (state: CallState, previous: CallState) => void): () => void {
    return this.#store.subscribe(listener);
  }

  start(): void {
    this.#tell({ type: 'pressed' });
    this.#run().catch((thrown: unknown) => this.#fail(asCallError(thrown)));
  }

  async hangUp(): Promise<void> {
    this.#tell({ type: 'hungUp' });
    await this.#farewell;
  }

  leave(): void {
    this.#platformSide.leave();
    this.#tell({ type: 'hungUp' });
  }

  soundBlocked(blocked: boolean): void {
    this.#tell({ type: 'soundBlocked', blocked });
  }

  sendDtmf(tones: string): void {
    const clean = dtmfTones(tones);
    if (this.state.name === 'talking') this.#legs?.sendTones(clean);
  }

  async #run(): Promise<void> {
    const { platform, clock } = this.#ports;
    const { signal } = this.#lifetime;
    const { media, direct } = this.#config;
    this.#takePlace();
    const capture = await this.#openDevices();
    this.#legs = new Legs({
      ports: this.#ports,
      capture,
      media,
      tell: (fact) => this.#tell(fact.type === 'legFailed' ? { ...fact, error: this.#explained(fact.error) } : fact),
      grace: () => (this.#platformSide.heard ? TRANSFER_GRACE : 0),
    });
    this.#legs.prepare();
    this.#tell({ type: 'devicesReady' });
    if (!direct) await this.#openSession();
    await platform.checkClickToCallSupport(signal);
    await this.#platformSide.create(media);
    this.#tell({ type: 'created' });
    if (!direct) {
      const waiting = () => this.state.name === 'queued' && !this.state.transferring;
      void watchQueue(platform, {
        clock,
        signal,
        waiting,
        tell: (info) => this.#tell({ type: 'queueMoved', ...info }),
      });
    }
    await this.#followEvents();
  }

  #takePlace(): void {
    const leavePlace = this.#ports.takePlace();
    if (!leavePlace) throw new CallError('busy', 'Another call of this page is under way.');
    this.#leavePlace = leavePlace;
  }

  /** Looks first, asks then; nothing is created on the platform before the microphone is open. */
  async #openDevices(): Promise<Capture> {
    const { devices, platform } = this.#ports;
    const { media } = this.#config;
    const { signal } = this.#lifetime;
    const facts = await devices.look();
    signal.throwIfAborted();
    const obstacle = deviceVerdict(facts, media);
    if (obstacle) throw obstacle;
    if (facts.permission === 'granted') platform.prepare();
    else this.#tell({ type: 'permissionAsked' });
    const capture = await devices.open(media).catch((thrown: unknown) => {
      throw captureVerdict(thrown instanceof Error ? thrown.name : 'unknown', media, facts);
    });
    if (signal.aborted) capture.stop();
    signal.throwIfAborted();
    this.#capture = capture;
    capture.muted = this.#muted;
    const missing = deviceVerdict({ ...(await devices.look()), permission: 'granted' }, media);
    signal.throwIfAborted();
    if (missing) throw missing;
    return capture;
  }

  async #openSession(): Promise<void> {
    this.#hold = this.#ports.session.hold();
    await this.#hold.opened;
    this.#lifetime.signal.throwIfAborted();
  }

  /** Until the call is over. A platform that is heard no more ends the call only while nobody is talking. */
  async #followEvents(): Promise<void> {
    try {
      for await (const event of this.#platformSide.events()) this.#onEvent(event);
    } catch (thrown) {
      const { name } = this.state;
      if (name !== 'talking' && name !== 'reconnecting') throw thrown;
    }
  }

  #onEvent(event: ClickToCallEvent): void {
    switch (event.type) {
      case 'connected':
        return this.#legs?.dial(event.target);
      case 'unusable':
        return this.#fail(asCallError(event.error));
      case 'transferred':
        this.#legs?.transferred();
        return this.#tell({ type: 'transferred' });
      case 'released':
        return this.#tell({ type: 'released' });
      case 'failed':
        return this.#fail(new CallError('call-failed', 'The platform gave the call up (168105).', event.cause));
      case 'queueTimeout':
        return this.#fail(new CallError('queue-timeout', 'No agent became free in time (168103).', event.cause));
      default:
        return;
    }
  }

  #tell(fact: UntimedFact): void {
    this.#store.dispatch({ ...fact, at: this.#ports.clock.now() });
  }

  #fail(error: Failure<CallErrorCode>): void {
    this.#tell({ type: 'failed', error: this.#explained(error) });
  }

  /** Names what the page's own policy blocked, where that is why something could not be reached. */
  #explained(error: Failure<CallErrorCode>): Failure<CallErrorCode> {
    const blocked = this.#ports.policy.blocked();
    if (blocked === null || !/unreachable$|^credentials$/.test(error.code)) return error;
    return new CallError(error.code, `The page's Content-Security-Policy lacks "${blocked}". ${error.message}`, error);
  }

  /** Runs once, at the end. What goes to the platform has left when this returns. */
  #tearDown(): void {
    this.#capture?.stop();
    this.#legs?.end();
    this.#lifetime.abort();
    this.#ports.policy.dispose();
    this.#leavePlace();
    this.#farewell = Promise.allSettled([this.#platformSide.end(), this.#hold?.release()]);
  }
}
