import { CodedError, explained, kindOf } from '../lib/coded-error.js';
import { PlatformError } from '../platform/platform-error.js';

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

/** What a shared or watched page fails with. `causeId` and `causeDesc` are the platform's, or the relay's close code and words. */
export class CobrowseError extends CodedError<CobrowseErrorCode> {
  override readonly name = 'CobrowseError';
}

/** Whatever was thrown, as a `CobrowseError`; what is neither one nor the platform's is our own mistake. */
export function asCobrowseError(thrown: unknown): CobrowseError {
  if (thrown instanceof CobrowseError) return thrown;
  if (thrown instanceof PlatformError && isCobrowseCode(thrown.code))
    return new CobrowseError(thrown.code, thrown.message, explained(thrown));
  return new CobrowseError('internal', `Unexpected ${kindOf(thrown)} inside the widget.`, { cause: thrown });
}

const isCobrowseCode = (code: string): code is CobrowseErrorCode => cobrowseErrorCodes.some((known) => known === code);
