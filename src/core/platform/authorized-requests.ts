import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import { silent, type Log } from '../lib/log.js';
import { PlatformError } from './platform-error.js';
import type { CredentialStore } from './credential-store.js';
import type { Credentials } from './credentials.js';
import type { Authorize, Operation } from './family.js';
import type { JsonObject } from './guards.js';
import { request, type Fetch } from './request.js';

export interface AuthorizedOptions {
  readonly baseUrl: string;
  readonly authorize: Authorize;
  readonly credentials: CredentialStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Default: `silent`. */
  readonly log?: Log;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
  /** Of each attempt, ms. Default 10 s. */
  readonly timeout?: number;
  /** Retries after `platform-unreachable`, except after a timeout; only with a `signal`. Default 0. */
  readonly retries?: number;
}

type ReadAnswer<Result> = (operation: Operation, answer: JsonObject) => Result;

const REQUEST_TIMEOUT = 10_000;
const RETRY = { base: 250, cap: 5_000 };

/** Requests with the site's credentials: these are renewed once on 401 and 403, and requests retried with a backoff. */
export class AuthorizedRequests {
  readonly #options: AuthorizedOptions;

  constructor(options: AuthorizedOptions) {
    this.#options = options;
  }

  /** Fetches credentials ahead of the first request. Never rejects: that request reports what went wrong. */
  prepare(signal?: AbortSignal): void {
    this.#options.credentials.get(signal).catch(() => undefined);
  }

  /**
   * Resolves with what `read` returns for the response. `make` is called when the credentials are there, which may name
   * the visitor. @throws PlatformError; what `read` throws
   */
  async ask<Result>(make: () => Operation, options: AskOptions, read: ReadAnswer<Result>): Promise<Result> {
    const { clock, log = silent } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#authorized(make, options, read);
      } catch (thrown) {
        const again = attempt <= (options.retries ?? 0) && mayBeRepeated(thrown);
        if (!again || !options.signal) throw thrown;
        log.debug('request repeated', { operation: make().name, attempt, status: thrown.status ?? null });
        await sleep(clock, backoff(attempt, RETRY, thrown.retryAfter), options.signal);
      }
    }
  }

  /** One attempt, and a second one with renewed credentials where the first got 401 or 403. */
  async #authorized<Result>(make: () => Operation, options: AskOptions, read: ReadAnswer<Result>): Promise<Result> {
    const store = this.#options.credentials;
    const credentials = options.keepalive && store.current ? store.current : await store.get(options.signal);
    const operation = make();
    let answer: JsonObject;
    try {
      answer = await this.#once(operation, credentials, options);
    } catch (thrown) {
      if (!(thrown instanceof PlatformError) || thrown.code !== 'credentials') throw thrown;
      const fresh = await store.replace(credentials, options.signal);
      if (!fresh) throw thrown;
      answer = await this.#once(operation, fresh, options);
    }
    return read(operation, answer);
  }

  async #once({ name, method, path, body }: Operation, from: Credentials, options: AskOptions): Promise<JsonObject> {
    const { baseUrl, authorize, credentials, fetch, clock } = this.#options;
    const { signal, keepalive = false, timeout = REQUEST_TIMEOUT } = options;
    const answer = await request(
      name,
      {
        method,
        url: baseUrl.replace(/\/+$/, '') + path,
        ...authorize(from),
        keepalive,
        ...(body === undefined ? {} : { body }),
      },
      { fetch, clock, timeout, ...(signal === undefined ? {} : { signal }) },
    );
    const renewed = answer.headers.get('ccmessaging-token');
    if (renewed !== null) credentials.adopt(renewed);
    return answer.json;
  }
}

const mayBeRepeated = (thrown: unknown): thrown is PlatformError =>
  thrown instanceof PlatformError && thrown.code === 'platform-unreachable' && !thrown.timedOut;
