/** A JSON response that no cache keeps. */
export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });

/** Thrown where a request is refused; `error` is for the integrator and quotes nothing of the request. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(status: number, error: string, headers: Readonly<Record<string, string>> = {}) {
    super(error);
    this.status = status;
    this.#headers = headers;
  }

  response(): Response {
    return json({ error: this.message }, this.status, this.#headers);
  }
}

/** The body as text. @throws Refused 413 above `limit` bytes, without reading on */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new Refused(413, 'The body is too large.');
  if (!request.body) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new Refused(413, 'The body is too large.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** @throws Refused 400 */
export function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw new Refused(400, 'The body is no JSON object.');
}
