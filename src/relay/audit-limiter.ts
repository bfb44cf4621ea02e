import type { Clock } from '../core/lib/clock.js';
import type { Audit } from './audit.js';
import { Bucket } from './bucket.js';

/** Lines per second on average, and at once. */
const PER_SECOND = 5;
const BURST = 50;
/** What was left out is told this long after the first of it, ms. */
const TELL_MS = 10_000;

/** Lets through what one source may write to the audit log; of the rest, a line with its count. */
export class AuditLimiter {
  readonly #clock: Clock;
  readonly #audit: Audit;
  readonly #rate: Bucket;
  #omitted = 0;
  #cancelTell: () => void = () => undefined;

  constructor(clock: Clock, audit: Audit) {
    this.#clock = clock;
    this.#audit = audit;
    this.#rate = new Bucket(PER_SECOND, BURST, clock.now());
  }

  readonly pass: Audit = (record) => {
    if (this.#rate.take(1, this.#clock.now())) return this.#audit(record);
    this.#omitted += 1;
    if (this.#omitted > 1) return;
    const { room } = record;
    this.#cancelTell = this.#clock.after(TELL_MS, () => this.flush(room));
  };

  /** Tells now what was left out. */
  flush(room?: string): void {
    this.#cancelTell();
    if (this.#omitted > 0)
      this.#audit({ act: 'omitted', ...(room === undefined ? {} : { room }), counts: { lines: this.#omitted } });
    this.#omitted = 0;
  }
}
