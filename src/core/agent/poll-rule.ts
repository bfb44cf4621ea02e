/** After one of these the platform wants the agent signed out and no further poll (cec_07_1274, "Error Code"). */
const stopCodes = ['000-001', '000-003', '100-006'];

/** Between an answer and the next poll, ms. The documents ask for 200 to 500. */
const PAUSE = 300;
/** After an answer that was not 200 the documents ask for more than 1 s, ms. */
const TROUBLE = 1_500;
/** No longer than this, ms: a Guid dies after 120 s, and an agent who does not poll is signed out after 2 minutes. */
const LONGEST = 15_000;

export interface PollContext {
  /** The answered poll had left with a Guid that has been replaced since. */
  readonly stale: boolean;
  /** Milliseconds since the platform replaced the Guid; Infinity where it never did. */
  readonly sinceRotation: number;
  /** Milliseconds since the first 000-003 after a success; 0 where this is the first. */
  readonly refusedFor: number;
  /** For so many milliseconds after a rotation a 000-003 may be the rotation's own doing. */
  readonly grace: number;
}

/** Whether a poll that was answered with this retcode was the last one. */
export function isLast(retcode: string, { stale, sinceRotation, refusedFor, grace }: PollContext): boolean {
  // A refusal may bring a Guid of its own, and so may the next: that must not go on for ever.
  const first = refusedFor === 0;
  if (retcode === '000-003' && ((stale && first) || Math.max(sinceRotation, refusedFor) < grace)) return false;
  return stopCodes.includes(retcode);
}

/**
 * Milliseconds from an answer to the next poll. `status` is null where no answer came; `failures` counts the polls in a row
 * that failed, this one included. The pause after a failure doubles and is spread by a fifth, so that agents who lost the
 * platform together do not come back together.
 */
export function pauseAfter(status: number | null, failures: number, retryAfter = 0, random = Math.random): number {
  if (status === 200) return PAUSE;
  const pause = Math.min(LONGEST, TROUBLE * 2 ** Math.max(0, failures - 1)) * (0.8 + 0.4 * random());
  return Math.max(pause, Math.min(retryAfter, LONGEST));
}
