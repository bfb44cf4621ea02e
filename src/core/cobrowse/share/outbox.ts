import { keyframeParts, type DataFrame, type FrameHeader } from '../wire/frame.js';
import { outboxLimits, type OutboxLimits, type WireLimits } from '../wire/limits.js';
import type { Welcome } from '../wire/control.js';

/** Events of the recording as one JSON array, deflated. */
export interface DeflatedBatch {
  readonly payload: Uint8Array;
  /** Its bytes before deflating. */
  readonly inflatedLength: number;
  /** When it was recorded: ms since 1970 by the relay's clock. */
  readonly time: number;
}

/**
 * What the recorder has sent: numbers the deltas, and keeps those that the relay has not acknowledged, within bounds, so
 * that a new connection can go on where the old one broke. Keyframes are not kept: the relay asks for another one.
 *
 *     no epoch ─begin(welcome)─▶ epoch ─delta()─▶ epoch, seq + 1, kept ─acknowledge(seq), too old, too many bytes─▶ not kept
 *                                 ▲ │
 *                                 │ └─connection lost─▶ resume(welcome) ─the deltas to send again─▶ the same epoch
 *                                 └────────begin(welcome)───────────────── null: some are gone
 *
 *     A new epoch's first frame is a keyframe(); later ones may come at any time, and take no number.
 */
export class Outbox {
  readonly #limits: OutboxLimits;
  #lease = 0;
  #epoch = 0;
  #seq = 0;
  #kept: { readonly frame: DataFrame; readonly at: number }[] = [];
  #keptBytes = 0;

  constructor(limits: OutboxLimits = outboxLimits) {
    this.#limits = limits;
  }

  /** The epoch that frames are written for, and its last delta. */
  get position(): { readonly epoch: number; readonly seq: number } {
    return { epoch: this.#epoch, seq: this.#seq };
  }

  /** A new epoch, greater than any that either side has seen. Its first frame has to be a keyframe. */
  begin({ lease, epoch }: Pick<Welcome, 'lease' | 'epoch'>): void {
    this.#lease = lease;
    this.#epoch = Math.max(this.#epoch, epoch) + 1;
    this.#seq = 0;
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** The frames of a keyframe, which shows the page after the last delta. Throws a RangeError where it is too large. */
  keyframe(batch: DeflatedBatch, limits?: WireLimits): DataFrame[] {
    return keyframeParts(this.#header(batch), batch.payload, limits);
  }

  /** The frame of the next delta, to be sent at once. `now` in ms, by any steady clock. */
  delta(batch: DeflatedBatch, now: number): DataFrame {
    this.#seq += 1;
    const frame: DataFrame = { ...this.#header(batch), kind: 'delta', more: false, part: 0, payload: batch.payload };
    this.#kept.push({ frame, at: now });
    this.#keptBytes += frame.payload.length;
    this.#trim(now);
    return frame;
  }

  /** The relay has every delta up to `seq`. */
  acknowledge({ epoch, seq }: { readonly epoch: number; readonly seq: number }): void {
    if (epoch === this.#epoch) this.#forget((frame) => frame.seq <= seq);
  }

  /** After a new connection: the deltas to send again; null where only a new epoch helps. */
  resume({ resumed, lease, epoch, seq }: Welcome, now: number): DataFrame[] | null {
    if (!resumed || this.#epoch === 0 || epoch !== this.#epoch || lease !== this.#lease) return null;
    this.acknowledge({ epoch, seq });
    this.#trim(now);
    // Nothing may be missing between what the relay has and what is kept.
    return seq + this.#kept.length === this.#seq ? this.#kept.map(({ frame }) => frame) : null;
  }

  #header({ inflatedLength, time }: DeflatedBatch): Omit<FrameHeader, 'kind' | 'more' | 'part'> {
    return { lease: this.#lease, epoch: this.#epoch, seq: this.#seq, time, inflatedLength };
  }

  #trim(now: number): void {
    this.#forget((_frame, at) => this.#keptBytes > this.#limits.keptBytes || now - at > this.#limits.keptMs);
  }

  /** From the oldest on, while `holds` is true. */
  #forget(holds: (frame: DataFrame, at: number) => boolean): void {
    for (let oldest = this.#kept[0]; oldest && holds(oldest.frame, oldest.at); oldest = this.#kept[0]) {
      this.#kept.shift();
      this.#keptBytes -= oldest.frame.payload.length;
    }
  }
}

/**
 * How long to collect changes before the next delta, in ms, by the socket's `bufferedAmount`. Null: none is sent; what
 * changed meanwhile is dropped, and when the socket has drained a keyframe begins a new epoch.
 */
export function pace(bufferedAmount: number, limits: OutboxLimits = outboxLimits): number | null {
  if (bufferedAmount > limits.stuckBytes) return null;
  return bufferedAmount > limits.slowBytes ? limits.slowBatchMs : limits.batchMs;
}
