import { PlatformError } from './platform-error.js';
import type { FailureDetails } from '../lib/coded-error.js';
import { isObject, number, text, type JsonObject } from './guards.js';

/** What the site's server issues. Parts that are missing are not sent: a proxy adds them. Kept in memory only. */
export interface Credentials {
  readonly appKey?: string;
  readonly accessToken?: string;
  readonly messagingToken?: string;
  /** Lifetime, seconds; without one they are renewed only when they are refused. */
  readonly expiresIn?: number;
  /** Replace those of the page while they are given. */
  readonly iceServers?: readonly IceServer[];
  /** At most 24 characters; goes before the id that the page gives, which could be forged. */
  readonly userId?: string;
  readonly userName?: string;
  /** For the agent: names and texts, at most 4 KiB as JSON. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A STUN or TURN server, as `RTCIceServer` has it. */
export interface IceServer {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

/** The visitor that the credentials are for. */
export interface CredentialsContext {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  /** BCP 47, from the page. */
  readonly locale: string;
}

/** `signal` aborts after 10 s, or when nobody waits for the credentials any more. */
export type CredentialsProvider = (context: CredentialsContext, signal: AbortSignal) => Promise<Credentials>;

/** Our own report of why `credentials-url` gave none. What a site's function throws may quote a secret, and goes nowhere. */
export class CredentialsUrlError extends PlatformError {
  constructor(why: string, details: Pick<FailureDetails, 'status' | 'retryAfter'> = {}) {
    super('credentials', `credentials-url ${why}`, details);
  }
}

/** Characters of a visitor's id that the platform takes. */
const USER_ID = 24;
/** Bytes of the context as JSON. */
const CONTEXT = 4_096;

/** Validates what a provider returned; error messages name the field and never quote it. @throws PlatformError `credentials` */
export function readCredentials(value: unknown): Credentials {
  if (!isObject(value)) throw new PlatformError('credentials', 'The credentials are not an object.');
  const accessToken = part(value, 'accessToken')?.replace(/^Bearer +/i, '');
  const expiresIn = number(value['expiresIn']);
  const given = {
    appKey: part(value, 'appKey'),
    accessToken,
    messagingToken: part(value, 'messagingToken'),
    expiresIn: expiresIn !== null && expiresIn > 0 ? expiresIn : undefined,
    iceServers: field(value, 'iceServers', readIceServers, 'is no list of STUN and TURN servers'),
    userId: field(value, 'userId', readUserId, `is no text of at most ${USER_ID} characters`),
    userName: field(value, 'userName', text, 'is no text'),
    context: field(value, 'context', readContext, 'is no flat object of texts of at most 4 KiB'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined));
}

function part(value: JsonObject, name: string): string | undefined {
  return field(
    value,
    name,
    (raw) => (typeof raw === 'string' ? header(unquoted(raw)) : null),
    "contains characters that an HTTP header can't",
  );
}

/** undefined where it is missing. */
function field<Read>(
  value: JsonObject,
  name: string,
  read: (raw: unknown) => Read | null,
  otherwise: string,
): Read | undefined {
  const raw = value[name];
  if (raw === undefined || raw === null || raw === '') return undefined;
  const clean = read(raw);
  if (clean === null) throw new PlatformError('credentials', `"${name}" of the credentials ${otherwise}.`);
  return clean;
}

function readUserId(raw: unknown): string | null {
  const id = text(raw);
  return id !== null && id.length <= USER_ID ? id : null;
}

function readContext(raw: unknown): Readonly<Record<string, string>> | null {
  if (!isObject(raw) || new TextEncoder().encode(JSON.stringify(raw)).length > CONTEXT) return null;
  const entries = Object.entries(raw);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length === entries.length ? Object.fromEntries(texts) : null;
}

/** Null where one of them is none: a call without its TURN server would fail later, and nobody would know why. */
function readIceServers(raw: unknown): readonly IceServer[] | null {
  if (!Array.isArray(raw)) return null;
  const servers = raw.map(readIceServer).filter((server) => server !== null);
  return servers.length === raw.length ? servers : null;
}

function readIceServer(raw: unknown): IceServer | null {
  if (!isObject(raw)) return null;
  const { urls, username, credential } = raw;
  const list: unknown[] = Array.isArray(urls) ? urls : [urls];
  const known = list.filter((url): url is string => typeof url === 'string' && /^(stuns?|turns?):./i.test(url));
  if (known.length === 0 || known.length < list.length) return null;
  const optional = [username, credential].every((one) => one === undefined || one === null || typeof one === 'string');
  if (!optional) return null;
  return {
    urls: known,
    ...(typeof username === 'string' ? { username } : {}),
    ...(typeof credential === 'string' ? { credential } : {}),
  };
}

/** One documented sample has the token in a second pair of quotes. */
export const unquoted = (value: string): string => value.trim().replace(/^"(.*)"$/, '$1');

/** Null where an HTTP header can't have it. */
export const header = (value: string): string | null => (/^[\x20-\x7e]+$/.test(value) ? value : null);
