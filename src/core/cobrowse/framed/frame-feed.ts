import type { PageEvent } from '../privacy/page-event.js';
import { framedEvents, isKeyframe, readFramed } from './framed-events.js';
import { FrameError, FramedNodes, type Blocks } from './framed-nodes.js';
import { framedLimits, type FramedLimits } from './messages.js';

/**
 * What one frame sends, held to its limits.
 *
 *     waiting ─keyframe─▶ in step ─delta─▶ in step
 *        ▲ (deltas are dropped)  │
 *        └───────await()─────────┘   the page began anew, or the frame has added too much
 */
export class FrameFeed {
  readonly #blocks: Blocks;
  readonly #limits: FramedLimits;
  readonly #messages: Allowance;
  readonly #chars: Allowance;
  readonly #keyframes: Allowance;
  /** null while it waits. */
  #nodes: FramedNodes | null = null;
  #asked = true;
  #life = 0;

  constructor(blocks: Blocks, limits: FramedLimits = framedLimits) {
    this.#blocks = blocks;
    this.#limits = limits;
    this.#messages = new Allowance(limits.burstMessages, limits.messagesPerSecond);
    this.#chars = new Allowance(limits.burstChars, limits.charsPerSecond);
    this.#keyframes = new Allowance(limits.burstKeyframes, limits.keyframesPerSecond);
  }

  /** Another number: what was taken before it is of no use any more. */
  get life(): number {
    return this.#life;
  }

  /** A keyframe is asked for, and nothing is of use before it. */
  await(): void {
    this.#nodes = null;
    this.#asked = true;
    this.#life += 1;
  }

  /**
   * Events of the page, for the frame in the element with number `frame`. `more`: ask for a keyframe of the frame, or,
   * where no number is left, of the page. `now` in ms, by any steady clock.
   * @throws FrameError, RangeError: the frame is to lose its picture
   */
  take(
    message: unknown,
    frame: number,
    now: number,
  ): { readonly events: readonly PageEvent[]; readonly keyframe: boolean; readonly more: 'frame' | 'page' | null } {
    if (typeof message !== 'string') throw new FrameError('No text.');
    const keyframe = isKeyframe(message);
    this.#pay(message.length, keyframe, now);
    const nodes = this.#nodes;
    if (!keyframe && !nodes) return { events: [], keyframe, more: null };
    const read = readFramed(message);
    if (!read) throw new FrameError('No events.');
    if (keyframe || !nodes) return this.#begin(read, frame);
    const events = framedEvents(read, frame, nodes);
    return { events, keyframe, more: nodes.count > 1.5 * this.#limits.nodes ? 'frame' : null };
  }

  #begin(read: readonly unknown[], frame: number) {
    const base = this.#blocks.take();
    if (base === null) return { events: [], keyframe: true, more: 'page' } as const;
    const nodes = new FramedNodes(base, 2 * this.#limits.nodes);
    const events = framedEvents(read, frame, nodes);
    if (nodes.count > this.#limits.nodes) throw new FrameError('Too many nodes.');
    this.#nodes = nodes;
    this.#life += 1;
    return { events, keyframe: true, more: null } as const;
  }

  #pay(length: number, keyframe: boolean, now: number): void {
    const { keyframeChars, deltaChars } = this.#limits;
    if (length > (keyframe ? keyframeChars : deltaChars)) throw new FrameError('Too long.');
    const free = keyframe && this.#asked;
    if (keyframe) this.#asked = false;
    const paid = keyframe ? free || this.#keyframes.take(1, now) : this.#chars.take(length, now);
    if (!paid || !this.#messages.take(1, now)) throw new FrameError('Too much at a time.');
  }
}

/** So much at once, and so much a second. */
class Allowance {
  readonly #most: number;
  readonly #perSecond: number;
  #left: number;
  #at: number | null = null;

  constructor(most: number, perSecond: number) {
    this.#most = most;
    this.#left = most;
    this.#perSecond = perSecond;
  }

  take(amount: number, now: number): boolean {
    const since = now - (this.#at ?? now);
    this.#at = now;
    this.#left = Math.min(this.#most, this.#left + (since * this.#perSecond) / 1_000);
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }
}
