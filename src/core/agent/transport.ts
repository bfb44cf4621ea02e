import { deadline, type Clock } from '../lib/clock.js';
import { isObject, text, type JsonObject } from '../platform/guards.js';
import { isRedirect, retryAfter, sendRequest, type Fetch } from '../platform/request.js';
import { AgentError } from './agent-error.js';
import type { AgentOperation } from './agent-operations.js';
import type { AgentSession } from './agent-session.js';
import { readGuid } from './guid.js';

export interface TransportOptions {
  /** Without `/agentgateway` and without a trailing slash. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly credentials: RequestCredentials;
}

/** A response, parsed as far as possible. */
export interface Answer {
  readonly status: number;
  readonly redirect: boolean;
  /** Parsed JSON; null where the body is empty, undefined where it is not JSON. */
  readonly body: unknown;
  /** Null where there is none, or none that looks like one. */
  readonly retcode: string | null;
  /** It has a `Set-GUID`, new or not. */
  readonly hasGuid: boolean;
  /** The Guid of the request has been replaced since it was sent. */
  readonly stale: boolean;
  /** `Retry-After`, ms. */
  readonly retryAfter: number | undefined;
}

/** ms */
const REQUEST_TIMEOUT = 10_000;

/** Sends the requests of a session, and keeps the session's Guid up to date. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * Sends one request and resolves with what `read` returns for its response. A response that comes after the timeout or after the
   * session's end is read all the same, Guid and body, though nobody awaits it any more.
   * @throws AgentError `unreachable` (timeout, network error); what `read` throws; the reason of the session's end where that
   *   came first
   */
  async exchange<Result>(
    session: AgentSession,
    operation: AgentOperation,
    read: (answer: Answer) => Result,
  ): Promise<Result> {
    session.signal.throwIfAborted();
    const watch = deadline(this.#options.clock, operation.timeout ?? REQUEST_TIMEOUT, session.signal);
    const over = new Promise<never>((_resolve, reject) => {
      watch.signal.addEventListener('abort', () => reject(watch.signal.reason), { once: true });
    });
    try {
      return await Promise.race([this.#answer(session, operation, watch.signal).then(read), over]);
    } catch (thrown) {
      session.signal.throwIfAborted();
      if (!watch.expired) throw thrown;
      throw new AgentError('unreachable', operation.name, { meaning: 'the request timed out' });
    } finally {
      watch.clear();
    }
  }

  async #answer(session: AgentSession, operation: AgentOperation, signal: AbortSignal): Promise<Answer> {
    const { baseUrl, fetch, clock, credentials } = this.#options;
    const sent = session.guid;
    const { name, method, path, body } = operation;
    const url = `${baseUrl}/agentgateway/resource${path}`;
    const headers: Record<string, string> = sent === null ? {} : { Guid: sent };
    const request = { method, url, headers, credentials, ...(body === undefined ? {} : { body }) };
    try {
      const response = await sendRequest(fetch, request, signal);
      const redirect = isRedirect(response) || response.redirected;
      const guid = redirect ? null : response.headers.get('set-guid');
      // Before the body is read, which may break off or never end.
      session.adopt(guid, sent, clock.now());
      const json = parse(await response.text());
      return {
        status: response.status,
        redirect,
        body: json,
        retcode: isObject(json) && !redirect ? code(json['retcode']) : null,
        hasGuid: readGuid(guid) !== null,
        stale: sent !== null && session.guid !== sent,
        ...{ retryAfter: undefined, ...retryAfter(response.headers, clock) },
      };
    } catch {
      // The error is dropped: it may quote the URL, and with it the call data of a poll.
      throw new AgentError('unreachable', name);
    }
  }
}

/**
 * The JSON body of a successful response.
 * @throws AgentError with the platform's code, `redirected`, `http-error`, `bad-response`
 */
export function succeeded({ name }: AgentOperation, { status, redirect, retcode, body }: Answer): JsonObject {
  if (redirect) throw new AgentError('redirected', name, { status });
  if (retcode !== null && retcode !== '0') throw new AgentError(retcode, name, { status });
  if (status < 200 || status > 299)
    throw new AgentError('http-error', name, { status, meaning: `the response has HTTP status ${status}` });
  if (retcode === null || !isObject(body)) throw new AgentError('bad-response', name, { status });
  return body;
}

function parse(body: string): unknown {
  try {
    return body.trim() === '' ? null : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A retcode ends up in messages: anything that does not look like one is dropped. */
function code(value: unknown): string | null {
  const retcode = text(value);
  return retcode !== null && /^[\w-]{1,16}$/.test(retcode) ? retcode : null;
}
