import type { Clock } from '../../src/core/lib/clock.js';

/**
 * Long polling: one event per poll, in order.
 *
 *     idle ⇄ queued     push without a poll; polls until there is no event left
 *     idle ⇄ held       a poll without an event; push, `hold` ms, the next poll or an abort ends it
 */
export class EventQueue<Event> {
  readonly #clock: Clock;
  readonly #events: Event[] = [];
  /** Answers the poll that is held. */
  #held: ((event: Event | null) => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get empty(): boolean {
    return this.#events.length === 0;
  }

  /** A poll is held. */
  get polled(): boolean {
    return this.#held !== null;
  }

  push(event: Event): void {
    this.#events.push(event);
    this.#deliver();
  }

  /** For an event that a poll took and that was not delivered: it is the next one again. */
  putBack(event: Event): void {
    this.#events.unshift(event);
    this.#deliver();
  }

  /**
   * The next event, or null after `hold` ms without one, or as soon as a newer poll comes. Rejects with the signal's
   * reason when the request is aborted; the event goes to the next poll then.
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

  /** Answers the poll that is held, with null. */
  release(): void {
    this.#held?.(null);
  }

  #deliver(): void {
    if (!this.#held) return;
    const next = this.#events.shift();
    if (next !== undefined) this.#held(next);
  }
}
