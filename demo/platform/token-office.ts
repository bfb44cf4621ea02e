import type { Clock } from './clock.js';

/** Whom a messaging token or cookie stands for. */
export interface Identity {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
}

const HOUR = 3_600_000;

/** Issues and checks the platform's tokens (protocol: tokenByAkSk cec_07_0002, applyToken cec_07_0103). */
export class TokenOffice {
  readonly appKey: string;
  readonly #appSecret: string;
  readonly #clock: Clock;
  readonly #access = new Map<string, number>();
  readonly #messaging = new Map<string, { readonly identity: Identity; readonly expires: number }>();

  constructor(appKey: string, appSecret: string, clock: Clock) {
    this.appKey = appKey;
    this.#appSecret = appSecret;
    this.#clock = clock;
  }

  /** An access token for `seconds`, or null where key or secret are wrong. */
  issueAccess(appKey: unknown, appSecret: unknown, seconds: number): string | null {
    if (appKey !== this.appKey || appSecret !== this.#appSecret) return null;
    const token = crypto.randomUUID();
    this.#access.set(token, this.#clock.now() + seconds * 1000);
    return token;
  }

  /** URL-encoded Base64 of a JSON object, good for an hour. */
  issueMessaging(identity: Identity): string {
    const { userId, channelId } = identity;
    const content = { createTime: this.#clock.now(), nonce: crypto.randomUUID(), tenantId: 'demo', userId, channelId };
    const token = encodeURIComponent(btoa(JSON.stringify(content)));
    this.#messaging.set(token, { identity, expires: this.#clock.now() + HOUR });
    return token;
  }

  checkAccess(authorization: string | null, appKey: string | null): 'ok' | 'missing' | 'expired' {
    if (authorization === null || appKey === null) return 'missing';
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    const expires = token === undefined ? undefined : this.#access.get(token);
    return appKey === this.appKey && expires !== undefined && expires > this.#clock.now() ? 'ok' : 'expired';
  }

  /** Whom a token stands for, and whether its hour is over; null for one that was never issued, or revoked. */
  readMessaging(token: string | null): { readonly identity: Identity; readonly expired: boolean } | null {
    const found = token === null ? undefined : this.#messaging.get(token);
    return found ? { identity: found.identity, expired: found.expires <= this.#clock.now() } : null;
  }

  /** Every access token (`access`) or messaging token is good no more. */
  revoke(which: 'access' | 'messaging'): void {
    if (which === 'access') this.#access.clear();
    else this.#messaging.clear();
  }
}
