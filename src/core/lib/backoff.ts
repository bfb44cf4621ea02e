export interface Backoff {
  /** Milliseconds before the second try. */
  readonly base: number;
  /** No pause is longer than this many milliseconds. */
  readonly cap: number;
}

/**
 * Pause in milliseconds before try number `attempt` (1 = the first repetition): exponential with full jitter, so that
 * a crowd of visitors does not come back all at once. What the server asked for (`Retry-After`) goes first, up to the cap.
 */
export function backoff(attempt: number, { base, cap }: Backoff, retryAfter?: number, random = Math.random): number {
  if (retryAfter !== undefined) return Math.min(retryAfter, cap);
  return random() * Math.min(cap, base * 2 ** (attempt - 1));
}
