import { json } from './platform/answers.js';
import type { ContactCenter } from './platform/contact-center.js';

/** What the shop's own server knows, and no page ever does. */
export interface SiteSecrets {
  readonly appKey: string;
  readonly appSecret: string;
}

/**
 * The part of the shop's own server that answers `credentials-url`: it holds the app secret, asks the platform for the
 * access token and for the visitor's messaging token, and hands out what is short-lived. With `?api=webadapter` it sets
 * the platform's cookie instead.
 */
export class SiteServer {
  readonly #center: ContactCenter;
  readonly #secrets: SiteSecrets;
  #access: { readonly token: string; readonly expires: number } | null = null;

  constructor(center: ContactCenter, secrets: SiteSecrets) {
    this.#center = center;
    this.#secrets = secrets;
  }

  async credentials(request: Request): Promise<Response> {
    const { searchParams, origin } = new URL(request.url);
    // Another site's page must not get this site's visitors credentials.
    const from = request.headers.get('origin');
    if (request.method !== 'POST' || (from !== null && from !== origin)) return json({}, { status: 403 });
    const visitor = (await request.json().catch(() => ({}))) as Record<string, unknown>;
    const identity = {
      userId: text(visitor['userId']),
      userName: text(visitor['userName']),
      channelId: text(visitor['channelId']),
    };
    if (identity.userId === '' || identity.channelId === '')
      return json({ error: 'userId or channelId missing' }, { status: 400 });
    if (searchParams.get('api') === 'webadapter')
      return json({}, { headers: { 'set-cookie': this.#center.visitorCookie(identity) } });
    const { token: accessToken, expires } = await this.#accessToken(origin);
    const headers = { 'x-app-key': this.#secrets.appKey, authorization: `Bearer ${accessToken}` };
    const applied = await this.#ask(`${origin}/apiaccess/ccmessaging/applyToken`, headers, {
      ...identity,
      userName: identity.userName || 'Visitor',
      locale: text(visitor['locale']) || 'en',
    });
    return json({
      appKey: this.#secrets.appKey,
      accessToken,
      messagingToken: applied['token'],
      expiresIn: secondsUntil(expires),
    });
  }

  /** For the desk of an agent who is signed in, known by the Guid: what it needs to watch a visitor's page. */
  async deskCredentials(request: Request): Promise<Response> {
    const { origin } = new URL(request.url);
    const from = request.headers.get('origin');
    if (request.method !== 'POST' || (from !== null && from !== origin)) return json({}, { status: 403 });
    const asked = (await request.json().catch(() => ({}))) as Record<string, unknown>;
    if (!this.#center.agents.isSignedIn(text(asked['userId']), request.headers.get('guid')))
      return json({}, { status: 401 });
    const { token: accessToken, expires } = await this.#accessToken(origin);
    return json({ appKey: this.#secrets.appKey, accessToken, expiresIn: secondsUntil(expires) });
  }

  /** Good for several visitors, renewed a minute before it expires. */
  async #accessToken(origin: string): Promise<{ readonly token: string; readonly expires: number }> {
    if (this.#access && this.#access.expires - Date.now() > 60_000) return this.#access;
    const { appKey, appSecret } = this.#secrets;
    const answer = await this.#ask(
      `${origin}/apigovernance/api/oauth/tokenByAkSk`,
      { 'x-token-expire': '3600' },
      { app_key: appKey, app_secret: appSecret },
    );
    this.#access = { token: String(answer['AccessToken']), expires: Date.now() + Number(answer['Expires']) * 1000 };
    return this.#access;
  }

  async #ask(url: string, headers: Record<string, string>, body: unknown): Promise<Record<string, unknown>> {
    const response = await this.#center.handle(
      new Request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    );
    return (await response.json()) as Record<string, unknown>;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const secondsUntil = (time: number): number => Math.max(1, Math.floor((time - Date.now()) / 1000));
