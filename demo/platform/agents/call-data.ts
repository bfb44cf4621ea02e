import { refused } from './agent-answers.js';
import type { AttendedCall } from './leg-contents.js';

/** Limit for the original content (before Base64), bytes. */
const MAX_DATA = 16 * 1024;

/** Sets a call's data; `encoded`: `value` is Base64. @throws Refusal 000-002 (no string), 400-001 (no Base64, or too long) */
export function writeCallData(call: AttendedCall, value: unknown, encoded: boolean): void {
  if (typeof value !== 'string') throw refused('000-002');
  const data = encoded ? fromBase64(value) : new TextEncoder().encode(value);
  if (data === null || data.length > MAX_DATA) throw refused('400-001');
  call.data = data;
}

/** As Base64, or decoded as UTF-8. */
export const readCallData = ({ data }: AttendedCall, encoded: boolean): string =>
  encoded ? Buffer.from(data).toString('base64') : new TextDecoder().decode(data);

function fromBase64(text: string): Uint8Array | null {
  const data = Buffer.from(text, 'base64');
  // Node skips characters that are not Base64.
  return data.toString('base64') === text ? new Uint8Array(data) : null;
}
