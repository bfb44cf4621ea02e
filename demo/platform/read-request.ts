import { badRequest, type JsonObject } from './answers.js';

/*
 * Validation of requests. Each function throws a Refusal (HTTP 400) that names what is missing or invalid, and quotes
 * nothing of it.
 */

/** `charset`: requires `charset=UTF-8` too, as some documents do. */
export function requireJsonType(request: Request, { charset = false } = {}): void {
  const [type, ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const named = parameters.some((parameter) => parameter.trim().replaceAll('"', '') === 'charset=utf-8');
  if (type?.trim() !== 'application/json' || (charset && !named)) throw badRequest('Content-Type');
}

/** The JSON object of the body; `{}` for an empty body. */
export async function jsonBody(request: Request): Promise<JsonObject> {
  const text = await request.text();
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Refused below.
  }
  throw badRequest('body');
}

/** `min` in characters, `maxBytes` as UTF-8. */
export function requireText(body: JsonObject, name: string, { min = 1, maxBytes = Infinity } = {}): string {
  const value = body[name];
  if (typeof value !== 'string' || value.length < min || new TextEncoder().encode(value).length > maxBytes)
    throw badRequest(name);
  return value;
}

export function requireOneOf<const Value extends string>(
  body: JsonObject,
  name: string,
  values: readonly Value[],
): Value {
  const found = values.find((value) => value === body[name]);
  if (found === undefined) throw badRequest(name);
  return found;
}

export function requireParameter(request: Request, name: string, value: string): void {
  if (new URL(request.url).searchParams.get(name) !== value) throw badRequest(name);
}
