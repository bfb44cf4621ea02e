import type { Clock } from './clock.js';

/** Whom a messaging token or cookie stands for. */
export interface Identity {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
}

interface MessagingToken {
  readonly identity: Identity;
  readonly expires: number;
  /** Issued in its place when it expired within a session. */
  successor?: { readonly token: string; readonly acceptOldUntil: number };
}

const HOUR = 3_600_000;
/** Requests that were on their way while the token was renewed may still carry the old one, ms. */
const RENEWAL_GRACE = 60_000;

/** Issues and checks the platform's tokens (tokenByAkSk: cec_07_0002, applyToken: cec_07_0103). */
export class TokenOffice {
  readonly appKey: string;
  readonly #appSecret: string;
  readonly #clock: Clock;
  readonly #access = new Map<string, number>();
  readonly #messaging = new Map<string, MessagingToken>();

  constructor(appKey: string, appSecret: string, clock: Clock) {
    this.appKey = appKey;
    this.#appSecret = appSecret;
    this.#clock = clock;
  }

  /** An access token for `seconds`, or null where key or secret are wrong. */
  issueAccess(appKey: unknown, appSecret: unknown, seconds: number): string | null {
    if (appKey !== this.appKey || appSecret !== this.#appSecret) return null;
    const now = this.#clock.now();
    for (const [token, expires] of this.#access) if (expires <= now) this.#access.delete(token);
    const token = crypto.randomUUID();
    this.#access.set(token, now + seconds * 1000);
    return token;
  }

  /** URL-encoded Base64 of a JSON object, good for an hour. */
  issueMessaging(identity: Identity): string {
    const now = this.#clock.now();
    for (const [token, { expires }] of this.#messaging) if (expires + HOUR <= now) this.#messaging.delete(token);
    const { userId, channelId } = identity;
    const content = { createTime: now, nonce: crypto.randomUUID(), tenantId: 'demo', userId, channelId };
    const token = base64(JSON.stringify(content));
    this.#messaging.set(token, { identity, expires: now + HOUR });
    return encodeURIComponent(token);
  }

  /** The header's scheme is exactly `Bearer` and one space. */
  checkAccess(authorization: string | null, appKey: string | null): 'ok' | 'missing' | 'expired' {
    if (authorization === null || appKey === null) return 'missing';
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    const expires = token === undefined ? undefined : this.#access.get(token);
    return appKey === this.appKey && expires !== undefined && expires > this.#clock.now() ? 'ok' : 'expired';
  }

  /**
   * Whom a token stands for; null for one that was never issued, was revoked, or expired. While a session of its visitor
   * runs, an expired one is good once more: `renewed` is the token to use from now on.
   */
  readMessaging(
    text: string | null,
    inSession: (identity: Identity) => boolean,
  ): { readonly identity: Identity; readonly renewed: string | null } | null {
    const token = decoded(text);
    const found = token === null ? undefined : this.#messaging.get(token);
    if (!found) return null;
    const { identity, expires } = found;
    const now = this.#clock.now();
    if (now < expires) return { identity, renewed: null };
    if (!inSession(identity)) return null;
    found.successor ??= { token: this.issueMessaging(identity), acceptOldUntil: now + RENEWAL_GRACE };
    return now < found.successor.acceptOldUntil ? { identity, renewed: found.successor.token } : null;
  }

  /** Every access token (`access`) or messaging token is good no more. */
  revoke(which: 'access' | 'messaging'): void {
    if (which === 'access') this.#access.clear();
    else this.#messaging.clear();
  }
}

/** Of the text's UTF-8; spaces at its end make it end in `=`, as the platform's do. */
function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = bytes.length % 3 === 0 ? [...bytes, 0x20] : [...bytes];
  return btoa(String.fromCharCode(...padded));
}

function decoded(text: string | null): string | null {
  try {
    return text === null ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
