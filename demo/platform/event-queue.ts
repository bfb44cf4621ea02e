import type { Clock } from './clock.js';

/** Long polling: events wait for a poll, or a poll waits for an event. Each poll takes one, in their order. */
export class EventQueue<Event> {
  readonly #clock: Clock;
  readonly #events: Event[] = [];
  #held: ((event: Event | null) => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get empty(): boolean {
    return this.#events.length === 0;
  }

  get polled(): boolean {
    return this.#held !== null;
  }

  push(event: Event): void {
    this.#events.push(event);
    this.#deliver();
  }

  /** For an event that a poll took and that never arrived: it goes first again. */
  putBack(event: Event): void {
    this.#events.unshift(event);
    this.#deliver();
  }

  /**
   * The next event, or null after `hold` ms without one, or at once when a newer poll comes.
   * Rejects with the signal's reason when the request is given up; an event goes to the next poll then.
   */
  async poll(hold: number, signal: AbortSignal): Promise<Event | null> {
    signal.throwIfAborted();
    this.release();
    const next = this.#events.shift();
    if (next !== undefined) return next;
    return new Promise<Event | null>((resolve, reject) => {
      const release = () => {
        cancel();
        signal.removeEventListener('abort', abort);
        this.#held = null;
      };
      const answer = (event: Event | null) => {
        release();
        resolve(event);
      };
      const abort = () => {
        release();
        reject(signal.reason);
      };
      const cancel = this.#clock.after(hold, () => answer(null));
      signal.addEventListener('abort', abort, { once: true });
      this.#held = answer;
    });
  }

  /** Answers the poll that waits, with nothing. */
  release(): void {
    this.#held?.(null);
  }

  #deliver(): void {
    if (!this.#held) return;
    const next = this.#events.shift();
    if (next !== undefined) this.#held(next);
  }
}
