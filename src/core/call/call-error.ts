import { CodedError, kindOf } from '../lib/coded-error.js';
import { PlatformError } from '../platform/platform-error.js';

/** Why a call could not be made or went on no longer. One word per reason; contract for `cc-error`. */
export const callErrorCodes = [
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

export type CallErrorCode = (typeof callErrorCodes)[number];

/** What a call fails with. */
export class CallError extends CodedError<CallErrorCode> {
  override readonly name = 'CallError';
}

/** Whatever was thrown, as a `CallError`; what is neither one nor the platform's is our own mistake. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (thrown instanceof PlatformError) return new CallError(thrown.code, thrown.message, { ...thrown, cause: thrown });
  return new CallError('internal', `Unexpected ${kindOf(thrown)} inside the widget.`, { cause: thrown });
}
