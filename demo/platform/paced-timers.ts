import type { Clock } from '../../src/core/lib/clock.js';

/** Timers of one call: every delay is multiplied by the pace, and all are cancelled at once. */
export class PacedTimers {
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #pending = new Set<() => void>();

  constructor(clock: Clock, pace: number) {
    this.#clock = clock;
    this.#pace = pace;
  }

  after(ms: number, callback: () => void): void {
    const cancel = this.#clock.after(ms * this.#pace, () => {
      this.#pending.delete(cancel);
      callback();
    });
    this.#pending.add(cancel);
  }

  cancelAll(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }
}
