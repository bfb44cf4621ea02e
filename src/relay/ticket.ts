import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Person, Role } from '../core/cobrowse/wire/control.js';
import { isObject, type JsonObject } from '../core/platform/guards.js';

/** What a ticket allows: one connection to this room, in this role, as this user. */
export interface Grant {
  /** The multimedia call id, at most 128 characters. */
  readonly room: string;
  readonly role: Role;
  /** Shown to the other side; the name as text. At most 128 characters each. */
  readonly user: Person;
}

const shortestSecret = 32;
const longestLife = 3_600;

/**
 * A ticket for one connection: what the site's server, which has the secret and knows its users, hands out as `signature`.
 * `base64url(JSON) "." base64url(HMAC-SHA-256)`, over room, role, user, expiry and a nonce. Good for `ttlSeconds` (120 unless
 * told, 3,600 at most) by the clock of the issuer, and once. Throws a RangeError for a grant that can't be one.
 */
export function issueTicket(
  grant: Grant & {
    readonly ttlSeconds?: number;
    /** The relay that it is for, where there are several: of `placeRoom`. */
    readonly node?: string;
  },
  secret: string,
  now: number = Date.now(),
): string {
  needSecret(secret);
  const { room, role, user, ttlSeconds = 120, node } = grant;
  const claims = { v: 1, room, role, user: { id: user.id, name: user.name } };
  if (!readGrant(claims)) throw new RangeError('A ticket needs a room, the role recorder or replayer, and a user.');
  if (!(ttlSeconds > 0 && ttlSeconds <= longestLife))
    throw new RangeError(`A ticket is good for up to ${longestLife} seconds.`);
  const nonce = randomBytes(16).toString('base64url');
  const body = Buffer.from(JSON.stringify({ ...claims, exp: now + ttlSeconds * 1_000, nonce, node })).toString(
    'base64url',
  );
  return `${body}.${sign(body, secret).toString('base64url')}`;
}

export type TicketFault = 'ticket-malformed' | 'ticket-forged' | 'ticket-expired' | 'ticket-used';

/** A ticket that is one. */
export interface Redeemed {
  readonly grant: Grant;
  readonly nonce: string;
  /** How long it would be good for, ms. */
  readonly lifeMs: number;
  /** The relay that it is for; null for any. */
  readonly node: string | null;
}

/** Takes tickets, each once. What has been used is remembered until it would have expired, in this process. */
export class TicketOffice {
  readonly #secret: string;
  readonly #used = new Map<string, number>();
  #tidyAt = 0;

  constructor(secret: string) {
    needSecret(secret);
    this.#secret = secret;
  }

  redeem(ticket: string, now: number): Redeemed | TicketFault {
    const read = this.#read(ticket, now);
    if (typeof read === 'string') return read;
    const { nonce, lifeMs } = read;
    if (this.#used.has(nonce)) return 'ticket-used';
    this.#tidy(now);
    this.#used.set(nonce, now + lifeMs);
    return read;
  }

  #read(ticket: string, now: number): Redeemed | TicketFault {
    const [body = '', signature = '', more] = ticket.split('.');
    if (body === '' || signature === '' || more !== undefined) return 'ticket-malformed';
    const expected = sign(body, this.#secret);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'ticket-forged';
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
    const grant = isObject(claims) ? readGrant(claims) : null;
    if (!isObject(claims) || !grant) return 'ticket-malformed';
    const { exp, nonce, node } = claims;
    if (typeof exp !== 'number' || typeof nonce !== 'string') return 'ticket-malformed';
    if (exp <= now) return 'ticket-expired';
    return { grant, nonce, lifeMs: exp - now, node: typeof node === 'string' ? node : null };
  }

  #tidy(now: number): void {
    if (now < this.#tidyAt) return;
    this.#tidyAt = now + 60_000;
    for (const [nonce, exp] of this.#used) if (exp <= now) this.#used.delete(nonce);
  }
}

/** Throws where a secret is too short to be one; never tells it. */
function needSecret(secret: string): void {
  if (typeof secret !== 'string' || secret.length < shortestSecret)
    throw new RangeError(`The secret of the relay needs at least ${shortestSecret} characters.`);
}

/** The prefix keeps what is signed here apart from anything else that the same secret may sign. */
function sign(body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`cc-cobrowse.1 ticket ${body}`).digest();
}

function readGrant({ v, room, role, user }: JsonObject): Grant | null {
  if (v !== 1 || !isName(room) || (role !== 'recorder' && role !== 'replayer') || !isObject(user)) return null;
  const { id, name } = user;
  return isName(id) && typeof name === 'string' && name.length <= 128 ? { room, role, user: { id, name } } : null;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 128;
