/** Digits that a keypad can send, and `,` for a pause of 2 s (RFC 4733 §3.2, W3C WebRTC §7.2). */
const TONES = /^[0-9A-D#*,]+$/;

/** @throws RangeError where there is anything but tones */
export function dtmfTones(tones: string): string {
  const clean = tones.toUpperCase();
  if (!TONES.test(clean)) throw new RangeError('Tones are 0-9, A-D, # and *; "," pauses for 2 seconds.');
  return clean;
}

/** One SIP INFO body per tone, as gateways without telephone-event take it; duration in ms. */
export const dtmfRelay = (tone: string): string => `Signal=${tone}\r\nDuration=${DTMF.duration}\r\n`;

/** Milliseconds: long enough for a slow detector, short enough to type. */
export const DTMF = { duration: 160, gap: 70, pause: 2_000 } as const;
