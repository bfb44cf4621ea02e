import { json, type JsonObject } from './answers.js';
import type { Clock } from '../../src/core/lib/clock.js';

/** A fault that is injected into a REST operation, after its credentials are checked. */
export type RestFault =
  /** `retryAfter`: value of the header, seconds or a date. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** HTTP 200 with this body, HTML by default. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  | { readonly kind: 'json'; readonly json: unknown }
  /** `followed`: the login page itself, as `fetch` returns it after following the redirect. */
  | { readonly kind: 'redirect'; readonly location: string; readonly followed?: boolean }
  /** No response, until the request is aborted. */
  | { readonly kind: 'silence' }
  /** The work is done; the response comes this many ms later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Held for this many ms, as a proxy does with a long poll that is not answered; then another fault. Nothing is done. */
  | { readonly kind: 'held'; readonly ms: number; readonly then: Exclude<RestFault, { kind: 'duplicate' }> }
  /** The work is done; these fields of the response are overwritten. */
  | { readonly kind: 'change'; readonly fields: JsonObject }
  /** The work is done; the next request gets the same response again. */
  | { readonly kind: 'duplicate' }
  /** The work is done; the response is lost (`fetch` rejects with a TypeError). */
  | { readonly kind: 'lost-answer' }
  /** The connection fails before anything is done (the same TypeError). */
  | { readonly kind: 'network' };

/** The operations, as API Fabric and CC-Gateway spell them. */
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
/** The web adapter's names, where they are others. */
const webadapterNames: Readonly<Record<string, string>> = {
  sendMessageForWebChannel: 'send',
  getMessageForWebChannel: 'poll',
};

/** Fault injection: the faults of each operation, whichever family requests it. */
export class Faults {
  readonly #next = new Map<string, RestFault[]>();
  readonly #always = new Map<string, RestFault>();

  /** For the next requests, one fault each. @throws RangeError for an operation that does not exist */
  next(operation: string, ...faults: RestFault[]): void {
    const name = known(operation);
    this.#next.set(name, [...(this.#next.get(name) ?? []), ...faults]);
  }

  /** For every request from now on; null ends it. @throws RangeError for an operation that does not exist */
  always(operation: string, fault: RestFault | null): void {
    if (fault) this.#always.set(known(operation), fault);
    else this.#always.delete(known(operation));
  }

  /** The response: by the fault that is due, else by that of the `scenario`, else by `work`. */
  async inject(operation: string, { request, clock, work, scenario }: Exchange): Promise<Response> {
    const name = known(operation);
    const fault = this.#next.get(name)?.shift() ?? this.#always.get(name) ?? scenario?.[name];
    if (!fault) return work();
    if (fault.kind !== 'duplicate') return apply(fault, request, work, clock);
    const response = await work();
    const again: RestFault = { kind: 'json', json: await response.clone().json() };
    this.#next.set(name, [again, ...(this.#next.get(name) ?? [])]);
    return response;
  }
}

export interface Exchange {
  readonly request: Request;
  readonly clock: Clock;
  /** The operation itself. */
  readonly work: () => Promise<Response>;
  readonly scenario?: Readonly<Record<string, RestFault>> | undefined;
}

function known(operation: string): string {
  const name = webadapterNames[operation] ?? operation;
  if (!operations.includes(name)) throw new RangeError(`There is no operation ${operation}.`);
  return name;
}

async function apply(
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
    case 'held':
      await paused(request, (resolve) => clock.after(fault.ms, () => resolve(new Response())));
      return apply(fault.then, request, work, clock);
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

/** Statuses whose responses have no body. */
const bodyless: readonly number[] = [204, 205, 304];

const html = (body: string, contentType = 'text/html; charset=utf-8'): Response =>
  new Response(body, { headers: { 'content-type': contentType } });

/** Until `begin` resolves it; rejects with the signal's reason where the request is aborted first. */
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
