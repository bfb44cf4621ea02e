import { backoff } from '../lib/backoff.js';
import type { Clock } from '../lib/clock.js';
import { silent, type Log } from '../lib/log.js';
import { PlatformError } from './platform-error.js';
import { isObject, number } from './guards.js';

/** What the site's server issues. Parts that are missing are not sent: a proxy adds them. Kept in memory only. */
export interface Credentials {
  readonly appKey?: string;
  readonly accessToken?: string;
  readonly messagingToken?: string;
  /** Lifetime, seconds; without one they are renewed only when they are refused. */
  readonly expiresIn?: number;
}

/** The visitor that the credentials are for. */
export interface CredentialsContext {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  /** BCP 47, from the page. */
  readonly locale: string;
}

export type CredentialsProvider = (context: CredentialsContext) => Promise<Credentials>;

/** Renewed after this share of their lifetime. */
const RENEWAL_SHARE = 0.8;
/** Between the tries to renew credentials that are still good, ms. */
const RENEWAL = { base: 2_000, cap: 30_000 };

/*
 *              get()              provider resolved       80 % of expiresIn
 *   empty ────────────▶ fetching ───────────────────▶ fresh ──────────────▶ stale
 *                         ▲  ▲   401 or 403: replace()  │                     │
 *                         │  └──────────────────────────┘                     │
 *                         └────────────── get(), replace() ───────────────────┘
 *
 * Where the provider failed, the store is what it was before, and the next request asks again. Requests that come while
 * it is fetching share its promise. Without a provider it is always fresh, and empty-handed: a proxy adds what is needed.
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

  /** Fresh credentials, fetched where necessary. @throws PlatformError `credentials` where there are none, or they have expired */
  async get(): Promise<Credentials> {
    const now = this.#clock.now();
    if (!this.#current) return this.#renew('first');
    if (now >= this.#expiresAt) return this.#renew('expired');
    // An early renewal is nobody's business yet: no request waits for it, and none fails with it.
    if (now >= this.#renewAt) this.#renew('expiring').catch(() => undefined);
    return this.#current;
  }

  /** After `refused` got a 401 or 403: newer ones, or null where there is no provider. @throws PlatformError `credentials` */
  async replace(refused: Credentials): Promise<Credentials | null> {
    if (!this.#provider) return null;
    return this.#current && this.#current !== refused ? this.#current : this.#renew('refused');
  }

  /** Takes the messaging token that the platform renewed in a response header (`ccmessaging-token`). */
  adopt(messagingToken: string): void {
    const token = header(unquoted(messagingToken));
    if (token !== null && this.#current && this.#current.messagingToken !== token)
      this.#current = { ...this.#current, messagingToken: token };
  }

  #renew(why: Reason): Promise<Credentials> {
    const provider = this.#provider;
    if (!provider) return Promise.resolve(this.#current ?? {});
    this.#pending ??= (async () => {
      try {
        const fresh = readCredentials(await provider(this.#context));
        const life = (fresh.expiresIn ?? Infinity) * 1000;
        this.#current = fresh;
        this.#renewAt = this.#clock.now() + life * RENEWAL_SHARE;
        this.#expiresAt = this.#clock.now() + life;
        this.#failures = 0;
        if (why === 'first') this.#log.debug('credentials');
        else this.#log.info('credentials renewed', { why });
        return fresh;
      } catch (thrown) {
        this.#failures += 1;
        this.#renewAt = this.#clock.now() + backoff(this.#failures, RENEWAL);
        // What a site's own function throws may quote a secret: nothing of it is passed on.
        const error =
          thrown instanceof PlatformError
            ? thrown
            : new PlatformError('credentials', 'The credentials function failed.');
        this.#log.warn('credentials not renewed', { why, code: error.code, status: error.status ?? null });
        throw error;
      } finally {
        this.#pending = null;
      }
    })();
    return this.#pending;
  }
}

/** Validates what a provider returned; error messages never quote it. @throws PlatformError `credentials` */
export function readCredentials(value: unknown): Credentials {
  if (!isObject(value)) throw new PlatformError('credentials', 'The credentials are not an object.');
  const appKey = part(value, 'appKey');
  const accessToken = part(value, 'accessToken')?.replace(/^Bearer +/i, '');
  const messagingToken = part(value, 'messagingToken');
  const expiresIn = number(value['expiresIn']);
  return {
    ...(appKey === undefined ? {} : { appKey }),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(messagingToken === undefined ? {} : { messagingToken }),
    ...(expiresIn !== null && expiresIn > 0 ? { expiresIn } : {}),
  };
}

function part(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const raw = value[name];
  if (raw === undefined || raw === null || raw === '') return undefined;
  const clean = typeof raw === 'string' ? header(unquoted(raw)) : null;
  if (clean === null)
    throw new PlatformError(
      'credentials',
      `"${name}" of the credentials contains characters that an HTTP header can't.`,
    );
  return clean;
}

/** One documented sample has the token in a second pair of quotes. */
const unquoted = (value: string): string => value.trim().replace(/^"(.*)"$/, '$1');

const header = (value: string): string | null => (/^[\x20-\x7e]+$/.test(value) ? value : null);
