import type { DataFrame, FrameKind } from '../wire/frame.js';
import { feedLimits, wireLimits, type FeedLimits, type WireLimits } from '../wire/limits.js';

/** What is to be applied next: its parts, joined, inflate to `inflatedLength` bytes. */
export interface Batch {
  /** A keyframe replaces the page, a delta changes it. */
  readonly kind: FrameKind;
  readonly epoch: number;
  readonly seq: number;
  /** Milliseconds since 1970 by the relay's clock. */
  readonly time: number;
  readonly inflatedLength: number;
  readonly parts: readonly Uint8Array[];
}

/** The parts of one keyframe that have arrived. */
interface Assembly {
  readonly first: DataFrame;
  readonly parts: Map<number, Uint8Array>;
  bytes: number;
  /** How many there are; null before the last one has arrived. */
  count: number | null;
}

/**
 * Reorders data frames for a viewer: a delta is applied only after the one before it, a keyframe only where something is
 * missing. Has no timer: the owner calls `need` at `wakeAt` and sends what it returns.
 *
 *               reset(), a greater epoch                keyframe complete
 *     any state ───────────────────────▶ no picture ────────────────────────▶ in step ─next delta─▶ in step, batches
 *                                         │ need: from 0                      │     ▲
 *                                         │ every repeatMs          a later delta   │ the missing deltas,
 *                                                                             ▼     │ or a later keyframe
 *                                                                            gap ───┘
 *                                                                             need: from last + 1,
 *                                                                             after gapMs, then every repeatMs
 *
 *     welcome not resumed, or a batch that can't be inflated or applied ─▶ reset()
 *     welcome resumed ─▶ ask(): need at once, from where it was
 */
export class Feed {
  readonly #limits: FeedLimits;
  readonly #wire: WireLimits;
  #epoch = 0;
  /** The last delta that was applied or is part of an applied keyframe; null before the first keyframe of an epoch. */
  #last: number | null = null;
  #held = new Map<number, DataFrame>();
  #heldBytes = 0;
  #assembly: Assembly | null = null;
  #wakeAt: number | null = null;

  constructor(limits: FeedLimits = feedLimits, wire: WireLimits = wireLimits) {
    this.#limits = limits;
    this.#wire = wire;
  }

  /** When to call `need`, on the clock of `now`; null while nothing is missing. */
  get wakeAt(): number | null {
    return this.#wakeAt;
  }

  /** Forgets everything; `need` asks for a keyframe, at `now`. */
  reset(now: number): void {
    this.#enter(0);
    this.#wakeAt = now;
  }

  /** After a resume: the relay sends nothing before `need`. */
  ask(now: number): void {
    this.#wakeAt = now;
  }

  /** The body of the `need` to send now; null where none is due. */
  need(now: number): { readonly epoch: number; readonly from: number } | null {
    if (this.#wakeAt === null || now < this.#wakeAt) return null;
    this.#wakeAt = this.#lacking ? now + this.#limits.repeatMs : null;
    return { epoch: this.#epoch, from: this.#last === null ? 0 : this.#last + 1 };
  }

  /** Takes a frame; returns the batches that can be applied now, in order. */
  receive(frame: DataFrame, now: number): Batch[] {
    if (frame.epoch < this.#epoch) return [];
    if (frame.epoch > this.#epoch) this.#enter(frame.epoch);
    if (this.#last !== null && frame.seq <= this.#last) return [];
    const keyframe = frame.kind === 'keyframe' ? this.#assemble(frame) : this.#hold(frame);
    const batches = [...(keyframe ? [keyframe] : []), ...this.#drain()];
    if (!this.#lacking) this.#wakeAt = null;
    else if (frame.kind === 'keyframe') this.#wakeAt = now + this.#limits.repeatMs;
    else if (this.#wakeAt === null || batches.length > 0) this.#wakeAt = now + this.#limits.gapMs;
    return batches;
  }

  get #lacking(): boolean {
    return this.#last === null || this.#held.size > 0 || this.#assembly !== null;
  }

  #enter(epoch: number): void {
    this.#epoch = epoch;
    this.#last = null;
    this.#assembly = null;
    this.#release();
  }

  #release(): void {
    this.#held.clear();
    this.#heldBytes = 0;
  }

  /** Nothing is lost for good: what is given up here is asked for again. */
  #hold(frame: DataFrame): null {
    if (this.#held.has(frame.seq)) return null;
    if (this.#heldBytes + costOf(frame) > this.#limits.heldBytes) this.#release();
    this.#held.set(frame.seq, frame);
    this.#heldBytes += costOf(frame);
    return null;
  }

  /** The keyframe, once all of its parts are there. Of two keyframes the later one counts. */
  #assemble(frame: DataFrame): Batch | null {
    const { seq, time, part, payload, more } = frame;
    const before = this.#assembly?.first;
    if (before && (seq < before.seq || (seq === before.seq && time < before.time))) return null;
    const same = before?.seq === seq && before.time === time && before.inflatedLength === frame.inflatedLength;
    const assembly =
      same && this.#assembly ? this.#assembly : { first: frame, parts: new Map(), bytes: 0, count: null };
    this.#assembly = assembly;
    if (assembly.parts.has(part)) return null;
    assembly.parts.set(part, payload);
    assembly.bytes += payload.length;
    if (!more) assembly.count = part + 1;
    if (assembly.bytes > this.#wire.keyframeBytes) this.#assembly = null;
    if (this.#assembly === null || assembly.count === null) return null;
    const parts = [...Array(assembly.count).keys()].map((index) => assembly.parts.get(index) ?? null);
    if (!parts.every((bytes) => bytes !== null)) return null;
    this.#last = seq;
    return batchOf(frame, parts);
  }

  /** The held deltas that now follow; what has been overtaken goes. */
  #drain(): Batch[] {
    if (this.#last === null) return [];
    const batches: Batch[] = [];
    for (let next = this.#held.get(this.#last + 1); next; next = this.#held.get(this.#last + 1)) {
      this.#last += 1;
      batches.push(batchOf(next, [next.payload]));
    }
    for (const [seq, frame] of this.#held) {
      if (seq > this.#last) continue;
      this.#held.delete(seq);
      this.#heldBytes -= costOf(frame);
    }
    if (this.#assembly && this.#assembly.first.seq <= this.#last) this.#assembly = null;
    return batches;
  }
}

/** Bytes, with an allowance for the object: a flood of empty frames takes memory, too. */
const costOf = (frame: DataFrame): number => frame.payload.length + 256;

function batchOf({ kind, epoch, seq, time, inflatedLength }: DataFrame, parts: readonly Uint8Array[]): Batch {
  return { kind, epoch, seq, time, inflatedLength, parts };
}
