import { CodedError } from '../lib/coded-error.js';

/** Why the platform could not be asked, or what it answered was of no use; the same for every interface of it. */
export type PlatformErrorCode =
  /** The site's credentials are missing or refused. */
  | 'credentials'
  /** The platform answered with an error of its own. */
  | 'platform-refused'
  /** The platform could not be reached or did not answer in time. */
  | 'platform-unreachable'
  /** The platform answered something that is no answer. */
  | 'bad-response';

/** What click-to-call adds to them: refusals that have a meaning of their own. */
export type ClickToCallErrorCode =
  /** Tenant space or channel has no click-to-call. */
  | 'call-unsupported'
  /** Agents are outside working hours. */
  | 'off-hours'
  /** No agent is available. */
  | 'no-agents';

/** What every request to the platform fails with. */
export class PlatformError extends CodedError<PlatformErrorCode | ClickToCallErrorCode> {
  override readonly name = 'PlatformError';
}
