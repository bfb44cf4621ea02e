import { deadline, type Clock } from '../lib/clock.js';
import { isObject, text, type JsonObject } from '../platform/guards.js';
import { dispatch, isRedirect, retryAfter, type Fetch } from '../platform/request.js';
import { AgentError } from './agent-error.js';
import type { AgentOperation } from './agent-operations.js';
import type { AgentSession } from './agent-session.js';
import { readGuid } from './guid.js';

export interface TransportOptions {
  /** Up to and without `/agentgateway`, no slash at the end. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly credentials: RequestCredentials;
}

/** What came, read as far as it could be. */
export interface Answer {
  readonly status: number;
  readonly redirect: boolean;
  /** Parsed JSON; null where nothing came, undefined where what came is no JSON. */
  readonly body: unknown;
  /** Null where there was none that can be one. */
  readonly retcode: string | null;
  /** It brought a Guid, new or not. */
  readonly hasGuid: boolean;
  /** The request had left with a Guid that has been replaced since. */
  readonly stale: boolean;
  /** What the other side asked to wait, ms. */
  readonly retryAfter: number | undefined;
}

const REQUEST_TIMEOUT = 10_000;

/** Sends the requests of agents' sessions and keeps the sessions' Guids. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * One request; resolves with what `read` makes of the answer. An answer that comes after the time or after the session is
   * read all the same, Guid and body, though nobody waits for it any more.
   * @throws AgentError `unreachable`; what `read` throws; the session's end where that came first
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
      throw new AgentError('unreachable', operation.name, { meaning: 'no answer came in time' });
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
      const response = await dispatch(fetch, request, signal);
      const redirect = isRedirect(response) || response.redirected;
      const guid = redirect ? null : response.headers.get('set-guid');
      // Before the body, which may be cut off or never end.
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
      // What was thrown may quote the URL, and that the call data of a poll.
      throw new AgentError('unreachable', name);
    }
  }
}

/**
 * The JSON object of an answer that reports success.
 * @throws AgentError with the platform's code, `redirected`, `http-error`, `bad-response`
 */
export function succeeded({ name }: AgentOperation, { status, redirect, retcode, body }: Answer): JsonObject {
  if (redirect) throw new AgentError('redirected', name, { status });
  if (retcode !== null && retcode !== '0') throw new AgentError(retcode, name, { status });
  if (status < 200 || status > 299)
    throw new AgentError('http-error', name, { status, meaning: `the answer has HTTP status ${status}` });
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

/** A retcode gets into messages: nothing but the form of one does. */
function code(value: unknown): string | null {
  const retcode = text(value);
  return retcode !== null && /^[\w-]{1,16}$/.test(retcode) ? retcode : null;
}
