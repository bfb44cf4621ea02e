import { atMost, type Clock } from '../lib/clock.js';
import { guarded } from '../lib/listeners.js';
import type { MediaStats } from './media-stats.js';
import type { Quality } from './quality.js';
import { nextWatch, unwatched, type WatchContext, type WatchState } from './next-watch.js';

/** Each is called when it begins to be true, and when it no longer is; `quality` after every sample. */
interface MediaWatchEvents {
  /** No packet for 3 s. */
  rtpStalled(): void;
  rtpFlows(): void;
  /** Packets arrive, and nothing is in them. */
  agentSilent(on: boolean): void;
  /** The visitor's own microphone delivers nothing at all. */
  microphoneSilent(on: boolean): void;
  quality(quality: Quality, stats: MediaStats): void;
}

export interface MediaWatchOptions {
  readonly clock: Clock;
  readonly stats: () => Promise<MediaStats | null>;
  readonly on: MediaWatchEvents;
  /** The page can be seen; where it can't, samples are soon taken less often. */
  readonly visible?: () => boolean;
  /** The visitor has silenced the microphone. */
  readonly muted?: () => boolean;
  /** The agent holds the call, or its sound is held back: silence and missing packets mean nothing. */
  readonly held?: () => boolean;
  /** ICE is connected, as far as the browser knows. */
  readonly connected?: () => boolean;
}

/** Between two samples while something changes, and while nothing does, ms. */
const LIVELY = 1_000;
const STEADY = 1_500;
/** A browser that does not answer within this time is asked again, ms. */
const LIMIT = 5_000;
/** Samples without a change before they are taken less often; where nobody looks, soon. */
const CALM_AFTER = 10;
const HIDDEN_CALM_AFTER = 2;

/*
 *   stopped ─start()─▶ waiting ⇄ sampling        one getStats at a time; `nextWatch` judges what it counted
 *      ▲                  └────────┴─stop()─┐
 *      └────────────────────────────────────┘
 */

/** Samples the counters of a leg's media, and says what is not well. Never throws. */
export class MediaWatch {
  readonly #options: MediaWatchOptions;
  #state: WatchState = unwatched;
  #cancel: () => void = () => undefined;
  /** Of each start; a sample that comes after `stop` belongs to none. */
  #run: object | null = null;

  constructor(options: MediaWatchOptions) {
    this.#options = options;
  }

  /** Idempotent. */
  start(): void {
    if (this.#run) return;
    this.#state = unwatched;
    const run = {};
    this.#run = run;
    this.#wait(run, LIVELY);
  }

  /** Nothing is called after it, not even that something is over. Idempotent. */
  stop(): void {
    this.#run = null;
    this.#cancel();
  }

  #wait(run: object, ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => void this.#sample(run));
  }

  async #sample(run: object): Promise<void> {
    const stats = await atMost(this.#options.clock, LIMIT, this.#options.stats, null);
    if (this.#run !== run) return;
    const before = this.#state;
    if (stats) {
      this.#state = nextWatch(before, stats, this.#context());
      this.#tell(before, this.#state, stats);
      // A listener may have stopped the watch.
      if (this.#run !== run) return;
    }
    const calmAfter = this.#options.visible?.() === false ? HIDDEN_CALM_AFTER : CALM_AFTER;
    this.#wait(run, Math.min(this.#state.calm >= calmAfter ? STEADY : LIVELY, this.#state.verdictIn));
  }

  #context(): WatchContext {
    const { muted, held, connected } = this.#options;
    return { muted: muted?.() ?? false, held: held?.() ?? false, connected: connected?.() ?? true };
  }

  #tell(before: WatchState, now: WatchState, stats: MediaStats): void {
    const { on } = this.#options;
    const { quality } = now;
    if (now.stalled !== before.stalled) guarded(() => (now.stalled ? on.rtpStalled() : on.rtpFlows()));
    if (now.agent.silent !== before.agent.silent) guarded(() => on.agentSilent(now.agent.silent));
    if (now.microphone.silent !== before.microphone.silent) guarded(() => on.microphoneSilent(now.microphone.silent));
    if (quality) guarded(() => on.quality(quality, stats));
  }
}
