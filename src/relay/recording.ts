import { closeCodes } from '../core/cobrowse/wire/control.js';
import { readFrame } from '../core/cobrowse/wire/frame.js';
import type { Bucket } from './bucket.js';
import type { Clock } from '../core/lib/clock.js';
import { KeyframeRequest } from './keyframe-request.js';
import type { RelayLimits } from './limits.js';
import type { Refusal } from './member.js';
import { Ring } from './ring.js';
import { ViewerStream, type ViewerSocket } from './viewer-stream.js';

/** What the recorder of the moment is told. */
export interface RecordingEvents {
  /** Every delta up to this one is here. */
  acknowledge(position: { readonly epoch: number; readonly seq: number }): void;
  askForKeyframe(): void;
}

/** The way of a room's data frames, from the recorder through the ring to each viewer. Never inflates what it carries. */
export class Recording {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #events: RecordingEvents;
  readonly #ring: Ring;
  readonly #keyframe: KeyframeRequest;
  readonly #streams = new Set<ViewerStream>();
  #cancelAck: (() => void) | null = null;
  #isLive = false;

  constructor(clock: Clock, limits: RelayLimits, events: RecordingEvents) {
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
    this.#ring = new Ring(limits);
    this.#keyframe = new KeyframeRequest(clock, limits, () => events.askForKeyframe());
  }

  /** The latest epoch, 0 without one, and its last delta. */
  get position(): { readonly epoch: number; readonly seq: number } {
    return { epoch: this.#ring.epoch, seq: this.#ring.seq };
  }

  /** A recorder is connected, and may be asked; not yet where it begins with a keyframe, as with each new lease. */
  go(begins: boolean): void {
    this.#isLive = true;
    if (begins) this.#keyframe.expect(() => this.#pump());
    this.#pump();
  }

  /** Its connection is gone: the rest of a keyframe won't come, and nobody is there to be asked. */
  pause(): void {
    this.#isLive = false;
    this.#ring.forgetIncomplete();
    this.#keyframe.settle();
  }

  close(): void {
    this.#cancelAck?.();
    this.#keyframe.settle();
  }

  /** A frame of the recorder that has this lease. Only its header is looked at. */
  receive(message: Uint8Array, lease: number): Refusal | null {
    const frame = readFrame(message, this.#limits);
    if (frame === 'malformed') return { code: closeCodes.malformed, reason: 'frame' };
    if (frame === 'too-large') return { code: closeCodes.size, reason: 'frame' };
    if (frame.lease !== lease) return { code: closeCodes.lease, reason: 'stale-lease' };
    const stored = this.#ring.store(frame, message);
    if (stored === 'malformed') return { code: closeCodes.malformed, reason: 'order' };
    if (stored === 'too-large') return { code: closeCodes.size, reason: 'keyframe' };
    if (stored === 'complete') this.#keyframe.settle();
    if (frame.kind === 'delta') this.#cancelAck ??= this.#clock.after(this.#limits.ackMs, () => this.#acknowledge());
    if (stored !== 'known') this.#pump(frame.kind === 'delta' ? message : undefined);
    return null;
  }

  /** Begins to serve a viewer, as soon as it asks. */
  show(socket: ViewerSocket, budget: Bucket, onBehind: () => void): ViewerStream {
    const stream = new ViewerStream(this.#clock, this.#ring, socket, budget, this.#limits, {
      needsKeyframe: () => {
        if (this.#isLive) this.#keyframe.need();
      },
      fellBehind: onBehind,
    });
    this.#streams.add(stream);
    return stream;
  }

  hide(stream: ViewerStream): void {
    stream.stop();
    this.#streams.delete(stream);
  }

  #pump(latest?: Uint8Array): void {
    for (const stream of this.#streams) stream.pump(latest);
  }

  #acknowledge(): void {
    this.#cancelAck = null;
    this.#events.acknowledge(this.position);
  }
}
