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

/** Why something failed, as a state or an event has it: a code for programs, a message for the integrator. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  /** The platform's cause, verbatim, as text. */
  readonly causeId?: string | undefined;
  readonly causeDesc?: string | undefined;
  /** HTTP or SIP status behind it. */
  readonly status?: number | undefined;
}

/** An error with a code for programs and a message for the integrator. Carries no credential and no content. */
export class CodedError<Code extends string = string> extends Error implements Failure<Code> {
  override readonly name: string = 'CodedError';
  readonly code: Code;
  readonly causeId: string | undefined;
  readonly causeDesc: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly timedOut: boolean;

  constructor(code: Code, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.causeId = details.causeId;
    this.causeDesc = details.causeDesc;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.timedOut = details.timedOut ?? false;
  }
}

/** For the message of an error that is our own mistake: the kind of what was thrown, never what it says. */
export const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
