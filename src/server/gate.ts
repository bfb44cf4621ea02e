import { Bucket } from '../relay/bucket.js';
import { json, Refused } from './answer.js';

/** Who a request comes from, as the site's own session tells. */
export interface Visitor {
  /** What the rate is limited by: the id of the session, or of the user. */
  readonly sessionId: string;
  /** The platform's user id, at most 24 characters. Guessable ids let one visitor be taken for another. */
  readonly userId: string;
  readonly userName: string;
  /** Where one visitor may use one channel only; else the page chooses among `channels`. */
  readonly channelId?: string;
}

/** The other end of the connection, where the runtime tells. */
export interface Peer {
  readonly address?: string;
}

export type Handler = (request: Request, peer?: Peer) => Promise<Response>;

export interface GateOptions {
  /** Origins of the site's pages, e.g. `https://shop.example`. Their hosts are those that requests may be for. */
  readonly origins: readonly string[];
  /** Further values of Host, where a proxy in front changes it. */
  readonly hosts?: readonly string[];
  /** Who is this? null: nobody, answered with 401. Reads the site's cookie, never what the page says of itself. */
  readonly session: (request: Request) => Visitor | null | Promise<Visitor | null>;
  /** The visitor's address; default that of the connection. Behind a proxy of yours, read the header that it sets. */
  readonly address?: (request: Request, peer: Peer) => string | undefined;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

/** Requests per session; an address, which many people may have, gets ten times as many. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

const MAX_BUCKETS = 20_000;
const PER_ADDRESS = 10;

/** What every request passes: Host, Origin, rate by address, session, rate by session. */
export class Gate {
  readonly #options: GateOptions;
  readonly #origins: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;
  readonly #now: () => number;

  constructor(options: GateOptions) {
    const origins = options.origins.map(readOrigin);
    if (origins.length === 0) throw new RangeError('origins is empty: list the origins of your pages.');
    this.#options = options;
    this.#origins = new Set(origins);
    this.#hosts = new Set([...origins.map((origin) => new URL(origin).host), ...(options.hosts ?? [])]);
    this.#now = options.now ?? Date.now;
  }

  /** A handler that answers only whom the gate lets in. Each has a rate of its own. */
  guard(rate: Rate, answer: (request: Request, visitor: Visitor) => Promise<Response>): Handler {
    return this.open(rate, async (request, take) => {
      const visitor = await this.#options.session(request);
      if (!visitor) throw new Refused(401, 'There is no session.');
      if (visitor.userId === '' || visitor.userId.length > 24)
        throw new Refused(500, 'The session gave no user id of 1 to 24 characters.');
      take(visitor.sessionId);
      return answer(request, visitor);
    });
  }

  /** The same without the session, for who is known in another way; `take` counts one request of this key. */
  open(rate: Rate, answer: (request: Request, take: (key: string) => void) => Promise<Response>): Handler {
    const sessions = new Buckets(rate);
    const addresses = new Buckets({ perSecond: rate.perSecond * PER_ADDRESS, burst: rate.burst * PER_ADDRESS });
    return async (request, peer = {}) => {
      try {
        this.#checkOrigin(request);
        const address = this.#options.address ? this.#options.address(request, peer) : peer.address;
        if (address !== undefined) addresses.take(address, this.#now());
        return await answer(request, (key) => sessions.take(key, this.#now()));
      } catch (error) {
        if (error instanceof Refused) return error.response();
        if (request.signal.aborted) return json({ error: 'The request was given up.' }, 499);
        throw error;
      }
    };
  }

  /** A page of another site has another Origin; a name that was rebound to this server has another Host. */
  #checkOrigin(request: Request): void {
    if (!this.#hosts.has(new URL(request.url).host)) throw new Refused(403, 'This Host is not listed.');
    if (!this.#cameFromSite(request)) throw new Refused(403, 'This Origin is not listed.');
  }

  /** A same-origin GET has no Origin: Sec-Fetch-Site tells, and in older browsers the Referer. */
  #cameFromSite({ headers, method }: Request): boolean {
    const origin = headers.get('origin');
    if (origin !== null) return this.#origins.has(origin);
    if (method !== 'GET') return false;
    const site = headers.get('sec-fetch-site');
    if (site !== null) return site === 'same-origin';
    const referer = headers.get('referer') ?? '';
    return URL.canParse(referer) && this.#origins.has(new URL(referer).origin);
  }
}

class Buckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** @throws Refused 429 */
  take(key: string, now: number): void {
    const bucket = this.#buckets.get(key) ?? new Bucket(this.#rate.perSecond, this.#rate.burst, now);
    // The one that was used last stands last: the oldest is forgotten first.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
    if (bucket.take(1, now)) return;
    throw new Refused(429, 'Too many requests.', { 'retry-after': String(Math.ceil(1 / this.#rate.perSecond)) });
  }
}

function readOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  throw new RangeError(`“${origin}” is no origin: write it as https://shop.example.`);
}
