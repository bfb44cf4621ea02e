import { backoff } from '../lib/backoff.js';
import { sleep, within, type Clock } from '../lib/clock.js';
import { asCallError } from './call-error.js';
import type { Log } from '../lib/log.js';
import type { ClickToCallEvent } from '../platform/click-to-call-event.js';
import type { PlatformClient } from '../platform/platform-client.js';
import { PlatformError } from '../platform/platform-error.js';
import type { MediaKind } from './call-state.js';

/*
 * What the platform may be holding for this call, and whether we hear of it:
 *
 *            create()             created, or nobody knows          events()
 *   nothing ─────────▶ creating ──────────────────────────▶ unheard ────────▶ heard
 *      ▲                  │ refused in so many words           ▲ three failures │
 *      ├──────────────────┘                                    └────────────────┤
 *      └──────────── 168103, 168105, 168110: the platform let it go ────────────┘
 */
type Hold = 'nothing' | 'creating' | 'unheard' | 'heard';

/** Between two polls for events, ms. */
const POLL_PAUSE = 100;
/** So many polls may fail in a row. */
const POLL_FAILURES = 3;
const POLL_BACKOFF = { base: 500, cap: 5_000 };
/** dropClickToCall is repeated for this long, ms. */
const FAREWELL = 10_000;

export interface PlatformSideOptions {
  readonly platform: PlatformClient;
  readonly clock: Clock;
  readonly log: Log;
  /** The call's lifetime. */
  readonly signal: AbortSignal;
}

/** The call as the platform sees it: created once, polled for events, and dropped whatever happened in between. */
export class PlatformSide {
  readonly #options: PlatformSideOptions;
  #hold: Hold = 'nothing';
  #creation: Promise<void> = Promise.resolve();

  constructor(options: PlatformSideOptions) {
    this.#options = options;
  }

  /** Events are polled: a transfer would be told. */
  get heard(): boolean {
    return this.#hold === 'heard';
  }

  /** @throws CallError; the signal's reason where the call ended meanwhile (what was created is dropped then) */
  create(media: MediaKind): Promise<void> {
    this.#creation = this.#create(media);
    return this.#creation;
  }

  /** Long-polls until the signal aborts. @throws CallError after three failures in a row; quiet polls are none */
  async *events(): AsyncGenerator<ClickToCallEvent, void> {
    const { platform, clock, log, signal } = this.#options;
    this.#hold = 'heard';
    for (let failures = 0; !signal.aborted;) {
      let pause = POLL_PAUSE;
      try {
        const event = await platform.getClickToCallEvents(signal);
        failures = 0;
        if (event.type === 'released' || event.type === 'failed' || event.type === 'queueTimeout')
          this.#hold = 'nothing';
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
          this.#hold = 'unheard';
          log.warn('polling stopped', { failures, code: error.code, status: error.status ?? null });
          throw error;
        }
      }
      await sleep(clock, pause, signal).catch(() => undefined);
    }
  }

  /** The page goes away: what is being created counts as held, and its answer is not waited for. */
  leave(): void {
    if (this.#hold === 'creating') this.#hold = 'unheard';
  }

  /** To be called when the signal has aborted. Settles when the platform holds nothing any more, or can't be told. */
  async end(): Promise<void> {
    await (this.#hold === 'creating' ? this.#creation : this.#drop());
  }

  /** Not cut short by a hang-up: only the answer tells whether there is something to drop. */
  async #create(media: MediaKind): Promise<void> {
    const { platform, signal } = this.#options;
    this.#hold = 'creating';
    try {
      await platform.createClickToCall(media === 'video' ? '1' : '0');
      this.#hold = 'unheard';
    } catch (thrown) {
      // Refused in so many words, nothing was created; an answer that got lost may have created it all the same.
      const refused = thrown instanceof PlatformError && thrown.causeId !== undefined;
      this.#hold = refused ? 'nothing' : 'unheard';
      throw thrown;
    } finally {
      if (signal.aborted) await this.#drop();
    }
    signal.throwIfAborted();
  }

  async #drop(): Promise<void> {
    if (this.#hold === 'nothing') return;
    const { platform, clock } = this.#options;
    await within(clock, FAREWELL, (signal) => platform.dropClickToCall({ signal, keepalive: true }));
  }
}
