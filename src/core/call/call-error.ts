import { CodedError, explained, kindOf, type Failure } from '../lib/coded-error.js';
import { PlatformError } from '../platform/platform-error.js';

/** Why a call failed, before or after the answer. Public contract: `code` of `cc-error`. */
export const callErrorCodes = [
  'insecure-context', // the page is not https:, so the browser offers no microphone
  'webrtc-unsupported', // the browser has no WebRTC
  'no-microphone', // none is connected
  'no-camera', // of old: a video call without one goes on as a voice call
  'no-speaker', // of old: a list of devices proves nothing
  'permission-denied', // the visitor, the browser or a policy said no
  'device-busy', // another program holds the microphone or camera
  'call-unsupported', // tenant space or channel has no click-to-call
  'off-hours', // agents are outside working hours
  'no-agents', // no agent is available
  'queue-timeout', // waited too long in the queue
  'call-failed', // the platform ended the call before the answer (168105)
  'credentials', // the site's credentials are missing or refused
  'platform-refused', // the platform responded with an error of its own
  'platform-unreachable', // network failure, timeout, or HTTP 408, 429, 5xx
  'bad-response', // a response or an event that is not as documented
  'gateway-unreachable', // no gateway could be reached
  'gateway-refused', // non-2xx final response to the INVITE
  'media-failed', // ICE or DTLS did not connect, or the answer was rejected
  'media-lost', // media was disconnected and did not recover
  'busy', // another call of this visitor is under way, here or in another tab
  'internal', // our own mistake
] as const;

export type CallErrorCode = (typeof callErrorCodes)[number];

/** The error of a failed call. */
export class CallError extends CodedError<CallErrorCode> {
  override readonly name = 'CallError';
}

/** Converts what was thrown to a `CallError`; what is neither that nor a `PlatformError` is `internal`. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (thrown instanceof PlatformError) return new CallError(thrown.code, thrown.message, explained(thrown));
  return new CallError('internal', `Unexpected ${kindOf(thrown)} inside the widget.`, { cause: thrown });
}

/** Names the CSP directive that is missing, where that is why something could not be reached. */
export function byPolicy(error: Failure<CallErrorCode>, missing: string | null): Failure<CallErrorCode> {
  if (missing === null || !/unreachable$|^credentials$/.test(error.code)) return error;
  return new CallError(error.code, `The page's Content-Security-Policy lacks "${missing}". ${error.message}`, error);
}
