import { refused } from './agents/agent-answers.js';
import { notFound, Refusal, toResponse, type Answer } from './answers.js';
import type { Clock } from '../../src/core/lib/clock.js';
import type { Faults } from './faults.js';
import type { Admission, Route } from './route.js';

/** A request as it is remembered: no credential, no content. */
export interface RequestRecord {
  /** As the URL spells it; `unknown` where no route has that path. */
  readonly operation: string;
  readonly family: Route['family'] | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** null until they are checked, and for a request without a route. */
  readonly credentials: 'ok' | 'refused' | null;
  /** HTTP; null while there is no response. */
  readonly status: number | null;
}

export interface RouterOptions {
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly clock: Clock;
  /** Path in front of every route, without a slash at its end. */
  readonly mount: string;
  readonly typeQuirks: boolean;
  /** Before anything is done; the record is filled in as the request goes on. */
  onRequest(record: RequestRecord): void;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Codes of the agents' interface for a request without good credentials. */
const CREDENTIAL_CODES: readonly unknown[] = ['000-003', '100-006'];

/** Dispatches each request to its route: credentials first, then the fault that is due, or the work. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Rejects where a fault breaks the connection (TypeError), or with the reason of the request's signal. */
  async respond(request: Request): Promise<Response> {
    const { route, record } = this.#find(request);
    this.#options.onRequest(record);
    const response = await this.#serve(route, request, record);
    record.status = response.status;
    return response;
  }

  #find(request: Request): { route: Route | Refusal; record: Mutable<RequestRecord> } {
    const { routes, clock, mount } = this.#options;
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : '';
    const here = routes.filter((route) => route.path.test(path));
    const route = here.find(({ method }) => method === request.method);
    const record: Mutable<RequestRecord> = {
      operation: here[0]?.operation ?? 'unknown',
      family: here[0]?.family ?? null,
      at: clock.now(),
      credentials: null,
      status: null,
    };
    return { route: route ?? noRoute(path, here.length > 0), record };
  }

  async #serve(route: Route | Refusal, request: Request, record: Mutable<RequestRecord>): Promise<Response> {
    if (route instanceof Refusal) return toResponse(route.answer, false);
    try {
      const admission = route.admit(request);
      record.credentials = 'ok';
      return await this.#work(route.operation, admission, request, record);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const { status, body } = thrown.answer;
      if (status === 401 || status === 403 || CREDENTIAL_CODES.includes(body['retcode']))
        record.credentials = 'refused';
      return toResponse(thrown.answer, this.#options.typeQuirks);
    }
  }

  async #work(
    operation: string,
    { desk, headers, work }: Admission,
    request: Request,
    record: Mutable<RequestRecord>,
  ): Promise<Response> {
    const { faults, clock } = this.#options;
    const typeQuirks = desk?.typeQuirks ?? this.#options.typeQuirks;
    let answer: Answer | null = null;
    try {
      const response = await faults.inject(operation, {
        request,
        clock,
        scenario: desk?.scenario.faults,
        work: async () => {
          answer = await work().catch(answerOf);
          if (answer.status === 401) record.credentials = 'refused';
          return toResponse({ ...answer, headers: { ...answer.headers, ...headers } }, typeQuirks);
        },
      });
      request.signal.throwIfAborted();
      return response;
    } catch (thrown) {
      if (request.signal.aborted) rollBack(answer);
      throw thrown;
    }
  }
}

function noRoute(path: string, otherMethod: boolean): Refusal {
  if (path.startsWith('/agentgateway/')) return refused('000-002', otherMethod ? 405 : 404);
  return otherMethod ? methodNotAllowed() : notFound();
}

const methodNotAllowed = (): Refusal =>
  new Refusal({ status: 405, body: { resultCode: '405', resultDesc: 'method not allowed' } });

function answerOf(thrown: unknown): Answer {
  if (thrown instanceof Refusal) return thrown.answer;
  throw thrown;
}

/** A function, because TypeScript takes `answer` for null where a closure alone assigns it. */
function rollBack(answer: Answer | null): void {
  answer?.undo?.();
}
