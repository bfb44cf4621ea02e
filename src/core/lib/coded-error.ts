export interface FailureDetails {
  /** The platform's cause, verbatim, as text. */
  readonly causeId?: string | undefined;
  readonly causeDesc?: string | undefined;
  /** HTTP or SIP status code of the response behind it. */
  readonly status?: number | undefined;
  /** Delay before a retry that the other side asked for (`Retry-After`), ms. */
  readonly retryAfter?: number | undefined;
  /** The request timed out; for a long poll that is no failure. */
  readonly timedOut?: boolean;
  /** The underlying error; never shown, never logged. */
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

/** For the message of an `internal` error: the class or type of what was thrown, never its message. */
export const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);

/** What an error of one room says of another's, which it has for its cause. */
export const explained = (cause: CodedError): FailureDetails => {
  const { causeId, causeDesc, status, retryAfter, timedOut } = cause;
  return { causeId, causeDesc, status, retryAfter, timedOut, cause };
};
