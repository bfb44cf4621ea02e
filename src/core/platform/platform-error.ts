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
