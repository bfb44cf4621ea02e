/** Response headers that cross-origin JavaScript may read: the renewed token or Guid, and when to retry. */
const EXPOSED = 'ccmessaging-token, Set-GUID, Retry-After';

/** CORS: the contact center's own origin, and those that are listed. */
export class Origins {
  readonly #listed: readonly string[];

  constructor(listed: readonly string[]) {
    this.#listed = listed;
  }

  /** Against CSRF: the browser sends the cookie with a request of any site's page. */
  mayUseCookie(request: Request): boolean {
    const origin = request.headers.get('origin');
    if (origin !== null) return origin === new URL(request.url).origin || this.#listed.includes(origin);
    // A same-origin GET has no Origin header; Sec-Fetch-Site tells, where the browser sends it.
    return ['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'));
  }

  /** The response to a preflight; null for any other request. */
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

  /** CORS headers of every response; none where the origin is not listed. */
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
