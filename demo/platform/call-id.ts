/** A multimedia call id like the platform's: seconds since the epoch, and a number. `now` in ms. */
export const newCallId = (now: number): string =>
  `${Math.floor(now / 1000)}-${crypto.getRandomValues(new Uint16Array(1))[0] ?? 0}`;
