export interface Backoff {
  /** Upper limit of the first delay, ms; doubles with each retry. */
  readonly base: number;
  /** No delay is longer than this, ms. */
  readonly cap: number;
}

/**
 * Delay before retry number `attempt` (1 = the first retry), ms: exponential backoff with full jitter, so that a crowd of
 * visitors does not come back all at once. The server's `Retry-After` (ms) takes precedence, up to the cap.
 */
export function backoff(attempt: number, { base, cap }: Backoff, retryAfter?: number, random = Math.random): number {
  if (retryAfter !== undefined) return Math.min(retryAfter, cap);
  return random() * Math.min(cap, base * 2 ** (attempt - 1));
}
