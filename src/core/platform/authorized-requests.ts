import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import { PlatformError } from './platform-error.js';
import type { CredentialStore, Credentials } from './credentials.js';
import type { Authorize, Operation } from './family.js';
import type { JsonObject } from './guards.js';
import { request, type Fetch } from './request.js';

export interface AuthorizedOptions {
  readonly baseUrl: string;
  readonly authorize: Authorize;
  readonly credentials: CredentialStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
  /** Milliseconds; 10 s unless told. */
  readonly timeout?: number;
  /** How often a request that was not answered may be repeated. */
  readonly retries?: number;
}

const REQUEST_TIMEOUT = 10_000;
const RETRY = { base: 250, cap: 5_000 };

/** Requests with the site's credentials: renewed once where they are refused, repeated where nobody answered. */
export class AuthorizedRequests {
  readonly #options: AuthorizedOptions;

  constructor(options: AuthorizedOptions) {
    this.#options = options;
  }

  /** Asks for credentials ahead of the first request, where they are needed soon. */
  prepare(): void {
    this.#options.credentials.get().catch(() => undefined);
  }

  /** Resolves with what `read` makes of the answer. @throws PlatformError */
  async ask<Result>(
    operation: Operation,
    options: AskOptions,
    read: (operation: Operation, answer: JsonObject) => Result,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return read(operation, await this.#authorized(operation, options));
      } catch (thrown) {
        const again = attempt <= (options.retries ?? 0) && isTransient(thrown);
        if (!again || !options.signal) throw thrown;
        await sleep(this.#options.clock, backoff(attempt, RETRY, thrown.retryAfter), options.signal);
      }
    }
  }

  /** With credentials, renewed once where they are refused. */
  async #authorized(operation: Operation, options: AskOptions): Promise<JsonObject> {
    const store = this.#options.credentials;
    const credentials = options.keepalive && store.current ? store.current : await store.get();
    try {
      return await this.#once(operation, credentials, options);
    } catch (thrown) {
      if (!(thrown instanceof PlatformError) || thrown.code !== 'credentials') throw thrown;
      const fresh = await store.replace(credentials);
      if (!fresh) throw thrown;
      return this.#once(operation, fresh, options);
    }
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

const isTransient = (thrown: unknown): thrown is PlatformError =>
  thrown instanceof PlatformError && thrown.code === 'platform-unreachable' && !thrown.timedOut;
