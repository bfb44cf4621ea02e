/** Why a call could not be made or went on no longer. One word per reason; contract for `cc-error`. */
export const errorCodes = [
  'insecure-context', // the page is not https:, so the browser offers no microphone
  'webrtc-unsupported', // the browser has no WebRTC
  'no-microphone', // none is connected
  'no-camera', // none is connected, and the call is a video call
  'no-speaker', // none is connected, and the browser can tell
  'permission-denied', // the visitor, the browser or a policy said no
  'device-busy', // another program holds the microphone or camera
  'call-unsupported', // tenant space or channel has no click-to-call
  'off-hours', // agents are outside working hours
  'no-agents', // no agent is available
  'queue-timeout', // waited too long in the queue
  'call-failed', // the platform gave the call up
  'credentials', // the site's credentials are missing or refused
  'platform-refused', // the platform answered with an error of its own
  'platform-unreachable', // the platform could not be reached or did not answer in time
  'bad-response', // the platform answered something that is no answer
  'gateway-unreachable', // no gateway could be reached
  'gateway-refused', // the gateway refused the call
  'media-failed', // sound could not be connected
  'media-lost', // sound was lost and did not come back
  'busy', // another call of this page is under way
  'internal', // our own mistake
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface FailureDetails {
  /** The platform's cause, verbatim, as text. */
  readonly causeId?: string | undefined;
  readonly causeDesc?: string | undefined;
  /** HTTP or SIP status behind it. */
  readonly status?: number | undefined;
  /** Milliseconds after which the other side asked to be tried again. */
  readonly retryAfter?: number | undefined;
  /** No answer came within the time; for a long poll that is no failure. */
  readonly timedOut?: boolean;
  /** What made it fail; never shown, never logged. */
  readonly cause?: unknown;
}

/** The one error class: a code for programs, a message for the integrator. Carries no credential and no content. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: ErrorCode;
  readonly causeId: string | undefined;
  readonly causeDesc: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly timedOut: boolean;

  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.causeId = details.causeId;
    this.causeDesc = details.causeDesc;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.timedOut = details.timedOut ?? false;
  }
}

/** Whatever was thrown, as a `CallError`; what is not one is our own mistake. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  return new CallError('internal', `Unexpected ${what} inside the widget.`, { cause: thrown });
}
