/** After one of these the agent is to be signed out and polling to stop (cec_07_1274, "Error Code"). */
const stopCodes = ['000-001', '000-003', '100-006'];

/** From a response to the next poll, ms. The documentation asks for 200 to 500. */
const PAUSE = 300;
/** First backoff after any other status than 200, or no response, ms. The documentation asks for more than 1,000. */
const BACKOFF = 1_500;
/** Longest backoff, ms: a Guid expires after 120 s, and an agent who does not poll for 2 minutes is signed out. */
const MAX_BACKOFF = 15_000;

export interface PollContext {
  /** The Guid of the poll's request has been replaced since it was sent. */
  readonly stale: boolean;
  /** Milliseconds since the platform replaced the Guid; Infinity where it never did. */
  readonly sinceRotation: number;
  /** Milliseconds since the first 000-003 after a success; 0 where this is the first. */
  readonly refusedFor: number;
  /** For this many milliseconds after a rotation a 000-003 may be about the old Guid. */
  readonly grace: number;
}

/** Whether polling stops after a response with this retcode. */
export function isLast(retcode: string, { stale, sinceRotation, refusedFor, grace }: PollContext): boolean {
  // A refusal may bring a new Guid, and so may the next: that must not go on for ever.
  const first = refusedFor === 0;
  if (retcode === '000-003' && ((stale && first) || Math.max(sinceRotation, refusedFor) < grace)) return false;
  return stopCodes.includes(retcode);
}

/**
 * Milliseconds from a response to the next poll. `status` is null where no response came; `failures` counts the failed polls in a
 * row, this one included; `retryAfter` is in ms. The backoff doubles, with a jitter of 20 %, so that agents who lost the platform
 * at the same time do not all come back at the same time.
 */
export function pauseAfter(status: number | null, failures: number, retryAfter = 0, random = Math.random): number {
  if (status === 200) return PAUSE;
  const pause = Math.min(MAX_BACKOFF, BACKOFF * 2 ** Math.max(0, failures - 1)) * (0.8 + 0.4 * random());
  return Math.max(pause, Math.min(retryAfter, MAX_BACKOFF));
}
