import { backoff } from '../lib/backoff.js';
import { sleep, within, type Clock } from '../lib/clock.js';
import { asCallError } from './call-error.js';
import type { Log } from '../lib/log.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import type { PlatformClient } from '../platform/platform-client.js';
import { PlatformError } from '../platform/platform-error.js';
import type { MediaKind } from './call-state.js';

/*
 * Whether the platform has, or may have, a call to be dropped, and whether its events are polled:
 *
 *            create()            created, or response lost           events()
 *   nothing ─────────▶ creating ───────────────────────────▶ created ────────▶ polled
 *      ▲                  │ rejected with a cause               ▲ three failures │
 *      ├──────────────────┘                                     └───────────────┤
 *      └────────────── 168103, 168105, 168110: released by the platform ────────┘
 */
type Phase = 'nothing' | 'creating' | 'created' | 'polled';

/** Between two polls for events, ms. */
const POLL_PAUSE = 100;
/** Polling stops after this many failures in a row. */
const POLL_FAILURES = 3;
const POLL_BACKOFF = { base: 500, cap: 5_000 };
/** dropClickToCall is retried for this long, ms. */
const DROP_TIMEOUT = 10_000;

export interface PlatformSideOptions {
  readonly platform: PlatformClient;
  readonly clock: Clock;
  readonly log: Log;
  /** The call's lifetime. */
  readonly signal: AbortSignal;
}

/** The platform's half of a call: created once, polled for events, and dropped unless the platform released it. */
export class PlatformSide {
  readonly #options: PlatformSideOptions;
  #phase: Phase = 'nothing';
  #creation: Promise<void> = Promise.resolve();

  constructor(options: PlatformSideOptions) {
    this.#options = options;
  }

  /** A transfer would be noticed. */
  get polled(): boolean {
    return this.#phase === 'polled';
  }

  /** @throws PlatformError; the signal's reason where the call ended meanwhile (what was created is dropped) */
  create(media: MediaKind): Promise<void> {
    this.#creation = this.#create(media);
    return this.#creation;
  }

  /** Long-polls until the signal aborts. @throws CallError after three failures in a row; timeouts are not failures */
  async *events(): AsyncGenerator<ClickToCallEvent, void> {
    const { platform, clock, log, signal } = this.#options;
    this.#phase = 'polled';
    for (let failures = 0; !signal.aborted;) {
      let pause = POLL_PAUSE;
      try {
        const event = await platform.getClickToCallEvents(signal);
        failures = 0;
        if (event.type === 'released' || event.type === 'failed' || event.type === 'queueTimeout')
          this.#phase = 'nothing';
        yield event;
      } catch (thrown) {
        if (signal.aborted) return;
        const error = asCallError(thrown);
        if (!error.timedOut) {
          failures += 1;
          pause = backoff(failures, POLL_BACKOFF, error.retryAfter);
          log.debug('poll failed', { failures, code: error.code, status: error.status ?? null });
        }
        if (failures === POLL_FAILURES) {
          this.#phase = 'created';
          log.warn('polling stopped', { failures, code: error.code, status: error.status ?? null });
          throw error;
        }
      }
      await sleep(clock, pause, signal).catch(() => undefined);
    }
  }

  /** The page is being unloaded: a call under creation is dropped without waiting for the response. */
  leave(): void {
    if (this.#phase === 'creating') this.#phase = 'created';
  }

  /** To be called once the signal has aborted. Settles when the call is dropped, or the retries are over. */
  async end(): Promise<void> {
    await (this.#phase === 'creating' ? this.#creation : this.#drop());
  }

  /** A hang-up does not abort the request: only its response shows whether there is something to drop. */
  async #create(media: MediaKind): Promise<void> {
    const { platform, signal } = this.#options;
    this.#phase = 'creating';
    try {
      await platform.createClickToCall(media === 'video' ? '1' : '0');
      this.#phase = 'created';
    } catch (thrown) {
      // Rejected with a cause, nothing was created; where the response was lost, something may have been.
      const refused = thrown instanceof PlatformError && thrown.causeId !== undefined;
      this.#phase = refused ? 'nothing' : 'created';
      throw thrown;
    } finally {
      if (signal.aborted) await this.#drop();
    }
    signal.throwIfAborted();
  }

  async #drop(): Promise<void> {
    if (this.#phase === 'nothing') return;
    const { platform, clock } = this.#options;
    await within(clock, DROP_TIMEOUT, (signal) => platform.dropClickToCall({ signal, keepalive: true }));
  }
}
