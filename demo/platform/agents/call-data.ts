import { refused } from './agent-answers.js';
import type { AttendedCall } from './agent-leg.js';

/** Of the original content, bytes. */
const MAX_DATA = 16 * 1024;

/** Sets a call's data; `encoded`: it comes as Base64. Refusals quote nothing of it. @throws Refusal */
export function writeCallData(call: AttendedCall, value: unknown, encoded: boolean): void {
  if (typeof value !== 'string') throw refused('000-002');
  const data = encoded ? fromBase64(value) : new TextEncoder().encode(value);
  if (data === null || data.length > MAX_DATA) throw refused('400-001');
  call.data = data;
}

/** As Base64, or as the text whose UTF-8 it is. */
export const readCallData = ({ data }: AttendedCall, encoded: boolean): string =>
  encoded ? Buffer.from(data).toString('base64') : new TextDecoder().decode(data);

function fromBase64(text: string): Uint8Array | null {
  const data = Buffer.from(text, 'base64');
  // Node skips what is no Base64.
  return data.toString('base64') === text ? new Uint8Array(data) : null;
}
