/** What cross-origin JavaScript may read besides the body: the renewed token or Guid, and when to come again. */
const EXPOSED = 'ccmessaging-token, Set-GUID, Retry-After';

/** Which sites' pages may speak to the contact center: its own, and those that are listed. */
export class Origins {
  readonly #listed: readonly string[];

  constructor(listed: readonly string[]) {
    this.#listed = listed;
  }

  /** Cookies go along by themselves, so a page of another site must not be able to use them. */
  mayUseCookie(request: Request): boolean {
    const origin = request.headers.get('origin');
    if (origin !== null) return origin === new URL(request.url).origin || this.#listed.includes(origin);
    // A GET from the same origin has no Origin; where the browser says who asks, it is believed.
    return ['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'));
  }

  /** The answer to a preflight; null for any other request. */
  preflight(request: Request): Response | null {
    if (request.method !== 'OPTIONS') return null;
    const headers = this.headers(request);
    if (!('access-control-allow-origin' in headers)) return new Response(null, { status: 403 });
    return new Response(null, {
      status: 204,
      headers: {
        ...headers,
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
        'access-control-allow-headers': 'content-type, x-app-key, authorization, ccmessaging-token, guid',
        'access-control-max-age': '600',
      },
    });
  }

  /** For every answer; nothing where the page is not a listed one. */
  headers(request: Request): Readonly<Record<string, string>> {
    const origin = request.headers.get('origin');
    if (origin === null || !this.#listed.includes(origin)) return {};
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED,
      vary: 'Origin',
    };
  }
}
