import { readEntity } from './entity.js';
import { parameter } from './syntax.js';

/** Multipart bodies within each other. */
const DEEPEST = 3;

/** The session description in a body, on its own or in a multipart body (RFC 5621); null where there is none. */
export function sessionDescription(contentType: string, body: string, depth = 0): string | null {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.trim() === '') return null;
  if (type === 'application/sdp' || (type === '' && body.startsWith('v='))) return body;
  const boundary = parameter(contentType, 'boundary');
  if (!type.startsWith('multipart/') || !boundary || depth === DEEPEST) return null;
  for (const part of body.split(`--${boundary}`).slice(1)) {
    if (part.startsWith('--')) break;
    const { headers, body: inner } = readEntity(part.replace(/^[ \t]*\r?\n/, ''));
    // The line end before a boundary belongs to that; a session description has one of its own.
    const sdp = sessionDescription(headers.get('content-type')?.[0] ?? '', `${inner.trimEnd()}\r\n`, depth + 1);
    if (sdp !== null) return sdp;
  }
  return null;
}
