import type { Clock } from '../core/lib/clock.js';

/** Calls back once when nothing has been active for `ms`. One timer, however much happens. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onIdle: () => void;
  #activeAt: number;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, ms: number, onIdle: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onIdle = onIdle;
    this.#activeAt = clock.now();
    this.#wait(ms);
  }

  active(): void {
    this.#activeAt = this.#clock.now();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      const left = this.#activeAt + this.#ms - this.#clock.now();
      if (left > 0) this.#wait(left);
      else this.#onIdle();
    });
  }
}
