import type { Clock } from '../core/lib/clock.js';

/** Lets one value through per `ms`; of those that come in between, the latest, when its time has come. */
export class Latest<T> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #emit: (value: T) => void;
  #waiting: { value: T } | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, ms: number, emit: (value: T) => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#emit = emit;
  }

  put(value: T): void {
    if (this.#cancel) this.#waiting = { value };
    else this.#let(value);
  }

  stop(): void {
    this.#cancel?.();
    this.#waiting = null;
  }

  #let(value: T): void {
    this.#waiting = null;
    this.#cancel = this.#clock.after(this.#ms, () => {
      this.#cancel = null;
      if (this.#waiting) this.#let(this.#waiting.value);
    });
    this.#emit(value);
  }
}
