import { isObject, text } from '../core/platform/guards.js';
import { Refused } from './answer.js';

/** Where the platform is, and the application's key and secret, which never leave the server. */
export interface Platform {
  /** Origin and path prefix, as `base-url` has it. */
  readonly baseUrl: string;
  /** Default: `{baseUrl}/apigovernance/api/oauth/tokenByAkSk`. */
  readonly tokenUrl?: string;
  readonly appKey: string;
  readonly appSecret: string;
}

export interface Identity {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  readonly locale: string;
}

export interface Token {
  readonly value: string;
  /** When it is to be renewed, and when it is over; ms since the epoch. */
  readonly renewAt: number;
  readonly expires: number;
}

interface TokensOptions {
  readonly platform: Platform;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => number;
}

/** The page waits 10 s for its credentials. */
const TIMEOUT = 8_000;
/** Lifetimes, s: the longest that an access token may have, and that of a messaging token. */
const ACCESS_LIFE = 3_600;
const MESSAGING_LIFE = 3_600;
const MAX_KEPT = 20_000;

/**
 * The platform's tokens: kept, renewed at 80 % of their life, and asked for once however many wait for them.
 * Source: Huawei Cloud CEC, API reference, tokenByAkSk (cec_07_0002) and applyToken (cec_07_0103).
 */
export class PlatformTokens {
  readonly #options: TokensOptions;
  readonly #kept = new Map<string, Promise<Token>>();

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  get appKey(): string {
    return this.#options.platform.appKey;
  }

  /** `refused` is one that the platform took no more: it is given to nobody again. */
  access(refused?: string): Promise<Token> {
    return this.#keep('access', refused, () => this.#askAccess());
  }

  messaging(identity: Identity, refused?: string): Promise<Token> {
    return this.#keep(keyOf(identity), refused, () => this.#applyToken(identity));
  }

  /** A messaging token that no page had before: for a page whose last one may have been refused. */
  freshMessaging(identity: Identity): Promise<Token> {
    return this.#keep(`fresh ${keyOf(identity)}`, '*', () => this.#applyToken(identity));
  }

  /** The platform's silent renewal: what it sent in a response header takes the place of the old one. */
  renewed(identity: Identity, value: string): void {
    this.#set(keyOf(identity), Promise.resolve(this.#token(value, MESSAGING_LIFE)));
  }

  async #keep(key: string, refused: string | undefined, ask: () => Promise<Token>): Promise<Token> {
    const kept = this.#kept.get(key);
    if (kept) {
      const token = await kept.catch(() => null);
      const good = token && token.renewAt > this.#options.now() && token.value !== refused && refused !== '*';
      if (good) return token;
      // Somebody else who waited may have asked already.
      const newer = this.#kept.get(key);
      if (newer && newer !== kept) return newer;
    }
    const asked = ask();
    this.#set(key, asked);
    const forget = () => {
      if (this.#kept.get(key) === asked) this.#kept.delete(key);
    };
    asked.then(refused === '*' ? forget : () => undefined, forget);
    return asked;
  }

  #set(key: string, token: Promise<Token>): void {
    this.#kept.delete(key);
    this.#kept.set(key, token);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  async #askAccess(): Promise<Token> {
    const { baseUrl, tokenUrl, appKey, appSecret } = this.#options.platform;
    const url = tokenUrl ?? `${baseUrl}/apigovernance/api/oauth/tokenByAkSk`;
    const headers = { 'x-token-expire': String(ACCESS_LIFE) };
    const { status, answer } = await this.#post(url, headers, { app_key: appKey, app_secret: appSecret });
    const value = text(answer['AccessToken']);
    if (status !== 200 || !value) throw new Refused(502, `tokenByAkSk gave no token (HTTP ${status}).`);
    const life = Number(answer['Expires']);
    return this.#token(value, life > 0 ? life : 600);
  }

  async #applyToken(identity: Identity): Promise<Token> {
    const url = `${this.#options.platform.baseUrl}/apiaccess/ccmessaging/applyToken`;
    const ask = async (access: Token) =>
      this.#post(url, { 'x-app-key': this.appKey, authorization: `Bearer ${access.value}` }, { ...identity });
    const access = await this.access();
    let given = await ask(access);
    if (given.status === 401 || given.status === 403) given = await ask(await this.access(access.value));
    const { status, answer } = given;
    // One documented sample has the token in a second pair of quotes, another one no resultCode.
    const value = text(answer['token'])?.replace(/^"(.*)"$/, '$1');
    if (status !== 200 || (text(answer['resultCode']) ?? '0') !== '0' || !value)
      throw new Refused(502, `applyToken gave no token (HTTP ${status}).`);
    return this.#token(value, MESSAGING_LIFE);
  }

  #token(value: string, seconds: number): Token {
    const now = this.#options.now();
    return { value, renewAt: now + seconds * 800, expires: now + seconds * 1_000 };
  }

  /** Nothing of the answer is quoted in an error: it may have a secret in it. */
  async #post(url: string, headers: Readonly<Record<string, string>>, body: Readonly<Record<string, string>>) {
    const request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    try {
      const response = await this.#options.fetch(request);
      const answer: unknown = await response.json().catch(() => ({}));
      return { status: response.status, answer: isObject(answer) ? answer : {} };
    } catch {
      throw new Refused(502, 'The platform could not be reached, or did not answer in time.');
    }
  }
}

const keyOf = ({ userId, channelId }: Identity): string => JSON.stringify([channelId, userId]);
