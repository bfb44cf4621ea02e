/** Digits that a keypad can send, and `,` for a pause of 2 s (RFC 4733 §3.2, W3C WebRTC §7.2). */
const TONES = /^[0-9A-D#*,]+$/;

/** In upper case. @throws RangeError for any other character */
export function dtmfTones(tones: string): string {
  const clean = tones.toUpperCase();
  if (!TONES.test(clean)) throw new RangeError('Tones are 0-9, A-D, # and *; "," pauses for 2 seconds.');
  return clean;
}

/** Body of a SIP INFO with `application/dtmf-relay`, one per tone; duration in ms. */
export const dtmfRelay = (tone: string): string => `Signal=${tone}\r\nDuration=${DTMF.duration}\r\n`;

/** Milliseconds, long enough for slow detectors. */
export const DTMF = { duration: 160, gap: 70, pause: 2_000 } as const;
