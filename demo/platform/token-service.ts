import type { Clock } from '../../src/core/lib/clock.js';

/** The visitor that a messaging token is issued for. */
export interface Identity {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
}

interface MessagingToken {
  readonly identity: Identity;
  readonly expires: number;
  /** Issued in its place when it expired during a session. */
  successor?: { readonly token: string; readonly acceptOldUntil: number };
}

const HOUR = 3_600_000;
/** Requests that were sent before the renewal may carry the old token for this long, ms. */
const RENEWAL_GRACE = 60_000;

/**
 * Issues, checks and revokes access tokens (tokenByAkSk: cec_07_0002) and messaging tokens (applyToken: cec_07_0103). A
 * messaging token:
 *
 *            an hour           used in a session           a minute
 *     valid ────────▶ expired ──────────────────▶ renewed ─────────▶ invalid
 *       └────────────────┴───────────────────────────┴─────────────────▲ revoke()
 */
export class TokenService {
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

  /** An access token that expires after `seconds`; null where key or secret are wrong. */
  issueAccess(appKey: unknown, appSecret: unknown, seconds: number): string | null {
    if (appKey !== this.appKey || appSecret !== this.#appSecret) return null;
    const now = this.#clock.now();
    for (const [token, expires] of this.#access) if (expires <= now) this.#access.delete(token);
    const token = crypto.randomUUID();
    this.#access.set(token, now + seconds * 1000);
    return token;
  }

  /** Valid for an hour: URL-encoded Base64 of a JSON object. */
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
   * The visitor of a token; null for one that was never issued, was revoked, or expired. During a session of its
   * visitor an expired one is accepted for a while longer: `renewed` is the token that replaces it.
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

  /** Revokes every access token, or every messaging token. */
  revoke(which: 'access' | 'messaging'): void {
    if (which === 'access') this.#access.clear();
    else this.#messaging.clear();
  }
}

/** Of the text as UTF-8, padded with a space so that it ends in `=`, as the platform's tokens do. */
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
