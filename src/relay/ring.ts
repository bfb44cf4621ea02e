import type { DataFrame } from '../core/cobrowse/wire/frame.js';
import { DeltaLog } from './delta-log.js';

export interface Keyframe {
  readonly epoch: number;
  readonly seq: number;
  /** Whole messages, as they came. */
  readonly parts: readonly Uint8Array[];
}

/** `stored`, `complete` (a keyframe is whole now), `known` already, or a fault of the recorder. */
export type Stored = 'stored' | 'complete' | 'known' | 'malformed' | 'too-large';

export interface RingLimits {
  readonly ringBytes: number;
  readonly keyframeBytes: number;
}

/** A delta counts as so many bytes more: a flood of empty ones takes memory and time, too. */
const OVERHEAD = 256;

/** What a room can give to a viewer without asking: the latest keyframe and the deltas since, within bounds. */
export class Ring {
  readonly #limits: RingLimits;
  #epoch = 0;
  #seq = 0;
  #keyframe: Keyframe | null = null;
  #coming: { readonly seq: number; readonly parts: Uint8Array[]; bytes: number; payload: number } | null = null;
  /** Without a gap, up to `seq`. */
  #deltas = new DeltaLog();
  #bytes = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** The latest delta of the epoch. */
  get seq(): number {
    return this.#seq;
  }

  /** With all deltas after it. */
  get keyframe(): Keyframe | null {
    return this.#keyframe;
  }

  /** Of the latest keyframe and all deltas after it; 0 without one. */
  get keyframeBytes(): number {
    const parts = this.#keyframe?.parts ?? [];
    return parts.reduce((sum, { length }) => sum + length, this.#keyframe ? this.bytesAfter(this.#keyframe.seq) : 0);
  }

  /** Parts of a keyframe have come, and not yet all. */
  get incomplete(): boolean {
    return this.#coming !== null;
  }

  /** A copy of its message. */
  delta(seq: number): Uint8Array | undefined {
    return this.#deltas.at(seq - this.#first);
  }

  /** Bytes of the deltas after `seq`; Infinity where not all of them are here any more. */
  bytesAfter(seq: number): number {
    if (seq >= this.#seq) return 0;
    const next = seq + 1 - this.#first;
    return next >= 0 ? this.#deltas.bytesFrom(next) : Infinity;
  }

  /** Takes the next frame of the recorder. `message` is its whole message, of which a copy is kept. */
  store(frame: DataFrame, message: Uint8Array): Stored {
    if (frame.epoch < this.#epoch) return 'known';
    if (frame.epoch > this.#epoch) {
      if (frame.kind !== 'keyframe' || frame.part !== 0 || frame.seq !== 0) return 'malformed';
      this.#begin(frame.epoch);
    }
    return frame.kind === 'keyframe' ? this.#storePart(frame, message) : this.#storeDelta(frame, message);
  }

  /** The recorder's connection is lost: the rest of a keyframe won't come. */
  forgetIncomplete(): void {
    this.#bytes -= this.#coming?.bytes ?? 0;
    this.#coming = null;
  }

  #begin(epoch: number): void {
    this.#epoch = epoch;
    this.#seq = 0;
    this.#keyframe = null;
    this.#coming = null;
    this.#deltas = new DeltaLog();
    this.#bytes = 0;
  }

  get #first(): number {
    return this.#seq - this.#deltas.length + 1;
  }

  #storeDelta({ seq }: DataFrame, message: Uint8Array): Stored {
    if (seq <= this.#seq) return 'known';
    if (seq !== this.#seq + 1) return 'malformed';
    this.#seq = seq;
    this.#bytes += message.length + OVERHEAD;
    this.#deltas.push(message);
    this.#trim();
    return 'stored';
  }

  #storePart({ seq, part, more, payload }: DataFrame, message: Uint8Array): Stored {
    if (part === 0) {
      if (seq !== this.#seq) return 'malformed';
      this.forgetIncomplete();
      this.#coming = { seq, parts: [], bytes: 0, payload: 0 };
    }
    const coming = this.#coming;
    if (!coming || coming.seq !== seq || coming.parts.length !== part) return 'malformed';
    coming.parts.push(copyOf(message));
    coming.bytes += message.length;
    this.#bytes += message.length;
    coming.payload += payload.length;
    if (coming.payload > this.#limits.keyframeBytes) return 'too-large';
    if (!more) this.#complete({ epoch: this.#epoch, seq, parts: coming.parts });
    this.#trim();
    return more ? 'stored' : 'complete';
  }

  #complete(keyframe: Keyframe): void {
    this.#dropKeyframe();
    this.#coming = null;
    this.#keyframe = keyframe;
    while (this.#first <= keyframe.seq && this.#deltas.length > 0) this.#dropOldest();
  }

  /** Without room for all, the keyframe goes first: whoever is in step needs the deltas, and another one can be asked for. */
  #trim(): void {
    if (this.#bytes > this.#limits.ringBytes && (this.#coming || this.#deltas.length > 0)) this.#dropKeyframe();
    while (this.#bytes > this.#limits.ringBytes && this.#deltas.length > 0) this.#dropOldest();
  }

  #dropKeyframe(): void {
    for (const part of this.#keyframe?.parts ?? []) this.#bytes -= part.length;
    this.#keyframe = null;
  }

  #dropOldest(): void {
    const before = this.#deltas.byteLength;
    this.#deltas.shift();
    this.#bytes -= before - this.#deltas.byteLength + OVERHEAD;
  }
}

/** Of just these bytes: a message is a view of all that was read from the socket at once, which `slice` of a Buffer stays. */
const copyOf = (message: Uint8Array): Uint8Array => new Uint8Array(message);
