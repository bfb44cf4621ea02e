import { toJson } from '../lib/json.js';
import { deadline, type Clock } from '../lib/clock.js';
import { isOutage, PlatformError } from './platform-error.js';
import { isObject, number, type JsonObject } from './guards.js';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `include` sends the platform's cookie. */
  readonly credentials: RequestCredentials;
  readonly body?: JsonObject;
  /** `fetch`'s keepalive: the request outlives the page. For the requests that end a call. */
  readonly keepalive?: boolean;
}

export interface JsonResponse {
  readonly json: JsonObject;
  readonly headers: Headers;
}

/** Sends a request the way all of ours are sent: no cache, no referrer, no redirect followed. */
export function sendRequest(
  fetch: Fetch,
  { method, url, headers, credentials, body, keepalive = false }: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json; charset=UTF-8', ...headers },
    credentials,
    keepalive,
    redirect: 'manual',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
    ...(body === undefined ? {} : { body: toJson(body) }),
  });
}

/**
 * Sends one request and reads a JSON object. `who` names the operation in error messages, which contain nothing of the
 * URL's query, the headers or the body. `fetch` is called before this function first awaits, so that a request leaves
 * even while the page is being unloaded.
 * Redirects are not followed: they would carry the credentials elsewhere, and in practice lead to a login page.
 * @throws PlatformError `platform-unreachable` (network, timeout, 408, 429, 5xx), `credentials` (401, 403, redirect),
 *   `platform-refused` (other statuses), `bad-response` (no JSON object); the signal's reason where it aborted
 */
export async function request(
  who: string,
  what: HttpRequest,
  options: { readonly fetch: Fetch; readonly clock: Clock; readonly timeout: number; readonly signal?: AbortSignal },
): Promise<JsonResponse> {
  options.signal?.throwIfAborted();
  const watch = deadline(options.clock, options.timeout, options.signal);
  try {
    const response = await sendRequest(options.fetch, what, watch.signal);
    return await read(who, response, options.clock);
  } catch (thrown) {
    if (thrown instanceof PlatformError) throw thrown;
    if (watch.expired)
      throw new PlatformError('platform-unreachable', `${who} did not answer in time.`, { timedOut: true });
    options.signal?.throwIfAborted();
    throw new PlatformError('platform-unreachable', `${who} can't be reached (network, DNS, CORS or the page's CSP).`);
  } finally {
    watch.clear();
  }
}

async function read(who: string, response: Response, clock: Clock): Promise<JsonResponse> {
  const { status } = response;
  if (isRedirect(response))
    throw new PlatformError('credentials', `${who} redirected, as it does to a login page.`, { status });
  if (status === 401 || status === 403)
    throw new PlatformError('credentials', `${who} refused the credentials (HTTP ${status}).`, { status });
  if (isOutage(status))
    throw new PlatformError('platform-unreachable', `${who} is not available (HTTP ${status}).`, {
      status,
      ...retryAfter(response.headers, clock),
    });
  if (!response.ok)
    throw new PlatformError('platform-refused', `${who} refused the request (HTTP ${status}).`, { status });
  const json = parse(await response.text());
  if (json === null)
    throw response.redirected
      ? new PlatformError('credentials', `${who} redirected, as it does to a login page.`, { status })
      : new PlatformError('bad-response', `${who} answered something that is no JSON object.`, { status });
  return { json, headers: response.headers };
}

/** A 3xx response, or the opaque one of status 0 that browsers give for it. */
export const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

function parse(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body.replace(stringOrNumber, exact));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?/g;
/** An integer whose digits a number would not keep becomes a string of them: ids and access codes are such. */
const exact = (token: string): string => (/^-?(\d{16,}|0\d+)$/.test(token) ? `"${token}"` : token);

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3). */
export function retryAfter(headers: Headers, clock: Clock): { retryAfter?: number } {
  const value = headers.get('retry-after');
  if (value === null) return {};
  const wait = (number(value) ?? (Date.parse(value) - clock.now()) / 1000) * 1000;
  return Number.isFinite(wait) && wait >= 0 ? { retryAfter: wait } : {};
}
