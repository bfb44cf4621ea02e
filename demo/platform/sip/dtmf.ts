/** DTMF digits: as telephone events over RTP (RFC 4733), or in SIP INFO bodies. */

const KEYS = '0123456789*#ABCD';

/** Reads the digits of one stream of telephone-event packets. */
export class DigitReader {
  #last: { event: number; timestamp: number; duration: number; over: boolean } | null = null;

  /**
   * The digit whose event starts with this packet; null for further packets of the same event (all of them have the
   * timestamp of its start) and for events that are no digits.
   */
  read(timestamp: number, payload: Buffer): string | null {
    if (payload.length < 4) return null;
    const event = payload.readUInt8(0);
    const over = (payload.readUInt8(1) & 0x80) !== 0;
    const duration = payload.readUInt16BE(2);
    const last = this.#last;
    const age = last ? (timestamp - last.timestamp) >>> 0 : 0;
    if (last && age >= 0x8000_0000) return null; // out of order
    // A key held longer than the 16 bits of duration goes on in a new segment, which follows without a gap.
    const same = last?.event === event && (age === 0 || (!last.over && age === last.duration));
    this.#last = { event, timestamp, duration, over: over || (same && age === 0 && last.over) };
    return same ? null : (KEYS[event] ?? null);
  }
}

/**
 * The digit of an INFO request: `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`); null where it is
 * none.
 */
export function infoDigit(contentType: string, body: string): string | null {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  const text =
    type === 'application/dtmf-relay'
      ? /^\s*Signal\s*=\s*(\S+)/im.exec(body)?.[1]
      : type === 'application/dtmf'
        ? body.trim()
        : '';
  const key = text?.toUpperCase() ?? '';
  if (key.length === 1 && KEYS.includes(key)) return key;
  return /^1[0-5]$/.test(key) ? (KEYS[Number(key)] ?? null) : null; // the event code instead of the key
}
