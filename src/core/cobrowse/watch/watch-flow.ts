import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { logTransition } from '../../lib/log-transition.js';
import { createStore } from '../../lib/store.js';
import type { CobrowseError } from '../cobrowse-error.js';
import type { Pictured, WatchSession } from '../cobrowse-session.js';
import { ControlSeat } from '../control/control-seat.js';
import { idle, isUnderWay, nextCobrowseState, type CobrowseEnd } from '../cobrowse-state.js';
import type { Anchor, ControlFrame, Person, Point } from '../wire/control.js';
import { inflate } from '../link/deflate.js';
import { Feed, type Batch } from './feed.js';
import { readFrame } from '../wire/frame.js';
import { agreedLimits, feedLimits, wireLimits, type WireLimits } from '../wire/limits.js';
import type { AskForConnection, OpenRelaySocket, PagePlayer } from '../ports.js';
import { RelayLink } from '../link/relay-link.js';

export interface WatchPorts {
  readonly ask: AskForConnection;
  readonly openSocket: OpenRelaySocket;
  readonly player: PagePlayer;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WatchOptions {
  readonly roomId: string;
  readonly user: Person;
  readonly tab: string;
}

/*
 *     link (relay) ─data─▶ feed ─batches─▶ inflate ─▶ player
 *      ▲    └─welcome, recorder, lost─▶ state   │        │
 *      └─need──── at feed.wakeAt ◀──reset───────┴─error──┘
 *
 * The states are those of cobrowse-state.ts: connecting ─▶ watching ⇄ paused, reconnecting ─▶ ended | failed.
 */

/** The agent's session: frames are put in order, inflated and applied; what is missing is requested with `need`. */
export class WatchFlow implements Omit<WatchSession, keyof Pictured> {
  readonly #ports: WatchPorts;
  readonly #store = createStore(nextCobrowseState, idle);
  readonly #link: RelayLink;
  readonly control: ControlSeat;
  #feed = new Feed();
  #limits: WireLimits = wireLimits;
  #work: Promise<void> = Promise.resolve();
  #generation = 0;
  #lag: number | null = null;
  #cancelWake: () => void = () => undefined;

  constructor(ports: WatchPorts, { roomId, user, tab }: WatchOptions) {
    this.#ports = ports;
    this.#store.subscribe((state, previous) => logTransition(ports.log, 'watch', state, previous.name));
    this.control = new ControlSeat({
      clock: ports.clock,
      control: (body) => this.#link.send('control', body),
      act: (act) => this.#link.send('act', act),
    });
    this.#link = new RelayLink(
      ports,
      { ...{ room: roomId, role: 'replayer', user, tab, caps: ['pointer', 'mark'] }, resume: null },
      {
        onWelcome: ({ conn, resumed, limits }) => {
          this.control.connected(conn);
          this.#limits = agreedLimits(limits);
          this.#store.dispatch({ type: 'live', mode: 'replayer' });
          if (resumed) this.#feed.ask(ports.clock.now());
          else {
            this.#feed = new Feed(feedLimits, this.#limits);
            this.#forget();
          }
          this.#wake();
        },
        onControl: (frame) => this.#onControl(frame),
        onData: (bytes) => this.#receive(bytes),
        onLost: () => {
          this.#cancelWake();
          this.control.available(false);
          this.#store.dispatch({ type: 'lost', at: ports.clock.now() });
        },
        onEnded: (reason) => this.#finish(reason),
        onFailed: (error) => this.#fail(error),
      },
    );
  }

  get state() {
    return this.#store.state;
  }

  get lag(): number | null {
    return this.#lag;
  }

  subscribe(listener: Parameters<WatchSession['subscribe']>[0]): () => void {
    return this.#store.subscribe(listener);
  }

  start(): void {
    this.#store.dispatch({ type: 'started', ask: false });
    this.#link.start();
  }

  point(at: Point | null): void {
    this.#link.send('pointer', { at, ...this.#anchored(at) });
  }

  mark(points: readonly Point[]): void {
    this.#link.send('mark', { points, ...this.#anchored(points[0]) });
  }

  async stop(): Promise<void> {
    this.#finish('self');
  }

  #anchored(at: Point | null | undefined): { readonly on?: Anchor } {
    const on = at ? this.#ports.player.anchorAt(at) : null;
    return on ? { on } : {};
  }

  #onControl(frame: ControlFrame): void {
    switch (frame.t) {
      case 'recorder': {
        const { state, paused, caps } = frame.d;
        this.control.available(state === 'here' && !paused && caps.includes('control'));
        return this.#store.dispatch({ type: 'recorder', news: frame.d });
      }
      case 'grant':
        return this.control.granted(frame.d);
      case 'acted':
        return this.control.acted(frame.d);
      default: // others are not for a replayer
    }
  }

  #receive(bytes: Uint8Array): void {
    const frame = readFrame(bytes, this.#limits);
    // Dropped, and requested again like any gap; a relay that checks headers sends none such.
    if (typeof frame === 'string') return;
    const generation = this.#generation;
    for (const batch of this.#feed.receive(frame, this.#ports.clock.now())) {
      this.#work = this.#work.then(async () => {
        if (generation === this.#generation) await this.#show(batch, generation);
      });
    }
    this.#wake();
  }

  async #show({ parts, inflatedLength, kind, time }: Batch, generation: number): Promise<void> {
    try {
      const json = new TextDecoder().decode(await inflate(parts, inflatedLength));
      if (generation !== this.#generation) return;
      const events: unknown = JSON.parse(json);
      if (!Array.isArray(events)) throw new TypeError('A batch is no array.');
      this.#ports.player.apply(events, kind === 'keyframe');
      this.#lag = Math.max(0, this.#link.relayNow - time);
    } catch {
      // What can't be inflated, parsed or shown: a keyframe replaces it.
      if (generation === this.#generation) this.#forget(feedLimits.repeatMs);
    }
  }

  /** Drops what is queued and requests a keyframe, at once or after `pause` ms. */
  #forget(pause = 0): void {
    this.#generation += 1;
    this.#feed.reset(this.#ports.clock.now() + pause);
    this.#wake();
  }

  #wake(): void {
    const { clock } = this.#ports;
    this.#cancelWake();
    const at = this.#feed.wakeAt;
    if (at === null || !isUnderWay(this.state)) return;
    const ask = () => {
      const need = this.#feed.need(clock.now());
      if (need) this.#link.send('need', need);
      this.#wake();
    };
    if (at <= clock.now()) ask();
    else this.#cancelWake = clock.after(at - clock.now(), ask);
  }

  #fail(error: CobrowseError): void {
    if (!isUnderWay(this.state)) return;
    this.#leave();
    this.#store.dispatch({ type: 'failed', error });
  }

  #finish(reason: CobrowseEnd): void {
    if (!isUnderWay(this.state)) return;
    this.#leave();
    this.#store.dispatch({ type: 'ended', reason });
    this.#link.close();
  }

  #leave(): void {
    this.control.available(false);
    this.#generation += 1;
    this.#cancelWake();
    this.#ports.player.stop();
  }
}
