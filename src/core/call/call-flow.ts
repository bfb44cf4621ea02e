import { asCallError, byPolicy, CallError, type CallErrorCode } from './call-error.js';
import { atMost } from '../lib/clock.js';
import type { Failure } from '../lib/coded-error.js';
import { Listeners } from '../lib/listeners.js';
import { logTransition } from '../lib/log-transition.js';
import { createStore, type Store } from '../lib/store.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import type { PlatformClient } from '../platform/platform-client.js';
import type { SessionHold, VisitorSession } from '../session/session-flow.js';
import { CallCapture } from './call-capture.js';
import type { StartableCall } from './call.js';
import { emptyReport, finished, nextReport, type CallReport } from './call-report.js';
import {
  idle,
  isOver,
  type CallFact,
  type CallNotice,
  type CallState,
  type MediaKind,
  type UntimedFact,
} from './call-state.js';
import { dtmfTones } from './dtmf.js';
import type { LegPorts } from './leg.js';
import { Legs } from './legs.js';
import { nextCallState } from './next-call-state.js';
import { PlatformSide } from './platform-side.js';
import type { Capture, Devices, Network, PagePolicy } from './ports.js';
import type { Quality } from './quality.js';
import { watchQueue } from './queue-watch.js';

export interface CallPorts extends LegPorts {
  readonly platform: PlatformClient;
  /** The visitor's text session; held while the call is under way, unless the call is direct. */
  readonly session: Pick<VisitorSession, 'hold'>;
  readonly devices: Devices;
  readonly network: Network;
  readonly policy: PagePolicy;
  /** Acquires the visitor's only call slot. Resolves with a function that releases it, null where another call has it. */
  readonly acquireCallSlot: () => Promise<(() => void) | null>;
}

export interface CallConfig {
  readonly media: MediaKind;
  /** Without a text session. */
  readonly direct: boolean;
}

/** A hang-up settles after this time, though the platform may not know of it yet, ms. */
const HANG_UP = 2_000;
/** After a BYE a transfer event (168106) is waited for this long, ms. */
const TRANSFER_GRACE = 1_500;

/** Creates a call; `start` makes it. */
export function createCall(ports: CallPorts, config: CallConfig): StartableCall {
  return new CallFlow(ports, config);
}

/** One call from the press to the end, in `#run`. Whatever it starts ends with `#lifetime`. */
class CallFlow implements StartableCall {
  readonly settled: Promise<void>;
  readonly #ports: CallPorts;
  readonly #config: CallConfig;
  readonly #store: Store<CallState, CallFact> = createStore(nextCallState, idle);
  readonly #report = createStore(nextReport, emptyReport);
  readonly #quality = new Listeners<[Quality]>();
  readonly #lifetime = new AbortController();
  readonly #platformSide: PlatformSide;
  #hold: SessionHold | null = null;
  #releaseCallSlot: () => void = () => undefined;
  readonly #capture = new CallCapture();
  #legs: Legs | null = null;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(ports: CallPorts, config: CallConfig) {
    this.#ports = ports;
    this.#config = config;
    const { platform, clock, network, log } = ports;
    this.#platformSide = new PlatformSide({
      platform,
      clock,
      network,
      log,
      signal: this.#lifetime.signal,
      talking: () => this.state.name === 'talking' || this.state.name === 'reconnecting',
      onReachable: (reachable) => this.#dispatch({ type: 'noticed', notice: 'offline', on: !reachable }),
    });
    this.settled = new Promise((resolve) => {
      this.#store.subscribe((state, previous) => {
        logTransition(log, 'call', state, previous.name);
        this.#report.dispatch({ type: 'entered', state, at: ports.clock.now() });
        if (isOver(state)) this.#tearDown();
        if (isOver(state) || state.name === 'talking') resolve();
      });
    });
  }

  get state(): CallState {
    return this.#store.state;
  }

  get report(): CallReport | null {
    return isOver(this.state) ? finished(this.#report.state) : null;
  }

  get muted(): boolean {
    return this.#capture.muted;
  }

  set muted(muted: boolean) {
    this.#capture.muted = muted;
  }

  subscribe(listener: (state: CallState, previous: CallState) => void): () => void {
    return this.#store.subscribe(listener);
  }

  subscribeQuality(listener: (quality: Quality) => void): () => void {
    return this.#quality.add(listener);
  }

  start(): void {
    this.#dispatch({ type: 'pressed' });
    this.#run().catch((thrown: unknown) => this.#fail(asCallError(thrown)));
  }

  async hangUp(): Promise<void> {
    this.#dispatch({ type: 'hungUp' });
    await this.#closing;
  }

  leave(): void {
    this.#platformSide.leave();
    this.#dispatch({ type: 'hungUp' });
  }

  soundBlocked(blocked: boolean): void {
    this.#dispatch({ type: 'soundBlocked', blocked });
  }

  noticed(notice: CallNotice, on: boolean): void {
    this.#capture.note(notice, on);
    this.#dispatch({ type: 'noticed', notice, on });
  }

  sendDtmf(tones: string): void {
    const clean = dtmfTones(tones);
    if (this.state.name === 'talking' || this.state.name === 'reconnecting') this.#legs?.sendTones(clean);
  }

  async #run(): Promise<void> {
    const { platform, clock } = this.#ports;
    const { signal } = this.#lifetime;
    const { direct } = this.#config;
    await this.#acquireCallSlot();
    // Nothing is created on the platform before the microphone is open.
    const capture = await this.#openCapture();
    const { media } = capture;
    this.#legs = new Legs({
      ports: this.#ports,
      capture,
      media,
      dispatch: (fact) =>
        this.#dispatch(fact.type === 'legFailed' ? { ...fact, error: this.#explained(fact.error) } : fact),
      platformLives: () => this.#platformSide.healthy,
      muted: () => this.muted,
      quality: (quality) => this.#quality.emit(quality),
      report: (fact) => this.#report.dispatch(fact),
      grace: () => (this.#platformSide.polled ? TRANSFER_GRACE : 0),
    });
    this.#legs.prepare();
    this.#dispatch({ type: 'devicesReady' });
    if (!direct) await this.#openSession();
    await platform.checkClickToCallSupport(signal);
    await this.#platformSide.create(media);
    this.#dispatch({ type: 'created' });
    for (const notice of this.#capture.amiss) this.noticed(notice, true);
    if (!direct) {
      const waiting = () => this.state.name === 'queued' && !this.state.transferring;
      void watchQueue(platform, {
        clock,
        signal,
        waiting,
        onInfo: (info) => this.#dispatch({ type: 'queueMoved', ...info }),
      });
    }
    for await (const event of this.#platformSide.events()) this.#onEvent(event);
  }

  async #acquireCallSlot(): Promise<void> {
    const release = await this.#ports.acquireCallSlot();
    if (!release) throw new CallError('busy', 'Another call of this visitor is under way, here or in another tab.');
    if (isOver(this.state)) release();
    else this.#releaseCallSlot = release;
    this.#lifetime.signal.throwIfAborted();
  }

  #openCapture(): Promise<Capture> {
    const { devices, platform } = this.#ports;
    const { signal } = this.#lifetime;
    const granted = () => platform.prepare(signal);
    const asking = () => this.#dispatch({ type: 'permissionAsked' });
    return this.#capture.open(devices, this.#config.media, { granted, asking }, signal);
  }

  async #openSession(): Promise<void> {
    this.#hold = this.#ports.session.hold();
    await this.#hold.opened;
    this.#lifetime.signal.throwIfAborted();
  }

  #onEvent(event: ClickToCallEvent): void {
    switch (event.type) {
      case 'connected':
        return this.#legs?.dial(event.target);
      case 'unusable':
        return this.#fail(asCallError(event.error));
      case 'transferred':
        this.#legs?.transferred();
        return this.#dispatch({ type: 'transferred' });
      case 'released':
        return this.#dispatch({ type: 'released', ...event.cause });
      case 'failed':
        return this.#fail(
          new CallError('call-failed', 'The platform ended the call before the answer (168105).', event.cause),
        );
      case 'queueTimeout':
        return this.#fail(new CallError('queue-timeout', 'No agent became free in time (168103).', event.cause));
      default:
        return;
    }
  }

  #dispatch(fact: UntimedFact): void {
    this.#store.dispatch({ ...fact, at: this.#ports.clock.now() });
  }

  #fail(error: Failure<CallErrorCode>): void {
    this.#dispatch({ type: 'failed', error: this.#explained(error) });
  }

  #explained(error: Failure<CallErrorCode>): Failure<CallErrorCode> {
    return byPolicy(error, this.#ports.policy.blocked());
  }

  /** Runs once, at the end. BYE and the requests to the platform are sent before this returns. */
  #tearDown(): void {
    this.#capture.stop();
    this.#legs?.end();
    this.#lifetime.abort();
    this.#ports.policy.dispose();
    this.#releaseCallSlot();
    const left = Promise.allSettled([this.#platformSide.end(), this.#hold?.release()]);
    this.#closing = atMost(this.#ports.clock, HANG_UP, () => left, undefined);
  }
}
