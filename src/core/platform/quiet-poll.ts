import { PlatformError } from './platform-error.js';

/** A poll that was held for this long was a quiet one, however it ended, ms. */
export const HELD = 5_000;

/**
 * Of a long poll that rejected: nothing happened, rather than something failed. That is our own timeout, 204, and
 * whatever a proxy makes of a poll that was `held` (ms) for longer than it likes: 408, 502 … 504, a closed connection, an
 * empty body, a page of HTML.
 */
export function isQuiet(thrown: unknown, held: number, online: boolean): boolean {
  if (!(thrown instanceof PlatformError)) return false;
  const { code, status, timedOut, retryAfter } = thrown;
  if (timedOut || status === 204) return true;
  if (held < HELD || !online || retryAfter !== undefined) return false;
  return code === 'bad-response' || (code === 'platform-unreachable' && status !== 429 && status !== 500);
}
