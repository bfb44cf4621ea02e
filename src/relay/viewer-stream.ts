import type { Clock } from '../core/lib/clock.js';
import type { Bucket } from './bucket.js';
import type { Keyframe, Ring } from './ring.js';

/** The way to one viewer. */
export interface ViewerSocket {
  /** Bytes that were handed over and have not left. */
  readonly bufferedAmount: number;
  /** `done` when it has left, or never will. */
  send(message: Uint8Array, done: () => void): void;
}

export interface StreamRules {
  readonly sendBytes: number;
  readonly behindBytes: number;
}

export interface StreamEvents {
  /** Nothing in the ring helps: the recorder has to be asked. */
  needsKeyframe(): void;
  fellBehind(): void;
}

interface Need {
  readonly epoch: number;
  readonly from: number;
}

/** Where a viewer is: what it gets next. */
type Place =
  | { readonly at: 'silent' }
  /** For a keyframe. */
  | { readonly at: 'waiting' }
  | { readonly at: 'keyframe'; readonly keyframe: Keyframe; readonly part: number }
  | { readonly at: 'deltas'; readonly epoch: number; next: number };

/**
 * What one viewer is sent: a keyframe, then each delta, straight out of the ring. It has no queue of its own, only a place
 * in the ring, so that a viewer that does not read costs no more than `sendBytes`. One that is too far behind loses its place
 * and goes on, when its socket takes something again, with a keyframe that is newer than its place was.
 */
export class ViewerStream {
  readonly #ring: Ring;
  readonly #socket: ViewerSocket;
  readonly #rules: StreamRules;
  readonly #events: StreamEvents;
  readonly #clock: Clock;
  readonly #budget: Bucket;
  #place: Place = { at: 'silent' };
  /** The latest `need` that waits for its bytes. */
  #asked: Need | null = null;
  #cancelAsk: () => void = () => undefined;
  readonly #goOn = () => this.pump();

  /** `budget`: bytes that may be asked for, by the viewer that may have had other streams before. */
  constructor(
    clock: Clock,
    ring: Ring,
    socket: ViewerSocket,
    budget: Bucket,
    rules: StreamRules,
    events: StreamEvents,
  ) {
    this.#clock = clock;
    this.#budget = budget;
    this.#ring = ring;
    this.#socket = socket;
    this.#rules = rules;
    this.#events = events;
  }

  /**
   * The viewer's `need`: deltas from this one on, as far as they are there; else, and for 0, a keyframe. What is asked for
   * is paid for in bytes: one that asks for more than its share waits, and of what it asks meanwhile only the last counts.
   */
  ask(need: Need): void {
    const waits = this.#asked !== null;
    this.#asked = need;
    if (!waits) this.#answer();
  }

  /** Nothing more is sent. */
  stop(): void {
    this.#cancelAsk();
    this.#place = { at: 'silent' };
  }

  #answer(): void {
    if (!this.#asked) return;
    const { epoch, from } = this.#asked;
    const bytes = epoch === this.#ring.epoch && from > 0 ? this.#ring.bytesAfter(from - 1) : Infinity;
    const cost = bytes < Infinity ? bytes : this.#ring.keyframeBytes;
    const wait = this.#budget.wait(cost, this.#clock.now());
    if (wait > 0) {
      this.#cancelAsk = this.#clock.after(wait, () => this.#answer());
      return;
    }
    this.#asked = null;
    this.#place = bytes < Infinity ? { at: 'deltas', epoch, next: from } : { at: 'waiting' };
    this.pump();
  }

  /**
   * Sends what may be sent now. To be called when the ring has something new; goes on by itself when the socket drains.
   * `latest`: the message of the ring's latest delta, which spares a copy of it where nothing waits in the socket.
   */
  pump(latest?: Uint8Array): void {
    while (this.#socket.bufferedAmount < this.#rules.sendBytes) {
      const message = this.#next(latest);
      if (!message) return;
      this.#socket.send(message, this.#goOn);
    }
    this.#fallBehind();
  }

  /** The next message, and one step further. */
  #next(latest?: Uint8Array): Uint8Array | undefined {
    this.#fallBehind();
    if (this.#place.at === 'waiting') this.#start();
    const place = this.#place;
    if (place.at === 'keyframe') {
      const part = place.part + 1;
      const { keyframe } = place;
      const isLast = part === keyframe.parts.length;
      this.#place = isLast
        ? { at: 'deltas', epoch: keyframe.epoch, next: keyframe.seq + 1 }
        : { at: 'keyframe', keyframe, part };
      return keyframe.parts[place.part];
    }
    if (place.at !== 'deltas') return undefined;
    const isLatest = place.next === this.#ring.seq && this.#socket.bufferedAmount === 0;
    const message = (isLatest && latest) || this.#ring.delta(place.next);
    if (message) place.next += 1;
    return message;
  }

  #start(): void {
    const { keyframe } = this.#ring;
    // With a long tail a new keyframe is the shorter way. Whoever fell behind has lost more than a short one.
    if (keyframe && this.#ring.bytesAfter(keyframe.seq) <= this.#rules.behindBytes / 2)
      this.#place = { at: 'keyframe', keyframe, part: 0 };
    else if (!this.#ring.incomplete) this.#events.needsKeyframe();
  }

  /** A new epoch, or too much behind: only a new keyframe helps. */
  #fallBehind(): void {
    const place = this.#place;
    if (place.at !== 'deltas') return;
    const isBehind =
      place.epoch === this.#ring.epoch && this.#ring.bytesAfter(place.next - 1) > this.#rules.behindBytes;
    if (isBehind) this.#events.fellBehind();
    if (isBehind || place.epoch !== this.#ring.epoch) this.#place = { at: 'waiting' };
  }
}
