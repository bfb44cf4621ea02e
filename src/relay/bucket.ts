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
    return this.wait(amount, now) === 0;
  }

  /** Takes it and returns 0, or takes nothing and returns how long to wait for it, in whole ms. Nothing costs more than a burst. */
  wait(amount: number, now: number): number {
    const level = Math.min(this.#burst, this.#level + (Math.max(0, now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    this.#level = level >= amount ? level - amount : level;
    const missing = Math.min(amount, this.#burst) - level;
    return level >= amount ? 0 : Math.max(1, Math.ceil((missing / this.#perSecond) * 1_000));
  }
}
