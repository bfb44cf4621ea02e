import { CallError } from '../lib/errors.js';

/** Why a page could not be shared or watched, or no longer. One word per reason; contract for `cc-error`. */
export const cobrowseErrorCodes = [
  'insecure-context', // the page is not https:
  'cobrowse-unsupported', // the browser lacks what is needed (CompressionStream)
  'no-room', // neither `room-id`, nor a call that has one
  'credentials', // the site's credentials are missing or refused
  'platform-refused', // the platform answered with an error of its own
  'platform-unreachable', // the platform could not be reached or did not answer in time
  'bad-response', // the platform or the relay answered something that is no answer
  'relay-unreachable', // the relay could not be reached, or did not come back
  'relay-refused', // the relay refused the ticket, the origin, or the room is full
  'page-too-large', // the page has more in it than can be shared
  'internal', // our own mistake
] as const;

export type CobrowseErrorCode = (typeof cobrowseErrorCodes)[number];

export interface CobrowseErrorDetails {
  /** The platform's code or the relay's close code, and its words, as text. */
  readonly causeId?: string | undefined;
  readonly causeDesc?: string | undefined;
  /** What made it fail; never shown, never logged. */
  readonly cause?: unknown;
}

/** A code for programs, a message for the integrator. Carries no credential and no content. */
export class CobrowseError extends Error {
  override readonly name = 'CobrowseError';
  readonly code: CobrowseErrorCode;
  readonly causeId: string | undefined;
  readonly causeDesc: string | undefined;

  constructor(code: CobrowseErrorCode, message: string, { cause, causeId, causeDesc }: CobrowseErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.causeId = causeId;
    this.causeDesc = causeDesc;
  }
}

/** Whatever was thrown, as a `CobrowseError`; what is not one is our own mistake. */
export function asCobrowseError(thrown: unknown): CobrowseError {
  if (thrown instanceof CobrowseError) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  if (!(thrown instanceof CallError) || !isCobrowseCode(thrown.code))
    return new CobrowseError('internal', `Unexpected ${what} inside the widget.`, { cause: thrown });
  const { code, message, causeId, causeDesc } = thrown;
  return new CobrowseError(code, message, { causeId, causeDesc, cause: thrown });
}

const isCobrowseCode = (code: string): code is CobrowseErrorCode =>
  (cobrowseErrorCodes as readonly string[]).includes(code);
