/** A token bucket: lets `perSecond` through on average, and `burst` at once. */
export class Bucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #level: number;
  #at: number;

  /** `now` in ms. */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#level = burst;
    this.#at = now;
  }

  /** False where it is too much; then nothing is taken. */
  take(amount: number, now: number): boolean {
    const level = Math.min(this.#burst, this.#level + (Math.max(0, now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    this.#level = level >= amount ? level - amount : level;
    return level >= amount;
  }
}
