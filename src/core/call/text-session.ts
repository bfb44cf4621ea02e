import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import type { PlatformClient } from '../platform/platform-client.js';

/** Between two polls for messages, ms; the platform releases a text session that nobody polls. */
const POLL_PAUSE = 2_000;
const POLL_BACKOFF = { base: 2_000, cap: 30_000 };

/** The chat that the platform needs around a call: opened before it, kept alive by polling, closed after it. */
export class TextSession {
  readonly #platform: PlatformClient;
  readonly #clock: Clock;
  #open = false;
  #callId: string | null = null;

  constructor(platform: PlatformClient, clock: Clock) {
    this.#platform = platform;
    this.#clock = clock;
  }

  /** The multimedia call id that a message brought. */
  get callId(): string | null {
    return this.#callId;
  }

  /** Settles when the platform took the connection; polls until `signal` aborts. */
  async open(signal: AbortSignal): Promise<void> {
    // An answer that got lost may have opened it all the same.
    this.#open = true;
    await this.#platform.send('CONNECT', { signal });
    void this.#keepAlive(signal);
  }

  /** The request has left when this returns. Idempotent. */
  async close(signal: AbortSignal): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#platform.send('DISCONNECT', { signal, keepalive: true });
  }

  async #keepAlive(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      let pause = POLL_PAUSE;
      try {
        this.#callId = (await this.#platform.pollMessages(signal)) ?? this.#callId;
        failures = 0;
      } catch {
        // The poll for call events decides whether the platform is still there; this one only keeps on trying.
        failures += 1;
        pause = backoff(failures, POLL_BACKOFF);
      }
      await sleep(this.#clock, pause, signal).catch(() => undefined);
    }
  }
}
