import { backoff } from '../lib/backoff.js';
import type { Clock } from '../lib/clock.js';
import { PlatformError } from './platform-error.js';
import { isObject, number } from './guards.js';

/** What the site's server hands out. Missing parts are not sent: a proxy adds them. Kept in memory only. */
export interface Credentials {
  readonly appKey?: string;
  readonly accessToken?: string;
  readonly messagingToken?: string;
  /** Seconds until they expire. */
  readonly expiresIn?: number;
}

/** For whom the credentials are. */
export interface CredentialsContext {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  /** BCP 47, from the page. */
  readonly locale: string;
}

export type CredentialsProvider = (context: CredentialsContext) => Promise<Credentials>;

/** Renewed when this share of their life is over. */
const RENEWAL_SHARE = 0.8;
/** Between the tries to renew credentials that are still good, ms. */
const RENEWAL = { base: 2_000, cap: 30_000 };

/** Asks for credentials once for all who wait, renews them before they expire and when they are refused. */
export class CredentialStore {
  readonly #provider: CredentialsProvider | null;
  readonly #context: CredentialsContext;
  readonly #clock: Clock;
  #current: Credentials | null;
  #renewAt = Infinity;
  #expiresAt = Infinity;
  /** Renewals that failed in a row. */
  #failures = 0;
  #pending: Promise<Credentials> | null = null;

  constructor(provider: CredentialsProvider | null, context: CredentialsContext, clock: Clock) {
    this.#provider = provider;
    this.#context = context;
    this.#clock = clock;
    this.#current = provider ? null : {};
  }

  /** What is at hand now, for requests that can't wait (a page that goes away). */
  get current(): Credentials | null {
    return this.#current;
  }

  /** Credentials good for a request now. @throws PlatformError `credentials` where there are none, or they have expired */
  async get(): Promise<Credentials> {
    const now = this.#clock.now();
    if (!this.#current || now >= this.#expiresAt) return this.#renew();
    // An early renewal is nobody's business yet: no request waits for it, and none fails with it.
    if (now >= this.#renewAt) this.#renew().catch(() => undefined);
    return this.#current;
  }

  /** After `refused` was answered with 401 or 403: newer ones, or null where there is nobody to ask. */
  async replace(refused: Credentials): Promise<Credentials | null> {
    if (!this.#provider) return null;
    return this.#current && this.#current !== refused ? this.#current : this.#renew();
  }

  /** The platform renewed the messaging token in passing (response header `ccmessaging-token`). */
  adopt(messagingToken: string): void {
    const token = header(unquoted(messagingToken));
    if (token !== null && this.#current && this.#current.messagingToken !== token)
      this.#current = { ...this.#current, messagingToken: token };
  }

  #renew(): Promise<Credentials> {
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
        return fresh;
      } catch (thrown) {
        this.#failures += 1;
        this.#renewAt = this.#clock.now() + backoff(this.#failures, RENEWAL);
        if (thrown instanceof PlatformError) throw thrown;
        // What a site's own function throws may quote a secret: it goes no further.
        throw new PlatformError('credentials', 'The credentials function failed.');
      } finally {
        this.#pending = null;
      }
    })();
    return this.#pending;
  }
}

/** Checks the form of what came; never says what was in it. @throws PlatformError `credentials` */
export function readCredentials(value: unknown): Credentials {
  if (!isObject(value)) throw new PlatformError('credentials', 'The credentials are no object.');
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
    throw new PlatformError('credentials', `"${name}" of the credentials can't stand in an HTTP header.`);
  return clean;
}

/** One documented sample wraps the token in a second pair of quotes. */
const unquoted = (value: string): string => value.trim().replace(/^"(.*)"$/, '$1');

const header = (value: string): string | null => (/^[\x20-\x7e]+$/.test(value) ? value : null);
