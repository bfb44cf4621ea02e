import { createSiteServer, type SiteServer } from '../src/server.js';
import { json } from './platform/answers.js';
import type { ContactCenter } from './platform/contact-center.js';

export interface DemoSiteOptions {
  readonly center: ContactCenter;
  readonly appKey: string;
  readonly appSecret: string;
  readonly relaySecret: string;
  readonly origins: readonly string[];
  /** Ids of the channels that its pages may use. */
  readonly channels: readonly string[];
}

const connectionInfo =
  /^\/(apiaccess\/api\/cobrowse|service-cloud\/rest\/webadapter\/v1\/connectionInfo)\/getConnectionInfo$/;
/** Sessions that are kept; the oldest goes first. */
const MAX_SESSIONS = 10_000;

/**
 * The shop's own server, made of `cc-widgets/server`. A visitor is who the shop's cookie says, an agent who signed in at
 * the contact center: it is their cookies that tell who may record a room and who may watch it.
 */
export class DemoSite {
  readonly #options: DemoSiteOptions;
  readonly #server: SiteServer;
  /** User id of the visitor, or id of the agent, by the value of the cookie. */
  readonly #sessions = { shop: new Map<string, string>(), desk: new Map<string, string>() };

  constructor(options: DemoSiteOptions) {
    const { center, appKey, appSecret, relaySecret, origins, channels } = options;
    this.#options = options;
    this.#server = createSiteServer({
      platform: { baseUrl: 'http://127.0.0.1', appKey, appSecret },
      fetch: (request) => center.handle(request),
      origins,
      channels,
      session: (request) => {
        const userId = this.#who(request, 'shop');
        return userId === null ? null : { sessionId: userId, userId, userName: 'Visitor' };
      },
      cobrowse: {
        relayUrl: (request) => `ws://${new URL(request.url).host}/cobrowse`,
        secret: relaySecret,
        grant: (request, { role, roomId }) => {
          const visitor = center.visitorOf(roomId);
          if (visitor === null) return null;
          if (role === 'recorder')
            return this.#who(request, 'shop') === visitor ? { user: { id: visitor, name: 'Visitor' } } : null;
          const agent = this.#who(request, 'desk');
          const onDuty = agent !== null && center.agents.signedIn.includes(agent);
          return onDuty ? { user: { id: agent, name: `Agent ${agent}` } } : null;
        },
      },
    });
  }

  /** null for what is not the site's. */
  async answer(request: Request): Promise<Response | null> {
    const { pathname } = new URL(request.url);
    if (pathname === '/credentials') return this.#server.credentials(request);
    if (pathname === '/desk/credentials') return this.#deskCredentials(request);
    return connectionInfo.test(pathname) ? this.#server.connectionInfo(request) : null;
  }

  /** What a page's response sets, where its visitor has no session yet. */
  cookieFor(request: Request): Readonly<Record<string, string>> {
    if (this.#who(request, 'shop') !== null) return {};
    return { 'set-cookie': this.#start('shop', crypto.randomUUID().replaceAll('-', '').slice(0, 24)) };
  }

  /** The desk of an agent who is signed in, known by the Guid, gets a cookie with which it may watch. No token leaves. */
  async #deskCredentials(request: Request): Promise<Response> {
    const origin = request.headers.get('origin') ?? '';
    if (request.method !== 'POST' || !this.#options.origins.includes(origin)) return json({}, { status: 403 });
    const { userId } = (await request.json().catch(() => ({}))) as Record<string, unknown>;
    const signedIn =
      typeof userId === 'string' && this.#options.center.agents.isSignedIn(userId, request.headers.get('guid'));
    if (!signedIn) return json({}, { status: 401 });
    return json({ userId }, { headers: { 'set-cookie': this.#start('desk', userId) } });
  }

  #start(kind: 'shop' | 'desk', id: string): string {
    const value = crypto.randomUUID();
    const sessions = this.#sessions[kind];
    sessions.set(value, id);
    const [oldest] = sessions.keys();
    if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest);
    return `${kind}=${value}; Path=/; HttpOnly; SameSite=Strict`;
  }

  #who({ headers }: Request, kind: 'shop' | 'desk'): string | null {
    const value = new RegExp(`(?:^|;\\s*)${kind}=([\\w-]+)`).exec(headers.get('cookie') ?? '')?.[1];
    return value === undefined ? null : (this.#sessions[kind].get(value) ?? null);
  }
}
