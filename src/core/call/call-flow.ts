import { backoff } from '../lib/backoff.js';
import { deadline, sleep } from '../lib/clock.js';
import { asCallError, CallError } from '../lib/errors.js';
import { createStore, type Store } from '../lib/store.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import type { PlatformClient } from '../platform/platform-client.js';
import type { CallSession } from './call-session.js';
import { idle, isOver, nextCallState, type CallFact, type CallState, type MediaKind } from './call-state.js';
import { captureVerdict, deviceVerdict } from './device-verdict.js';
import { dtmfTones } from './dtmf.js';
import type { LegPorts } from './leg.js';
import { Legs, type Fact } from './legs.js';
import type { Capture, Devices, PagePolicy } from './ports.js';
import { watchQueue } from './queue-watch.js';
import { TextSession } from './text-session.js';

export interface CallPorts extends LegPorts {
  readonly platform: PlatformClient;
  readonly devices: Devices;
  readonly policy: PagePolicy;
  /** Takes the page's one place for a call: the way to give it back, or null where it is taken. */
  takePlace(): (() => void) | null;
}

export interface CallConfig {
  readonly media: MediaKind;
  /** No text session before the call. */
  readonly direct: boolean;
}

/** Between two polls for events, ms. */
const POLL_PAUSE = 100;
/** So many polls may fail in a row. */
const POLL_FAILURES = 3;
const POLL_BACKOFF = { base: 500, cap: 5_000 };
/** After a BYE the platform has this long to say that it was a transfer, ms. */
const TRANSFER_GRACE = 1_500;
/** The last words to the platform are repeated for this long, ms. */
const FAREWELL = 10_000;

/** Makes a call; `start` is the press. */
export function createCall(ports: CallPorts, config: CallConfig): StartableCall {
  return new CallFlow(ports, config);
}

export interface StartableCall extends CallSession {
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
  readonly #text: TextSession;
  #leavePlace: () => void = () => undefined;
  #capture: Capture | null = null;
  #muted = false;
  #legs: Legs | null = null;
  /** What the platform may be holding for this call. */
  #atPlatform: 'nothing' | 'creating' | 'call' = 'nothing';
  #creation: Promise<void> = Promise.resolve();
  #leaving = false;
  #polling = false;
  #farewell: Promise<unknown> = Promise.resolve();

  constructor(ports: CallPorts, config: CallConfig) {
    this.#ports = ports;
    this.#config = config;
    this.#text = new TextSession(ports.platform, ports.clock);
    this.settled = new Promise((resolve) => {
      this.#store.subscribe((state) => {
        if (isOver(state)) this.#tearDown();
        if (isOver(state) || state.name === 'talking') resolve();
      });
    });
  }

  get state(): CallState {
    return this.#store.state;
  }

  get textCallId(): string | null {
    return this.#text.callId;
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
    this.#leaving = true;
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
      grace: () => (this.#polling ? TRANSFER_GRACE : 0),
    });
    this.#legs.prepare();
    this.#tell({ type: 'devicesReady' });
    if (!direct) await this.#text.open(signal);
    await platform.checkClickToCallSupport(signal);
    await (this.#creation = this.#create());
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

  /** Not cut short by a hang-up: only the answer tells whether there is something to drop. */
  async #create(): Promise<void> {
    const { platform } = this.#ports;
    const { signal } = this.#lifetime;
    this.#atPlatform = 'creating';
    try {
      await platform.createClickToCall(this.#config.media === 'video' ? '1' : '0');
      this.#atPlatform = 'call';
    } catch (thrown) {
      // Refused in so many words, nothing was created; an answer that got lost may have created it all the same.
      const refused = thrown instanceof CallError && thrown.causeId !== undefined;
      this.#atPlatform = refused ? 'nothing' : 'call';
      throw thrown;
    } finally {
      if (signal.aborted) await this.#drop();
    }
    signal.throwIfAborted();
  }

  /** Polls until the call is over. Failures end the call only while nobody is talking. */
  async #followEvents(): Promise<void> {
    const { platform, clock } = this.#ports;
    const { signal } = this.#lifetime;
    this.#polling = true;
    for (let failures = 0; !signal.aborted;) {
      let pause = POLL_PAUSE;
      try {
        this.#hear(await platform.getClickToCallEvents(signal));
        failures = 0;
      } catch (thrown) {
        if (signal.aborted) return;
        const error = asCallError(thrown);
        if (!error.timedOut) failures += 1;
        if (failures === POLL_FAILURES) return this.#followNoMore(error);
        if (!error.timedOut) pause = backoff(failures, POLL_BACKOFF, error.retryAfter);
      }
      await sleep(clock, pause, signal).catch(() => undefined);
    }
  }

  #followNoMore(error: CallError): void {
    this.#polling = false;
    const { name } = this.state;
    if (name !== 'talking' && name !== 'reconnecting') throw error;
  }

  #hear(event: ClickToCallEvent): void {
    switch (event.type) {
      case 'connected':
        return this.#legs?.dial(event.target);
      case 'unusable':
        return this.#fail(event.error);
      case 'transferred':
        this.#legs?.transferred();
        return this.#tell({ type: 'transferred' });
      case 'released':
        this.#atPlatform = 'nothing';
        return this.#tell({ type: 'released' });
      case 'failed':
        this.#atPlatform = 'nothing';
        return this.#fail(new CallError('call-failed', 'The platform gave the call up (168105).', event.cause));
      case 'queueTimeout':
        this.#atPlatform = 'nothing';
        return this.#fail(new CallError('queue-timeout', 'No agent became free in time (168103).', event.cause));
      default:
        return;
    }
  }

  #tell(fact: Fact): void {
    this.#store.dispatch({ ...fact, at: this.#ports.clock.now() });
  }

  #fail(error: CallError): void {
    this.#tell({ type: 'failed', error: this.#explained(error) });
  }

  /** Names what the page's own policy blocked, where that is why something could not be reached. */
  #explained(error: CallError): CallError {
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
    const waits = this.#atPlatform === 'creating' && !this.#leaving;
    this.#farewell = Promise.allSettled([
      waits ? this.#creation : this.#drop(),
      this.#lastWord((s) => this.#text.close(s)),
    ]);
  }

  async #drop(): Promise<void> {
    if (this.#atPlatform === 'nothing') return;
    await this.#lastWord((signal) => this.#ports.platform.dropClickToCall({ signal, keepalive: true }));
  }

  async #lastWord(send: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const limit = deadline(this.#ports.clock, FAREWELL);
    await send(limit.signal).finally(() => limit.clear());
  }
}
