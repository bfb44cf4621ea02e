import type { Clock } from '../core/lib/clock.js';

export interface KeyframeRequestRules {
  readonly keyframeMs: number;
  readonly keyframeWaitMs: number;
}

/** Asks the recorder for a keyframe: once for all who need it, not too often, and again where none comes. */
export class KeyframeRequest {
  readonly #clock: Clock;
  readonly #rules: KeyframeRequestRules;
  readonly #ask: () => void;
  #askedAt = -Infinity;
  /** Set while a request is under way or will be. */
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, rules: KeyframeRequestRules, ask: () => void) {
    this.#clock = clock;
    this.#rules = rules;
    this.#ask = ask;
  }

  /** A recorder begins with a keyframe of its own: it is asked for one only where none has come by then. */
  expect(onLate: () => void): void {
    this.settle();
    this.#cancel = this.#clock.after(this.#rules.keyframeMs, () => {
      this.#cancel = null;
      onLate();
    });
  }

  need(): void {
    if (this.#cancel) return;
    const pause = this.#askedAt + this.#rules.keyframeMs - this.#clock.now();
    if (pause > 0) this.#cancel = this.#clock.after(pause, () => this.#askNow());
    else this.#askNow();
  }

  /** One is here, or nobody is there to be asked. */
  settle(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #askNow(): void {
    this.#askedAt = this.#clock.now();
    this.#cancel = this.#clock.after(this.#rules.keyframeWaitMs, () => this.#askNow());
    this.#ask();
  }
}
