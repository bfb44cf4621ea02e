import { toJson } from '../../lib/json.js';
import type { Clock } from '../../lib/clock.js';
import type { Welcome } from '../wire/control.js';
import { deflate } from '../link/deflate.js';
import { writeFrame, type DataFrame } from '../wire/frame.js';
import { agreedLimits, outboxLimits, wireLimits, type WireLimits } from '../wire/limits.js';
import { Outbox, pace, type DeflatedBatch } from './outbox.js';
import type { PageEvent, RecorderFailure } from '../ports.js';

export interface ShareStreamPorts {
  readonly clock: Clock;
  /** The relay's clock, ms since 1970. */
  readonly relayNow: () => number;
  /** The socket's `bufferedAmount`, bytes; null while there is no connection. */
  readonly bufferedAmount: () => number | null;
  readonly send: (frame: Uint8Array<ArrayBuffer>) => void;
  /** Requests a keyframe; deltas are dropped until it is emitted. */
  readonly needKeyframe: () => void;
  /** `too-large`: a keyframe is above its limit. `broken`: nothing more is sent. */
  readonly onFailure: (failure: RecorderFailure, cause: unknown) => void;
}

/** How often a socket that did not drain is checked, ms. */
const DRAIN_POLL = 250;

/*
 *                                                  emit(delta) ┌─▶ batch, 50 or 250 ms ─▶ deflate ─▶ number ─▶ send
 *     no keyframe ──────emit(keyframe)──────▶ in step ─────────┤
 *      ▲   (deltas are dropped)                 │              └─▶ the socket does not drain, or a delta is too large
 *      └────beginAnew(): needKeyframe ◀─────────┴──────────────────────────┘
 *
 *     connected(welcome) ─▶ what the relay missed is sent again; where that is gone, beginAnew()
 *     close(), or an error while deflating ─▶ closed
 */

/** From the recording to the socket: collects events into batches, deflates them one after the other, numbers and sends. */
export class ShareStream {
  readonly #ports: ShareStreamPorts;
  readonly #outbox = new Outbox();
  #limits: WireLimits = wireLimits;
  #welcome: Welcome | null = null;
  #pending: PageEvent[] = [];
  #pendingSince = 0;
  #cancelBatch: (() => void) | null = null;
  /** Deltas are dropped until a keyframe is emitted. */
  #lacksKeyframe = true;
  /** The next keyframe begins a new epoch. */
  #newEpoch = true;
  /** Incremented when what is queued must not, or need not, be sent any more. */
  #generation = 0;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(ports: ShareStreamPorts) {
    this.#ports = ports;
  }

  /** A new connection: resends what the relay lacks, or begins a new epoch with a keyframe. */
  connected(welcome: Welcome): void {
    this.#limits = agreedLimits(welcome.limits);
    this.#welcome = welcome;
    this.#then(() => {
      const missed = this.#newEpoch ? null : this.#outbox.resume(welcome, this.#ports.clock.now());
      if (missed) this.#write(missed);
      else this.beginAnew();
    });
  }

  /** Drops what is queued and requests a keyframe, which begins a new epoch. */
  beginAnew(): void {
    this.#newEpoch = true;
    this.#discard();
    if (this.#ports.bufferedAmount() !== null) this.#ports.needKeyframe();
  }

  acknowledge(position: { readonly epoch: number; readonly seq: number }): void {
    this.#then(() => this.#outbox.acknowledge(position));
  }

  emit(events: readonly PageEvent[], keyframe: boolean): void {
    if (this.#closed) return;
    if (keyframe) {
      this.#flush();
      this.#lacksKeyframe = false;
      const begins = this.#newEpoch;
      this.#newEpoch = false;
      const time = this.#ports.relayNow();
      this.#send(events, time, (batch) => this.#keyframe(batch, begins));
    } else if (!this.#lacksKeyframe) {
      if (this.#pending.length === 0) this.#pendingSince = this.#ports.relayNow();
      this.#pending.push(...events);
      this.#batchSoon();
    }
  }

  close(): void {
    this.#closed = true;
    this.#discard();
  }

  #batchSoon(): void {
    this.#cancelBatch ??= this.#ports.clock.after(this.#pause(), () => {
      this.#cancelBatch = null;
      if (pace(this.#ports.bufferedAmount() ?? 0) === null) this.#waitUntilDrained();
      else this.#flush();
    });
  }

  #pause(): number {
    return pace(this.#ports.bufferedAmount() ?? 0) ?? outboxLimits.slowBatchMs;
  }

  /** A socket that does not drain: changes are dropped, and a keyframe makes up for them. */
  #waitUntilDrained(): void {
    // Whoever asks for a keyframe meanwhile must not get it as one of an epoch that lacks these changes.
    this.#newEpoch = true;
    this.#discard();
    this.#cancelBatch = this.#ports.clock.after(DRAIN_POLL, () => {
      this.#cancelBatch = null;
      const buffered = this.#ports.bufferedAmount();
      if (buffered === null) return this.beginAnew();
      if (buffered > outboxLimits.slowBytes) return this.#waitUntilDrained();
      this.beginAnew();
    });
  }

  #flush(): void {
    this.#cancelBatch?.();
    this.#cancelBatch = null;
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    const time = this.#pendingSince;
    this.#pending = [];
    this.#send(events, time, (batch) => this.#delta(batch));
  }

  #delta(batch: DeflatedBatch): DataFrame[] {
    const { deltaBytes, inflatedBytes } = this.#limits;
    if (batch.payload.length <= deltaBytes && batch.inflatedLength <= inflatedBytes)
      return [this.#outbox.delta(batch, this.#ports.clock.now())];
    this.beginAnew();
    return [];
  }

  #keyframe(batch: DeflatedBatch, begins: boolean): DataFrame[] {
    if (begins && this.#welcome) this.#outbox.begin(this.#welcome);
    try {
      return this.#outbox.keyframe(batch, this.#limits);
    } catch (thrown) {
      this.#ports.onFailure('too-large', thrown);
      return [];
    }
  }

  #send(events: readonly PageEvent[], time: number, number: (batch: DeflatedBatch) => DataFrame[]): void {
    const generation = this.#generation;
    this.#then(async () => {
      const json = new TextEncoder().encode(toJson(events));
      const batch = { payload: await deflate(json), inflatedLength: json.length, time };
      if (generation === this.#generation) this.#write(number(batch));
    });
  }

  #write(frames: readonly DataFrame[]): void {
    for (const frame of frames) this.#ports.send(writeFrame(frame));
  }

  #discard(): void {
    this.#generation += 1;
    this.#lacksKeyframe = true;
    this.#pending = [];
    this.#cancelBatch?.();
    this.#cancelBatch = null;
  }

  /** Runs tasks in sequence: frames are numbered in the order of the recording. */
  #then(task: () => void | Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : task()))
      .catch((cause: unknown) => {
        this.close();
        this.#ports.onFailure('broken', cause);
      });
  }
}
