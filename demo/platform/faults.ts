import type { Clock } from './clock.js';
import { json } from './answers.js';

/** What a REST operation does instead of its work. */
export type RestFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Does its work, but answers only after this many ms. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Does its work, but the answer is lost. */
  | { readonly kind: 'lost-answer' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'network' };

/** Faults waiting for their operation; each happens once, `always` ones again and again. */
export class Faults {
  readonly #next = new Map<string, RestFault[]>();
  readonly #always = new Map<string, RestFault>();

  next(operation: string, ...faults: RestFault[]): void {
    this.#next.set(operation, [...(this.#next.get(operation) ?? []), ...faults]);
  }

  always(operation: string, fault: RestFault | null): void {
    if (fault) this.#always.set(operation, fault);
    else this.#always.delete(operation);
  }

  take(operation: string): RestFault | null {
    return this.#next.get(operation)?.shift() ?? this.#always.get(operation) ?? null;
  }
}

/** Answers by the fault; `work` is what would have been done without it. */
export async function suffer(
  fault: RestFault,
  request: Request,
  work: () => Promise<Response>,
  clock: Clock,
): Promise<Response> {
  switch (fault.kind) {
    case 'status': {
      const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return fault.status === 403
        ? json({ errorCode: '0', exceptionInfo: 'auth fail!' }, { status: 403, headers })
        : new Response('<html><body>error</body></html>', { status: fault.status, headers });
    }
    case 'body':
      return new Response(fault.body, { headers: { 'content-type': fault.contentType ?? 'text/html' } });
    case 'json':
      return json(fault.json);
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: fault.location } });
    case 'silence':
      return never(request);
    case 'slow': {
      const response = await work();
      await new Promise<void>((resolve) => clock.after(fault.ms, resolve));
      return response;
    }
    case 'lost-answer':
      await work();
      throw new TypeError('network error');
    case 'network':
      throw new TypeError('network error');
  }
}

function never(request: Request): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(new DOMException('aborted', 'AbortError'));
    if (request.signal.aborted) abort();
    request.signal.addEventListener('abort', abort, { once: true });
  });
}
