import { json, type JsonObject } from './answers.js';
import type { Clock } from './clock.js';

/** What a REST operation does besides, or instead of, its work. Credentials are looked at before that. */
export type RestFault =
  /** `retryAfter`: the header as it stands, seconds or a date. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** Any text with HTTP 200, as HTML unless told otherwise. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  | { readonly kind: 'json'; readonly json: unknown }
  /** `followed`: the login page itself, as a `fetch` that follows redirects gives it. */
  | { readonly kind: 'redirect'; readonly location: string; readonly followed?: boolean }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Does its work, but answers only after this many ms. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Does its work, but these fields of the answer are others. */
  | { readonly kind: 'change'; readonly fields: JsonObject }
  /** Does its work; the next request gets the same answer again. */
  | { readonly kind: 'duplicate' }
  /** Does its work, but the answer is lost. */
  | { readonly kind: 'lost-answer' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'network' };

/** The operations, as families A and C spell them. */
const operations = [
  ...['getConnectionInfo', 'releaseConnection'],
  'tokenByAkSk',
  'applyToken',
  'send',
  'poll',
  'queryQueueInfo',
  'checkClickToCallSupport',
  'createClickToCall',
  'getClickToCallEvents',
  'dropClickToCall',
  ...['onlineagent', 'forcelogin', 'loginex', 'logout', 'forcelogout', 'updateGuid', 'agentevent', 'resetskill'],
  ...['agentstatus', 'syncagentinfo', 'saybusy', 'cancelbusy', 'sayfree', 'work', 'cancelwork', 'rest', 'cancelrest'],
  ...['autoenteridle', 'autoanswer', 'answer', 'release', 'hold', 'gethold', 'beginmute', 'endmute', 'transfer'],
  ...['setcalldataex', 'appdata', 'allcallid', 'holdlist', 'callinfo', 'callinfobycallid', 'callinfobeforeanswer'],
];
const webadapterNames: Readonly<Record<string, string>> = {
  sendMessageForWebChannel: 'send',
  getMessageForWebChannel: 'poll',
};

/** Faults waiting for their operation, whichever family asks for it; each happens once, `always` ones again and again. */
export class Faults {
  readonly #next = new Map<string, RestFault[]>();
  readonly #always = new Map<string, RestFault>();

  /** @throws RangeError for an operation that does not exist */
  next(operation: string, ...faults: RestFault[]): void {
    const name = known(operation);
    this.#next.set(name, [...(this.#next.get(name) ?? []), ...faults]);
  }

  /** null ends it. @throws RangeError for an operation that does not exist */
  always(operation: string, fault: RestFault | null): void {
    if (fault) this.#always.set(known(operation), fault);
    else this.#always.delete(known(operation));
  }

  /** Answers by the fault that is due, else by that of the `scenario`, else by `work`. */
  async meet(operation: string, { request, clock, work, scenario }: Exchange): Promise<Response> {
    const name = known(operation);
    const fault = this.#next.get(name)?.shift() ?? this.#always.get(name) ?? scenario?.[name];
    if (!fault) return work();
    if (fault.kind !== 'duplicate') return suffer(fault, request, work, clock);
    const response = await work();
    const again: RestFault = { kind: 'json', json: await response.clone().json() };
    this.#next.set(name, [again, ...(this.#next.get(name) ?? [])]);
    return response;
  }
}

export interface Exchange {
  readonly request: Request;
  readonly clock: Clock;
  /** What is done without a fault. */
  readonly work: () => Promise<Response>;
  readonly scenario?: Readonly<Record<string, RestFault>> | undefined;
}

function known(operation: string): string {
  const name = webadapterNames[operation] ?? operation;
  if (!operations.includes(name)) throw new RangeError(`There is no operation ${operation}.`);
  return name;
}

async function suffer(
  fault: Exclude<RestFault, { kind: 'duplicate' }>,
  request: Request,
  work: () => Promise<Response>,
  clock: Clock,
): Promise<Response> {
  switch (fault.kind) {
    case 'status': {
      const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return fault.status === 403 && fault.body === undefined
        ? json({ errorCode: '0', exceptionInfo: 'auth fail!' }, { status: 403, headers })
        : new Response(bodyless.includes(fault.status) ? null : (fault.body ?? '<html><body>error</body></html>'), {
            status: fault.status,
            headers,
          });
    }
    case 'body':
      return html(fault.body, fault.contentType);
    case 'json':
      return json(fault.json);
    case 'redirect': {
      if (!fault.followed) return new Response(null, { status: 302, headers: { location: fault.location } });
      return Object.defineProperty(html('<!doctype html><title>Log in</title>'), 'redirected', { value: true });
    }
    case 'silence':
      return paused(request, () => () => undefined);
    case 'slow': {
      const response = await work();
      await paused(request, (resolve) => clock.after(fault.ms, () => resolve(response)));
      return response;
    }
    case 'change': {
      const response = await work();
      const { status, headers } = response;
      const changed = { ...((await response.json()) as JsonObject), ...fault.fields };
      return json(changed, { status, headers: Object.fromEntries(headers) });
    }
    case 'lost-answer':
      await work();
      throw new TypeError('network error');
    case 'network':
      throw new TypeError('network error');
  }
}

/** These carry none. */
const bodyless: readonly number[] = [204, 205, 304];

const html = (body: string, contentType = 'text/html; charset=utf-8'): Response =>
  new Response(body, { headers: { 'content-type': contentType } });

/** Until `begin` resolves it; rejects with the signal's reason where the request is given up first. */
function paused(request: Request, begin: (resolve: (response: Response) => void) => () => void): Promise<Response> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = begin((response) => {
      signal.removeEventListener('abort', abort);
      resolve(response);
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
