/** As the platform's own: seconds since the epoch, and a number. */
export const newCallId = (now: number): string =>
  `${Math.floor(now / 1000)}-${crypto.getRandomValues(new Uint16Array(1))[0] ?? 0}`;
