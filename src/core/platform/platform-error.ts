import { CodedError } from '../lib/coded-error.js';

/** Why a request to the platform failed; the same for each of its interfaces. */
export type PlatformErrorCode =
  /** The site's credentials are missing or refused. */
  | 'credentials'
  /** The platform responded with an error of its own. */
  | 'platform-refused'
  /** Network failure, timeout, or HTTP 408, 429 or 5xx. */
  | 'platform-unreachable'
  /** The response is not what the interface documents. */
  | 'bad-response';

/** Error codes that only click-to-call has. */
export type ClickToCallErrorCode =
  /** Tenant space or channel has no click-to-call. */
  | 'call-unsupported'
  /** Agents are outside working hours. */
  | 'off-hours'
  /** No agent is available. */
  | 'no-agents';

/** The error of every request to the platform. */
export class PlatformError extends CodedError<PlatformErrorCode | ClickToCallErrorCode> {
  override readonly name = 'PlatformError';
}

/**
 * Another try may succeed: network failure, timeout, a server or a proxy that is out of service, credentials that can't
 * be fetched just now. What the platform refused in so many words stays refused.
 */
export function isTransient(thrown: unknown): thrown is PlatformError {
  if (!(thrown instanceof PlatformError) || thrown.causeId !== undefined) return false;
  if (thrown.code === 'credentials') return thrown.status === undefined || isOutage(thrown.status);
  return thrown.code === 'platform-unreachable' || thrown.code === 'bad-response';
}

/** An HTTP status that says nothing of the request itself. */
export const isOutage = (status: number): boolean => status === 408 || status === 429 || status >= 500;
