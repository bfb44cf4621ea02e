import { AgentFloor, type AgentConfig } from './agents/agent-floor.js';
import { agentRoutes } from './agents/agent-routes.js';
import { unauthorized } from './answers.js';
import { backgroundClock } from '../../src/core/lib/background-clock.js';
import type { Clock } from '../../src/core/lib/clock.js';
import { cobrowseRoutes } from './cobrowse-routes.js';
import { fabricRoutes } from './fabric-routes.js';
import { Faults } from './faults.js';
import { Origins } from './origins.js';
import type { PlatformCall } from './platform-call.js';
import type { Gateways, Relay } from './ports.js';
import type { RouteContext } from './route.js';
import { Router, type RequestRecord } from './router.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { tokenRoutes } from './token-routes.js';
import { TokenService, type Identity } from './token-service.js';
import { VisitorDesks } from './visitor-desks.js';
import { webadapterRoutes } from './webadapter-routes.js';

export interface ContactCenterOptions {
  readonly gateways: Gateways;
  /** Without one, co-browsing is refused. */
  readonly relay?: Relay;
  readonly appKey: string;
  readonly appSecret: string;
  readonly clock?: Clock;
  /** Path in front of every interface, without a slash at its end. Default none. */
  readonly mount?: string;
  /** A poll for events is held for this long, ms; default 10 s. */
  readonly hold?: number;
  /** A text session that is neither polled nor written to is released after this long, ms; default 60 s. */
  readonly sessionTimeout?: number;
  /** Calls are made only within a text session, and end with it. Default false. */
  readonly requireTextSession?: boolean;
  /** Answers in the types that other documents give the same fields. Default false. */
  readonly typeQuirks?: boolean;
  /** Factor on every time of the scenarios; default 1. */
  readonly pace?: number;
  readonly scenarios?: readonly Scenario[];
  /** Origins that may send requests with CORS. Default none. */
  readonly origins?: readonly string[];
  /** Flags of the web adapter's cookie; default `; HttpOnly; SameSite=Lax`. */
  readonly cookieFlags?: string;
  /** Who may sign in as an agent. Default: 101, 102 and 103, with the password `demo`. */
  readonly agents?: readonly AgentConfig[];
  /** An agent's Guid is replaced at the first poll after this long, ms; default 60 s. */
  readonly guidInterval?: number;
  /** An agent's Guid expires after this long, ms; default 120 s. */
  readonly guidTimeout?: number;
}

/** The demo listens on loopback alone, so the password may be known. */
const demoAgents: readonly AgentConfig[] = ['101', '102', '103'].map((agentId) => ({
  agentId,
  password: 'demo',
}));

/** Requests and calls that are remembered at most. */
const MAX_REMEMBERED = 10_000;

/**
 * The embedded contact center's REST, for demo and tests: API Fabric and web adapter for visitors, CC-Gateway for
 * agents, co-browsing for both.
 */
export class ContactCenter {
  readonly faults = new Faults();
  readonly tokens: TokenService;
  readonly agents: AgentFloor;
  /** Requests so far, oldest first. */
  readonly requests: RequestRecord[] = [];
  /** Calls so far, oldest first. */
  readonly calls: PlatformCall[] = [];
  readonly #origins: Origins;
  readonly #desks: VisitorDesks;
  readonly #router: Router;
  readonly #cookieFlags: string;

  constructor(options: ContactCenterOptions) {
    const { gateways, relay = null, clock = backgroundClock, mount = '', hold = 10_000, typeQuirks = false } = options;
    const { agents = demoAgents, guidInterval = 60_000, guidTimeout = 120_000 } = options;
    this.#cookieFlags = options.cookieFlags ?? '; HttpOnly; SameSite=Lax';
    this.tokens = new TokenService(options.appKey, options.appSecret, clock);
    this.agents = new AgentFloor({
      agents,
      gateways,
      clock,
      hold,
      guid: { interval: guidInterval, timeout: guidTimeout },
      releaseAsObject: typeQuirks,
    });
    this.#origins = new Origins(options.origins ?? []);
    this.#desks = new VisitorDesks(options.scenarios ?? scenarios, {
      gateways,
      agents: this.agents,
      clock,
      hold,
      typeQuirks,
      pace: options.pace ?? 1,
      sessionTimeout: options.sessionTimeout ?? 60_000,
      requireTextSession: options.requireTextSession ?? false,
      onCall: (call) => remember(this.calls, call),
    });
    const context = this.#routeContext(clock);
    this.#router = new Router({
      routes: [
        ...tokenRoutes(context),
        ...fabricRoutes(context),
        ...webadapterRoutes(context),
        ...agentRoutes(this.agents),
        ...cobrowseRoutes(context, { relay, visitorOf: (callId) => this.visitorOf(callId) }),
      ],
      faults: this.faults,
      clock,
      mount,
      typeQuirks,
      onRequest: (record) => remember(this.requests, record),
    });
  }

  /** Agents held by calls that are not over. */
  get occupiedAgents(): number {
    return this.calls.filter((call) => !call.over).length;
  }

  /** User id of the visitor whose multimedia call has this id; null where there is no such call. */
  visitorOf(callId: string): string | null {
    return this.#desks.visitorOf(callId);
  }

  /** Text sessions that are open. */
  get textSessions(): number {
    return this.#desks.textSessions;
  }

  /** Visitors' polls for events that are held now. */
  get heldPolls(): number {
    return this.calls.filter((call) => call.polled).length;
  }

  /**
   * One HTTP exchange; usable as `fetch`. Rejects where a fault breaks the connection (TypeError), or with the reason
   * of the request's signal.
   */
  async handle(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const preflight = this.#origins.preflight(request);
    if (preflight) return preflight;
    const response = await this.#router.respond(request);
    for (const [name, value] of Object.entries(this.#origins.headers(request))) response.headers.set(name, value);
    return response;
  }

  /** `Set-Cookie` as the web adapter's own page would get it. `flags`, e.g. `; Secure; HttpOnly; SameSite=None`. */
  visitorCookie(identity: Identity, flags?: string): string {
    return this.#cookie(this.tokens.issueMessaging(identity), flags);
  }

  /** Ends every call and text session, signs every agent out, and answers the polls that are held. */
  close(): void {
    this.#desks.close();
    this.agents.close();
  }

  #routeContext(clock: Clock): RouteContext {
    return {
      tokens: this.tokens,
      origins: this.#origins,
      now: () => clock.now(),
      cookie: (token) => this.#cookie(token),
      hasChannel: (channelId) => this.#desks.hasChannel(channelId),
      authenticate: (token) => {
        const holder = this.tokens.readMessaging(token, (identity) => this.#desks.inSession(identity));
        if (!holder) throw unauthorized();
        return { desk: this.#desks.desk(holder.identity), renewed: holder.renewed };
      },
    };
  }

  #cookie(token: string, flags = this.#cookieFlags): string {
    return `ccmessaging-token=${token}; Path=/${flags}`;
  }
}

function remember<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > MAX_REMEMBERED) list.shift();
}
