import type { Clock } from '../../src/core/lib/clock.js';

/** A clock that moves when told to. Timers fire in order; what they set off may settle before the next one. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that have not fired and were not cancelled. */
  get pending(): number {
    return this.#timers.length;
  }

  /** The machine sleeps: the wall clock goes on, and timers stand still. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything that is already decided happen: promises, and the macrotasks that Node's streams of a Response take. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    let turns = 8;
    // One promise for all turns: node:test follows every one that is made, and some tests settle fifty thousand times.
    const turn = () => {
      if (turns === 0) return resolve();
      turns -= 1;
      setImmediate(turn);
    };
    turn();
  });
}
