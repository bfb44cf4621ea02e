import { backoff } from '../lib/backoff.js';
import { atMost, deadline, orAborted, sleep, type Clock } from '../lib/clock.js';
import { silent, type Log } from '../lib/log.js';
import {
  CredentialsUrlError,
  header,
  readCredentials,
  unquoted,
  type Credentials,
  type CredentialsContext,
  type CredentialsProvider,
  type IceServer,
} from './credentials.js';
import { isTransient, PlatformError } from './platform-error.js';

/** Renewed after this share of their lifetime. */
const RENEWAL_SHARE = 0.8;
/** Between the tries to renew credentials that are still good, ms. */
const RENEWAL = { base: 2_000, cap: 30_000 };
/** Where a request waits for credentials: between two tries, and in all, ms. */
const PATIENCE = { base: 500, cap: 5_000, all: 30_000 };
/** A function is asked this often: it may try again by itself. */
const FUNCTION_TRIES = 3;
/** Of each try, ms. */
const TRY_TIMEOUT = 10_000;
/** Fresh ICE servers are waited for this long, ms. */
const ICE_WAIT = 2_000;

/*
 *              get()              provider resolved       80 % of expiresIn
 *   empty ────────────▶ fetching ───────────────────▶ fresh ──────────────▶ stale
 *                         ▲  ▲   401 or 403: replace()  │                     │
 *                         │  └──────────────────────────┘                     │
 *                         └────────────── get(), replace() ───────────────────┘
 *
 * Where the provider failed for good, the store is what it was before, and the next request asks again. Requests that
 * come while it is fetching share its promise. Credentials that are still good are renewed without anybody waiting: no
 * failure of that is anybody's. Without a provider it is always fresh, and empty-handed: a proxy adds what is needed.
 */

/** Why credentials are fetched. */
type Reason = 'first' | 'expiring' | 'expired' | 'refused';

/** Fetches credentials once for all requests that wait for them, before they expire, and after a 401 or 403. */
export class CredentialStore {
  readonly #provider: CredentialsProvider | null;
  readonly #context: CredentialsContext;
  readonly #clock: Clock;
  readonly #log: Log;
  #current: Credentials | null;
  #renewAt = Infinity;
  #expiresAt = Infinity;
  /** Renewals that failed in a row. */
  #failures = 0;
  #pending: Promise<Credentials> | null = null;
  /** Requests that wait for it. The last one that leaves takes the patience with it. */
  #waiting = 0;
  #patience = new AbortController();

  constructor(provider: CredentialsProvider | null, context: CredentialsContext, clock: Clock, log = silent) {
    this.#provider = provider;
    this.#context = context;
    this.#clock = clock;
    this.#log = log;
    this.#current = provider ? null : {};
  }

  /** What is in memory now, fresh or not, for requests that can't wait (the page is being unloaded). */
  get current(): Credentials | null {
    return this.#current;
  }

  /** The visitor, as the credentials name them, else as the page does. */
  get visitor(): CredentialsContext {
    const { userId = this.#context.userId, userName = this.#context.userName } = this.#current ?? {};
    return { ...this.#context, userId, userName };
  }

  /**
   * Good credentials, fetched where necessary, with the patience of half a minute.
   * @throws PlatformError `credentials` where there are none, or they have expired; the signal's reason where it aborted
   */
  async get(signal?: AbortSignal): Promise<Credentials> {
    const now = this.#clock.now();
    if (!this.#current) return this.#awaited('first', signal);
    if (now >= this.#expiresAt) return this.#awaited('expired', signal);
    // An early renewal is nobody's business yet: no request waits for it, and none fails with it.
    if (now >= this.#renewAt) this.#renew('expiring').catch(() => undefined);
    return this.#current;
  }

  /**
   * After `refused` got a 401 or 403: newer ones, or null where there is no provider.
   * @throws PlatformError `credentials`; the signal's reason where it aborted
   */
  async replace(refused: Credentials, signal?: AbortSignal): Promise<Credentials | null> {
    if (!this.#provider) return null;
    return this.#current && this.#current !== refused ? this.#current : this.#awaited('refused', signal);
  }

  /** The ICE servers of the credentials, as fresh as they can be had within 2 s; null where they have none. Never rejects. */
  async iceServers(): Promise<readonly IceServer[] | null> {
    if (!this.#current || this.#clock.now() >= this.#renewAt)
      await atMost(this.#clock, ICE_WAIT, () => this.#renew(this.#current ? 'expiring' : 'first'), undefined);
    return this.#current?.iceServers ?? null;
  }

  /** Takes the messaging token that the platform renewed in a response header (`ccmessaging-token`). */
  adopt(messagingToken: string): void {
    const token = header(unquoted(messagingToken));
    if (token !== null && this.#current && this.#current.messagingToken !== token)
      this.#current = { ...this.#current, messagingToken: token };
  }

  async #awaited(why: Reason, signal?: AbortSignal): Promise<Credentials> {
    this.#waiting += 1;
    try {
      return await orAborted(this.#renew(why), signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#patience.abort();
        this.#patience = new AbortController();
      }
    }
  }

  #renew(why: Reason): Promise<Credentials> {
    const provider = this.#provider;
    if (!provider) return Promise.resolve(this.#current ?? {});
    this.#pending ??= this.#fetch(provider, why).finally(() => (this.#pending = null));
    return this.#pending;
  }

  async #fetch(provider: CredentialsProvider, why: Reason): Promise<Credentials> {
    const { signal } = this.#patience;
    try {
      return this.#take(readCredentials(await this.#askPatiently(provider, why, signal)), why);
    } catch (thrown) {
      this.#failures += 1;
      this.#renewAt = this.#clock.now() + backoff(this.#failures, RENEWAL);
      if (thrown instanceof PlatformError && !signal.aborted)
        this.#log.warn('credentials not renewed', { why, code: thrown.code, status: thrown.status ?? null });
      throw thrown;
    }
  }

  /** Again and again where somebody waits for the answer, and it may still come. */
  async #askPatiently(provider: CredentialsProvider, why: Reason, signal: AbortSignal): Promise<unknown> {
    const until = this.#clock.now() + (why === 'expiring' ? 0 : PATIENCE.all);
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#ask(provider, signal);
      } catch (thrown) {
        const tries = thrown instanceof CredentialsUrlError ? Infinity : FUNCTION_TRIES;
        if (!isTransient(thrown) || attempt >= tries || signal.aborted) throw thrown;
        const pause = backoff(attempt, PATIENCE, thrown.retryAfter);
        if (this.#clock.now() + pause >= until) throw thrown;
        this.#log.debug('credentials asked for again', { why, attempt, status: thrown.status ?? null });
        await sleep(this.#clock, pause, signal);
      }
  }

  async #ask(provider: CredentialsProvider, signal: AbortSignal): Promise<unknown> {
    const limit = deadline(this.#clock, TRY_TIMEOUT, signal);
    try {
      return await orAborted(provider(this.#context, limit.signal), limit.signal);
    } catch (thrown) {
      if (thrown instanceof CredentialsUrlError) throw thrown;
      throw new PlatformError(
        'credentials',
        `The credentials function ${limit.expired ? 'did not answer in time' : 'failed'}.`,
      );
    } finally {
      limit.clear();
    }
  }

  #take(fresh: Credentials, why: Reason): Credentials {
    const life = (fresh.expiresIn ?? Infinity) * 1000;
    this.#current = fresh;
    this.#renewAt = this.#clock.now() + life * RENEWAL_SHARE;
    this.#expiresAt = this.#clock.now() + life;
    this.#failures = 0;
    if (why === 'first') this.#log.debug('credentials');
    else this.#log.info('credentials renewed', { why });
    return fresh;
  }
}
