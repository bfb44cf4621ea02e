import { systemClock, type Clock } from './clock.js';
import { forbidden, json, ok, refuse, unauthorized } from './answers.js';
import { Faults, suffer } from './faults.js';
import type { PlatformCall } from './platform-call.js';
import type { Gateways } from './ports.js';
import { scenarios, type Scenario } from './scenarios.js';
import { TokenOffice, type Identity } from './token-office.js';
import { VisitorDesk } from './visitor-desk.js';

export interface ContactCenterOptions {
  readonly gateways: Gateways;
  readonly appKey: string;
  readonly appSecret: string;
  readonly clock?: Clock;
  /** Path in front of every interface, without a slash at its end. Default none. */
  readonly mount?: string;
  /** Milliseconds; default 10 s. */
  readonly hold?: number;
  /** Milliseconds; default 60 s. */
  readonly sessionTimeout?: number;
  readonly requireTextSession?: boolean;
  readonly typeQuirks?: boolean;
  /** Factor on every time of the scenarios; default 1. */
  readonly pace?: number;
  readonly scenarios?: readonly Scenario[];
}

/** A request as the contact center remembers it: no credential, no content. */
export interface RequestRecord {
  readonly operation: string;
  readonly at: number;
}

type Work = (
  desk: VisitorDesk,
  body: Readonly<Record<string, unknown>>,
  request: Request,
) => Response | Promise<Response>;

const fabricOperations: Readonly<Record<string, Work>> = {
  'POST send': (desk, body) => {
    const complete = ['channel', 'controlType', 'from', 'mediaType', 'sourceType', 'to'].every(
      (key) => typeof body[key] === 'string',
    );
    return complete && body['channel'] === 'WEB' ? desk.send(body['controlType']) : refuse('1', 'parameter missing');
  },
  'GET poll': (desk, _body, { url }) =>
    new URL(url).searchParams.has('receiverId') ? desk.poll() : refuse('1', 'receiverId missing'),
  'GET checkClickToCallSupport': (desk, _body, { url }) =>
    onWeb(url) ? desk.checkSupport() : refuse('1', 'channel missing'),
  'POST createClickToCall': (desk, body) =>
    body['channel'] === 'WEB'
      ? desk.create(body['mediaAbility'], { 'resultDesc:': null })
      : refuse('1', 'channel missing'),
  'GET getClickToCallEvents': (desk, _body, { url, signal }) =>
    onWeb(url) ? desk.events(signal) : refuse('1', 'channel missing'),
  'POST dropClickToCall': (desk, body) => (body['channel'] === 'WEB' ? desk.drop('') : refuse('1', 'channel missing')),
  'POST queryQueueInfo': (desk, body) =>
    typeof body['userId'] === 'string' && typeof body['channelConfigId'] === 'string'
      ? desk.queueInfo()
      : refuse('1', 'bad parameter'),
};

const webadapterOperations: Readonly<Record<string, Work>> = {
  'POST sendMessageForWebChannel': (desk, body) => {
    const complete = ['controlType', 'mediaType', 'content', 'userAgent'].every((key) => typeof body[key] === 'string');
    return complete ? desk.send(body['controlType']) : refuse('1', 'parameter missing');
  },
  'GET getMessageForWebChannel': (desk) => desk.poll(),
  'GET checkClickToCallSupport': (desk) => desk.checkSupport(),
  'POST createClickToCall': (desk, body) => desk.create(body['mediaAbility'], { resultDesc: 'connect successfully.' }),
  'GET getClickToCallEvents': (desk, _body, { signal }) => desk.events(signal),
  'POST dropClickToCall': (desk) => desk.drop('disconnect successfully.'),
};

const onWeb = (url: string): boolean => new URL(url).searchParams.get('channel') === 'WEB';

/** The embedded contact center's REST: both visitor families over one desk per visitor. For demo and tests. */
export class ContactCenter {
  readonly faults = new Faults();
  readonly tokens: TokenOffice;
  /** Every request so far, oldest first. */
  readonly requests: RequestRecord[] = [];
  /** Every call so far, oldest first. */
  readonly calls: PlatformCall[] = [];
  readonly #options: ContactCenterOptions;
  readonly #clock: Clock;
  readonly #scenarios: readonly Scenario[];
  readonly #desks = new Map<string, VisitorDesk>();

  constructor(options: ContactCenterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#scenarios = options.scenarios ?? scenarios;
    this.tokens = new TokenOffice(options.appKey, options.appSecret, this.#clock);
  }

  /** Agents held by calls that are not over. */
  get occupiedAgents(): number {
    return this.calls.filter((call) => !call.endedBy).length;
  }

  /** Text sessions that are open. */
  get textSessions(): number {
    return [...this.#desks.values()].filter((desk) => desk.inTextSession).length;
  }

  /** One HTTP exchange; usable as `fetch`. Rejects only where a fault breaks the connection or the request is aborted. */
  async handle(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.slice((this.#options.mount ?? '').length);
    const [, family, name = ''] =
      /^\/(apiaccess\/ccmessaging|service-cloud\/rest\/webadapter\/v1\/webadapterfacade|apigovernance\/api\/oauth)\/(?:v1\/)?(\w+)$/.exec(
        path,
      ) ?? [];
    this.requests.push({ operation: name === '' ? path : name, at: this.#clock.now() });
    const work = () => this.#route(request, family ?? '', name);
    const fault = this.faults.take(name);
    return fault ? suffer(fault, request, work, this.#clock) : work();
  }

  /** The cookie that the web adapter's own page would have set. `flags`, e.g. `; Secure; SameSite=None`. */
  visitorCookie(identity: Identity, flags = '; HttpOnly; SameSite=Lax'): string {
    return `ccmessaging-token=${this.tokens.issueMessaging(identity)}; Path=/${flags}`;
  }

  close(): void {
    for (const desk of this.#desks.values()) desk.close();
  }

  async #route(request: Request, family: string, name: string): Promise<Response> {
    const operation = `${request.method} ${name}`;
    if (family === 'apigovernance/api/oauth') return this.#tokenByAkSk(request, name);
    if (family === 'apiaccess/ccmessaging') return this.#fabric(request, operation);
    const work = family === '' ? undefined : webadapterOperations[operation];
    if (!work) return json({ resultCode: '404', resultDesc: 'not found' }, { status: 404 });
    if (!sameOrigin(request)) return forbidden();
    const cookie = /(?:^|;\s*)ccmessaging-token=([^;\s]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    return this.#serve(request, cookie ?? request.headers.get('ccmessaging-token'), work);
  }

  async #fabric(request: Request, operation: string): Promise<Response> {
    const { headers } = request;
    const access = this.tokens.checkAccess(headers.get('authorization'), headers.get('x-app-key'));
    if (access !== 'ok') return access === 'missing' ? unauthorized() : forbidden();
    if (operation === 'POST applyToken') return this.#applyToken(await bodyOf(request));
    const work = fabricOperations[operation];
    if (!work) return json({ resultCode: '404', resultDesc: 'not found' }, { status: 404 });
    return this.#serve(request, headers.get('ccmessaging-token'), work);
  }

  async #serve(request: Request, token: string | null, work: Work): Promise<Response> {
    const holder = this.tokens.readMessaging(token);
    if (!holder) return unauthorized();
    const desk = this.#desk(holder.identity);
    if (!desk) return refuse('1', 'unknown channel');
    const response = await work(desk, await bodyOf(request), request);
    // Silent renewal: an expired token is answered normally, with a new one (cec_07_0103).
    if (holder.expired) response.headers.set('ccmessaging-token', this.tokens.issueMessaging(holder.identity));
    return response;
  }

  async #tokenByAkSk(request: Request, name: string): Promise<Response> {
    if (request.method !== 'POST' || name.toLowerCase() !== 'tokenbyaksk') return json({}, { status: 404 });
    const body = await bodyOf(request);
    const seconds = Math.min(3_600, Number(request.headers.get('x-token-expire') ?? 600) || 600);
    const token = this.tokens.issueAccess(body['app_key'], body['app_secret'], seconds);
    if (token === null) return unauthorized();
    return json({
      AccessToken: token,
      ApplyType: 'Bearer',
      CreateTime: String(Math.floor(this.#clock.now() / 1000)),
      Expires: String(seconds),
      Scope: '',
      AppKey: this.tokens.appKey,
      UserID: 'Anonymous',
    });
  }

  #applyToken(body: Readonly<Record<string, unknown>>): Response {
    const { userId, userName, channelId, locale } = body;
    const texts = [userId, userName, channelId, locale].every((value) => typeof value === 'string' && value !== '');
    const known = this.#scenarios.some(({ id }) => id === channelId);
    if (!texts || !known || String(userId).length > 32) return json({ resultCode: '1' });
    const identity = { userId: String(userId), userName: String(userName), channelId: String(channelId) };
    return ok({ token: this.tokens.issueMessaging(identity) });
  }

  #desk(identity: Identity): VisitorDesk | null {
    const key = `${identity.channelId} ${identity.userId}`;
    const scenario = this.#scenarios.find(({ id }) => id === identity.channelId);
    if (!scenario) return null;
    let desk = this.#desks.get(key);
    if (!desk) {
      const {
        gateways,
        hold = 10_000,
        sessionTimeout = 60_000,
        requireTextSession = false,
        typeQuirks = false,
        pace = 1,
      } = this.#options;
      desk = new VisitorDesk(identity, scenario, {
        gateways,
        clock: this.#clock,
        pace,
        hold,
        sessionTimeout,
        requireTextSession,
        typeQuirks,
        onCall: (call) => this.calls.push(call),
      });
      this.#desks.set(key, desk);
    }
    return desk;
  }
}

async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = request.method === 'POST' ? await request.json() : {};
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Cookies go along by themselves, so a page of another origin must not be able to use them. */
function sameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(request.url).origin;
}
