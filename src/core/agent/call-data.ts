import { AgentError } from './agent-error.js';

/** The platform's limit for call data, in bytes before Base64; text counts as UTF-8 (cec_07_1263: "original content … 16 KB"). */
export const maxCallDataBytes = 16_384;

export interface EncodedCallData {
  readonly calldata: string;
  readonly isDataEncoded: boolean;
}

/**
 * Call data as setcalldataex takes it: Base64 for bytes, for text beyond printable ASCII, and where `base64` is set.
 * @throws AgentError `call-data-too-long`; `bad-argument` for what is neither string nor Uint8Array, and for a lone surrogate,
 *   which UTF-8 can't encode
 */
export function encodeCallData(data: string | Uint8Array, base64 = false): EncodedCallData {
  const bytes = typeof data === 'string' ? utf8('setCallAppDataEx', data) : data;
  // Anything else would be sent as empty data, and overwrite what the call has.
  if (!isBytes(bytes)) throw badArgument('setCallAppDataEx', 'the call data is neither a string nor a Uint8Array');
  checkLength('setCallAppDataEx', bytes);
  if (typeof data === 'string' && !base64 && /^[ -~]*$/.test(data)) return { calldata: data, isDataEncoded: false };
  return { calldata: btoa([...bytes].map((byte) => String.fromCharCode(byte)).join('')), isDataEncoded: true };
}

/** Decodes the `result` of appdata with `isEncodeResult=true`; empty where the call has no data. @throws AgentError `bad-response` */
export function decodeCallData(result: unknown): Uint8Array {
  if (result === undefined || result === null) return new Uint8Array();
  if (typeof result !== 'string')
    throw new AgentError('bad-response', 'queryCallAppData', { meaning: 'the data is not a string' });
  try {
    return Uint8Array.from(atob(result), (char) => char.charCodeAt(0));
  } catch {
    throw new AgentError('bad-response', 'queryCallAppData', { meaning: 'the data is not Base64' });
  }
}

/** @throws AgentError `bad-response` where the data is not UTF-8 */
export function callDataText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AgentError('bad-response', 'queryCallAppData', {
      meaning: 'the data is not UTF-8; read it with `as: "bytes"`',
    });
  }
}

/** Call data for a poll's query string; the same limit holds. @throws AgentError as `encodeCallData` */
export function checkCallData(data: string): string {
  if (typeof data !== 'string') throw badArgument('getAgentEvent', 'the call data is not a string');
  checkLength('getAgentEvent', utf8('getAgentEvent', data));
  return data;
}

function utf8(operation: string, data: string): Uint8Array {
  if (/\p{Surrogate}/u.test(data)) throw badArgument(operation, 'the call data has a lone surrogate');
  return new TextEncoder().encode(data);
}

function checkLength(operation: string, { length }: Uint8Array): void {
  if (length > maxCallDataBytes)
    throw new AgentError('call-data-too-long', operation, {
      meaning: `the call data has ${length} bytes, the limit is ${maxCallDataBytes}`,
    });
}

/** Also of another realm: a frame, a worker. */
const isBytes = (data: unknown): boolean => Object.prototype.toString.call(data) === '[object Uint8Array]';

const badArgument = (operation: string, meaning: string) => new AgentError('bad-argument', operation, { meaning });
