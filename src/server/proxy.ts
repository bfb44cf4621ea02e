import { readBody, Refused } from './answer.js';
import { identityOf } from './credentials.js';
import type { Visitor } from './gate.js';
import { bodyFor, operations, type Operation } from './operations.js';
import type { Identity, Platform, PlatformTokens } from './platform-tokens.js';

interface ProxyOptions {
  readonly platform: Platform;
  readonly tokens: PlatformTokens;
  readonly channels: readonly string[];
  /** In front of the platform's paths, e.g. `/cc`; what `base-url` of the elements names. */
  readonly prefix: string;
  readonly fetch: (request: Request) => Promise<Response>;
}

const MAX_BODY = 16_384;
/** A poll for events may be held for 60 s. */
const TIMEOUT = 75_000;
/** The platform's cookies stand in the browser under names of their own, apart from the site's. */
const COOKIE = 'cc-platform-';
const TOKEN = 'ccmessaging-token';

/** Hands on what the elements ask of the platform, adds the tokens, and lets none of them out. */
export function proxy({ platform, tokens, channels, prefix, fetch }: ProxyOptions) {
  return async (request: Request, visitor: Visitor): Promise<Response> => {
    const { pathname, searchParams, protocol } = new URL(request.url);
    const operation = operations.find(({ path }) => prefix + path === pathname);
    if (!operation) throw new Refused(404, 'The proxy does not hand this path on.');
    if (request.method !== operation.method) throw new Refused(405, 'Another method.', { allow: operation.method });
    const identity = identityOf(visitor, channels, null);
    const body = operation.method === 'POST' ? bodyFor(operation, identity, await readBody(request, MAX_BODY)) : null;
    for (const [name, value] of Object.entries(operation.query(identity))) searchParams.set(name, value);
    const query = operation.family === 'fabric' && operation.method === 'GET' ? `?${searchParams.toString()}` : '';
    const cookies = platformCookies(request.headers.get('cookie') ?? '');
    const ask = async (access: string, messaging: string): Promise<Response> => {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT)]);
      const headers = headersFor(operation, { appKey: tokens.appKey, access, messaging, cookies });
      return fetch(
        new Request(`${platform.baseUrl}${operation.path}${query}`, {
          ...{ method: operation.method, headers, redirect: 'manual', signal },
          ...(body === null ? {} : { body }),
        }),
      ).catch(() => {
        throw signal.aborted && !request.signal.aborted
          ? new Refused(504, 'The platform did not answer in time.')
          : new Refused(502, 'The platform could not be reached.');
      });
    };
    const messaging = await tokens.messaging(identity);
    const access = await tokens.access();
    let answer = await ask(access.value, messaging.value);
    if (answer.status === 401 || answer.status === 403) {
      await answer.body?.cancel();
      // applyToken itself finds out whether the access token is still good.
      const fresh = await tokens.messaging(identity, messaging.value);
      answer = await ask((await tokens.access()).value, fresh.value);
    }
    if (answer.status >= 300 && answer.status < 400) throw new Refused(502, 'The platform answered with a redirect.');
    keepRenewed(tokens, identity, answer);
    return handedBack(answer, prefix, protocol === 'https:');
  };
}

function headersFor(
  { family }: Operation,
  { appKey, access, messaging, cookies }: Record<'appKey' | 'access' | 'messaging' | 'cookies', string>,
): Record<string, string> {
  const type = { 'content-type': 'application/json; charset=UTF-8', accept: 'application/json' };
  return family === 'fabric'
    ? { ...type, 'x-app-key': appKey, authorization: `Bearer ${access}`, [TOKEN]: messaging }
    : { ...type, cookie: [`${TOKEN}=${messaging}`, cookies].filter((part) => part !== '').join('; ') };
}

/** Of the browser's cookies only those that the platform has set, under its own names. */
const platformCookies = (header: string): string =>
  header
    .split(/;\s*/)
    .filter((cookie) => cookie.startsWith(COOKIE))
    .map((cookie) => cookie.slice(COOKIE.length))
    .join('; ');

function keepRenewed(tokens: PlatformTokens, identity: Identity, { headers }: Response): void {
  const cookie = headers.getSetCookie().find((one) => one.startsWith(`${TOKEN}=`));
  const value = headers.get(TOKEN) ?? cookie?.slice(TOKEN.length + 1).split(';', 1)[0];
  if (value) tokens.renewed(identity, value);
}

/** The answer with the few headers that a page has use for. */
function handedBack({ status, headers, body }: Response, prefix: string, secure: boolean): Response {
  const given = new Headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  for (const name of ['content-type', 'retry-after']) {
    const value = headers.get(name);
    if (value !== null) given.set(name, value);
  }
  for (const cookie of headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';', 1);
    if (pair.startsWith(`${TOKEN}=`)) continue;
    const flags = `; Path=${prefix}/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
    given.append('set-cookie', `${COOKIE}${pair}${flags}`);
  }
  return new Response(body, { status, headers: given });
}
