import { AgentFloor, type AgentConfig } from './agents/agent-floor.js';
import { refused } from './agents/agent-answers.js';
import { agentRoutes } from './agents/agent-routes.js';
import { failure, notFound, Refusal, unauthorized, write, type Answer } from './answers.js';
import { systemClock, type Clock } from './clock.js';
import { fabricRoutes } from './fabric-routes.js';
import { Faults } from './faults.js';
import { Origins } from './origins.js';
import type { PlatformCall } from './platform-call.js';
import { cobrowseRoutes } from './cobrowse-routes.js';
import type { Gateways, Relay } from './ports.js';
import type { Admission, Reception, Route } from './route.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { TokenOffice, type Identity } from './token-office.js';
import { tokenRoutes } from './token-routes.js';
import { VisitorDesk } from './visitor-desk.js';
import { webadapterRoutes } from './webadapter-routes.js';

export interface ContactCenterOptions {
  readonly gateways: Gateways;
  /** Where pages are shared; without one, co-browsing is refused. */
  readonly relay?: Relay;
  readonly appKey: string;
  readonly appSecret: string;
  readonly clock?: Clock;
  /** Path in front of every interface, without a slash at its end. Default none. */
  readonly mount?: string;
  /** Milliseconds for which a poll for events is held; default 10 s. */
  readonly hold?: number;
  /** Milliseconds; default 60 s. */
  readonly sessionTimeout?: number;
  readonly requireTextSession?: boolean;
  readonly typeQuirks?: boolean;
  /** Factor on every time of the scenarios; default 1. */
  readonly pace?: number;
  readonly scenarios?: readonly Scenario[];
  /** Further sites whose pages may speak to the contact center. Default none but its own. */
  readonly origins?: readonly string[];
  /** Flags of the web adapter's cookie; default `; HttpOnly; SameSite=Lax`. */
  readonly cookieFlags?: string;
  /** Who may sign in as an agent. Default `demoAgents`. */
  readonly agents?: readonly AgentConfig[];
  /** An agent's Guid is replaced at the first poll after so many ms; default 60 s. */
  readonly guidInterval?: number;
  /** An agent's Guid is good for so many ms; default 120 s. */
  readonly guidTimeout?: number;
}

/** Nobody outside of this machine reaches the demo. */
const demoAgents: readonly AgentConfig[] = ['101', '102', '103'].map((agentId) => ({
  agentId,
  password: 'demo',
}));

/** A request as the contact center remembers it: no credential, no content. */
export interface RequestRecord {
  /** As the URL spells it; `unknown` where there is none like it. */
  readonly operation: string;
  readonly family: Route['family'] | null;
  readonly at: number;
  /** null where nobody looked at them. */
  readonly credentials: 'ok' | 'refused' | null;
  /** null while there is no answer. */
  readonly status: number | null;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A poll for events is held for this long, ms. */
const HOLD = 10_000;
/** So many requests and calls are remembered. */
const MEMORY = 10_000;

/** The embedded contact center's REST: both visitor families over one desk per visitor, and the agents'. For demo and tests. */
export class ContactCenter {
  readonly faults = new Faults();
  readonly tokens: TokenOffice;
  readonly agents: AgentFloor;
  /** Every request so far, oldest first. */
  readonly requests: RequestRecord[] = [];
  /** Every call so far, oldest first. */
  readonly calls: PlatformCall[] = [];
  readonly #options: ContactCenterOptions;
  readonly #clock: Clock;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #desks = new Map<string, VisitorDesk>();
  readonly #origins: Origins;
  readonly #routes: readonly Route[];

  constructor(options: ContactCenterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#scenarios = new Map((options.scenarios ?? scenarios).map((scenario) => [scenario.id, scenario]));
    this.tokens = new TokenOffice(options.appKey, options.appSecret, this.#clock);
    this.#origins = new Origins(options.origins ?? []);
    const { gateways, hold = HOLD, typeQuirks = false, agents = demoAgents } = options;
    this.agents = new AgentFloor({
      agents,
      gateways,
      clock: this.#clock,
      hold,
      guid: { interval: options.guidInterval ?? 60_000, timeout: options.guidTimeout ?? 120_000 },
      releaseAsObject: typeQuirks,
    });
    const reception = this.#reception();
    this.#routes = [
      ...tokenRoutes(reception),
      ...fabricRoutes(reception),
      ...webadapterRoutes(reception),
      ...agentRoutes(this.agents),
      ...cobrowseRoutes(reception, {
        relay: options.relay ?? null,
        visitorOf: (callId) =>
          [...this.#desks.values()].find((desk) => desk.callId === callId)?.identity.userId ?? null,
      }),
    ];
  }

  /** Agents held by calls that are not over. */
  get occupiedAgents(): number {
    return this.calls.filter((call) => !call.endedBy).length;
  }

  /** Text sessions that are open. */
  get textSessions(): number {
    return [...this.#desks.values()].filter((desk) => desk.inTextSession).length;
  }

  /** Visitors' polls for events that are held now. */
  get heldPolls(): number {
    return this.calls.filter((call) => call.polled).length;
  }

  /**
   * One HTTP exchange; usable as `fetch`. Rejects only where a fault breaks the connection (TypeError) or the request is
   * given up (its signal's reason).
   */
  async handle(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const preflight = this.#origins.preflight(request);
    if (preflight) return preflight;
    const { route, record } = this.#find(request);
    remember(this.requests, record);
    const response = await this.#serve(route, request, record);
    record.status = response.status;
    for (const [name, value] of Object.entries(this.#origins.headers(request))) response.headers.set(name, value);
    return response;
  }

  /** The cookie that the web adapter's own page would have set. `flags`, e.g. `; Secure; HttpOnly; SameSite=None`. */
  visitorCookie(identity: Identity, flags?: string): string {
    return this.#cookie(this.tokens.issueMessaging(identity), flags);
  }

  /** Ends every call and text session, signs every agent out; what is held is answered. */
  close(): void {
    for (const desk of this.#desks.values()) desk.close();
    this.agents.close();
  }

  #find(request: Request): { route: Route | Refusal; record: Mutable<RequestRecord> } {
    const { mount = '' } = this.#options;
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : '';
    const here = this.#routes.filter((route) => route.path.test(path));
    const route = here.find(({ method }) => method === request.method);
    const record: Mutable<RequestRecord> = {
      operation: here[0]?.operation ?? 'unknown',
      family: here[0]?.family ?? null,
      at: this.#clock.now(),
      credentials: null,
      status: null,
    };
    return { route: route ?? this.#nowhere(path, here.length > 0), record };
  }

  #nowhere(path: string, otherMethod: boolean): Refusal {
    if (path.startsWith('/agentgateway/')) return refused('000-002', otherMethod ? 405 : 404);
    return otherMethod ? wrongMethod() : notFound();
  }

  async #serve(route: Route | Refusal, request: Request, record: Mutable<RequestRecord>): Promise<Response> {
    if (route instanceof Refusal) return write(route.answer, false);
    try {
      const admission = route.admit(request);
      record.credentials = 'ok';
      return await this.#work(route.operation, admission, request, record);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const { status, body } = thrown.answer;
      if (status === 401 || status === 403 || ['000-003', '100-006'].includes(String(body['retcode'])))
        record.credentials = 'refused';
      return write(thrown.answer, this.#options.typeQuirks ?? false);
    }
  }

  async #work(
    operation: string,
    { desk, headers, work }: Admission,
    request: Request,
    record: Mutable<RequestRecord>,
  ): Promise<Response> {
    let given: Answer | null = null;
    const typeQuirks = desk?.typeQuirks ?? this.#options.typeQuirks ?? false;
    try {
      const response = await this.faults.meet(operation, {
        request,
        clock: this.#clock,
        scenario: desk?.scenario.faults,
        work: async () => {
          given = await work().catch(answerOf);
          if (given.status === 401) record.credentials = 'refused';
          return write({ ...given, headers: { ...given.headers, ...headers } }, typeQuirks);
        },
      });
      request.signal.throwIfAborted();
      return response;
    } catch (thrown) {
      if (request.signal.aborted) takeBack(given);
      throw thrown;
    }
  }

  #reception(): Reception {
    return {
      tokens: this.tokens,
      origins: this.#origins,
      now: () => this.#clock.now(),
      cookie: (token) => this.#cookie(token),
      hasChannel: (channelId) => this.#scenarios.has(channelId),
      welcome: (token) => {
        const holder = this.tokens.readMessaging(
          token,
          (identity) => this.#desks.get(key(identity))?.inSession ?? false,
        );
        if (!holder) throw unauthorized();
        return { desk: this.#desk(holder.identity), renewed: holder.renewed };
      },
    };
  }

  #cookie(token: string, flags = this.#options.cookieFlags ?? '; HttpOnly; SameSite=Lax'): string {
    return `ccmessaging-token=${token}; Path=/${flags}`;
  }

  #desk(identity: Identity): VisitorDesk {
    const known = this.#desks.get(key(identity));
    if (known) return known;
    const scenario = this.#scenarios.get(identity.channelId);
    if (!scenario) throw failure('1', 'unknown channel');
    const { gateways, hold = HOLD, sessionTimeout = 60_000, pace = 1 } = this.#options;
    const { requireTextSession = false, typeQuirks = false } = this.#options;
    const desk = new VisitorDesk(identity, scenario, {
      gateways,
      agents: this.agents,
      clock: this.#clock,
      pace,
      hold,
      sessionTimeout,
      requireTextSession,
      typeQuirks,
      onCall: (call) => remember(this.calls, call),
    });
    this.#desks.set(key(identity), desk);
    return desk;
  }
}

const key = ({ channelId, userId }: Identity): string => JSON.stringify([channelId, userId]);

const wrongMethod = (): Refusal =>
  new Refusal({ status: 405, body: { resultCode: '405', resultDesc: 'method not allowed' } });

function answerOf(thrown: unknown): Answer {
  if (thrown instanceof Refusal) return thrown.answer;
  throw thrown;
}

function takeBack(given: Answer | null): void {
  given?.undo?.();
}

function remember<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > MEMORY) list.shift();
}
