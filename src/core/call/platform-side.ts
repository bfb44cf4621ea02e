import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { retryPause, type Network } from '../lib/network.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import { persist } from '../platform/persist.js';
import type { PlatformClient } from '../platform/platform-client.js';
import { isTransient, PlatformError } from '../platform/platform-error.js';
import { HELD, isQuiet } from '../platform/quiet-poll.js';
import { asCallError } from './call-error.js';
import type { MediaKind } from './call-state.js';

/*
 * Whether the platform has, or may have, a call to be dropped, and whether its events are polled:
 *
 *            create()            created, or response lost           events()
 *   nothing ─────────▶ creating ───────────────────────────▶ created ────────▶ polled
 *      ▲                  │ rejected with a cause               ▲  given up      │
 *      ├──────────────────┘                                     └───────────────┤
 *      └────────────── 168103, 168105, 168110: released by the platform ────────┘
 *
 * Polling is given up only while nobody is talking: after three refusals in a row, or after two minutes without a poll
 * that was held or answered. While people talk it goes on for as long as they do.
 */
type Phase = 'nothing' | 'creating' | 'created' | 'polled';

/** Between two polls for events, ms; the second one where a quiet answer came at once. */
const POLL_PAUSE = { usual: 100, quiet: 1_000 };
const POLL_FAILURES = 3;
/** Time without success, with the browser online, after which polling is given up, ms. */
const POLL_BUDGET = 120_000;
/** Until the next poll after a failure, ms; `Retry-After` takes precedence, up to `longest`. */
const POLL_BACKOFF = { base: 500, cap: 5_000, talking: 10_000, longest: 30_000 };
/** dropClickToCall is retried for this long, ms. */
const DROP_TIMEOUT = 60_000;

export interface PlatformSideOptions {
  readonly platform: PlatformClient;
  readonly clock: Clock;
  readonly network: Network;
  readonly log: Log;
  /** The call's lifetime. */
  readonly signal: AbortSignal;
  /** The visitor and an agent are talking, or about to again: nothing that the platform does may end that. */
  readonly talking: () => boolean;
  /** Events can't be polled now, or can again; called only on a change. */
  readonly onReachable: (reachable: boolean) => void;
}

/** The platform's half of a call: created once, polled for events, and dropped unless the platform released it. */
export class PlatformSide {
  readonly #options: PlatformSideOptions;
  #phase: Phase = 'nothing';
  #creation: Promise<void> = Promise.resolve();
  #reachable = true;
  /** Polls that failed in a row, and those of them that were refused. */
  #failures = 0;
  #refusals = 0;
  /** Since when polls have been failing, with the browser online; ms since the epoch. */
  #failingSince: number | null = null;
  /** Ends the poll under way. */
  #endPoll: () => void = () => undefined;

  constructor(options: PlatformSideOptions) {
    this.#options = options;
  }

  /** A transfer would be noticed. */
  get polled(): boolean {
    return this.#phase === 'polled';
  }

  /** Polled, and the last poll did not fail. */
  get healthy(): boolean {
    return this.polled && this.#failures === 0;
  }

  /** @throws PlatformError; the signal's reason where the call ended meanwhile (what was created is dropped) */
  create(media: MediaKind): Promise<void> {
    this.#creation = this.#create(media);
    return this.#creation;
  }

  /** Long-polls until the signal aborts. @throws CallError where polling is given up */
  async *events(): AsyncGenerator<ClickToCallEvent, void> {
    const { clock, network, signal } = this.#options;
    this.#phase = 'polled';
    const unsubscribe = network.subscribe((change) => {
      if (change === 'offline') this.#tell(false);
      // Nothing may ever come over the connection that the poll has.
      else if (change !== 'changed') this.#endPoll();
    });
    try {
      while (!signal.aborted) {
        const began = clock.now();
        let event: ClickToCallEvent | null;
        try {
          event = await this.#poll();
        } catch (thrown) {
          if (!signal.aborted) await retryPause(clock, network, this.#failed(thrown), signal);
          continue;
        }
        if (event) yield event;
        const atOnce = !event && clock.now() - began < HELD;
        await sleep(clock, atOnce ? POLL_PAUSE.quiet : POLL_PAUSE.usual, signal).catch(() => undefined);
      }
    } finally {
      unsubscribe();
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

  /** One poll; null where it was quiet, or asked in vain over a connection that is gone. */
  async #poll(): Promise<ClickToCallEvent | null> {
    const { platform, clock, network, signal } = this.#options;
    const began = clock.now();
    const ended = new AbortController();
    this.#endPoll = () => ended.abort();
    signal.addEventListener('abort', this.#endPoll, { once: true });
    const cancel = clock.after(HELD, () => network.online && this.#succeeded());
    try {
      const event = await platform.getClickToCallEvents(ended.signal);
      this.#succeeded();
      if (event.type === 'released' || event.type === 'failed' || event.type === 'queueTimeout')
        this.#phase = 'nothing';
      return event;
    } catch (thrown) {
      if (ended.signal.aborted) return null;
      if (!isQuiet(thrown, clock.now() - began, network.online)) throw thrown;
      this.#succeeded();
      return null;
    } finally {
      cancel();
      signal.removeEventListener('abort', this.#endPoll);
    }
  }

  #succeeded(): void {
    this.#failures = this.#refusals = 0;
    this.#failingSince = null;
    this.#tell(true);
  }

  /** The time until the next poll, ms. @throws CallError where there is none */
  #failed(thrown: unknown): number {
    const { clock, network, log, talking } = this.#options;
    const error = asCallError(thrown);
    this.#failures += 1;
    this.#refusals = isTransient(thrown) ? 0 : this.#refusals + 1;
    // Whoever is offline tries nothing: the time for trying begins when the network is back.
    this.#failingSince = network.online ? (this.#failingSince ?? clock.now()) : null;
    const failures = this.#failures;
    const details = { failures, code: error.code, status: error.status ?? null };
    log.debug('poll failed', details);
    if (failures > 1 || !network.online) this.#tell(false);
    const spent = this.#failingSince !== null && clock.now() - this.#failingSince >= POLL_BUDGET;
    if (!talking() && (this.#refusals >= POLL_FAILURES || (failures >= POLL_FAILURES && spent))) {
      this.#phase = 'created';
      log.warn('polling stopped', details);
      throw error;
    }
    if (error.retryAfter !== undefined) return Math.min(error.retryAfter, POLL_BACKOFF.longest);
    return backoff(failures, talking() ? { ...POLL_BACKOFF, cap: POLL_BACKOFF.talking } : POLL_BACKOFF);
  }

  #tell(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.#options.log.info('platform', { reachable });
    this.#options.onReachable(reachable);
  }

  async #drop(): Promise<void> {
    if (this.#phase === 'nothing') return;
    await persist(this.#options, DROP_TIMEOUT, (signal) =>
      this.#options.platform.dropClickToCall({ signal, keepalive: true, retries: 0 }),
    );
  }
}
