import { CallError } from './call-error.js';

/** What can be found out without asking for permission. No list of devices is in it: only opening one proves anything. */
export interface DeviceFacts {
  readonly secureContext: boolean;
  /** `RTCPeerConnection` and `mediaDevices.getUserMedia` are there. */
  readonly webrtc: boolean;
  readonly permission: 'granted' | 'prompt' | 'denied' | 'unknown';
  /** Whether the page's Permissions-Policy allows the microphone; null where the browser has no API for that. */
  readonly allowedByPage: boolean | null;
}

/** The first obstacle to a call, or null. Cause and remedy are for the integrator. */
export function deviceVerdict({ secureContext, webrtc, permission, allowedByPage }: DeviceFacts): CallError | null {
  if (!secureContext)
    return new CallError('insecure-context', 'The page is not a secure context: serve it over https.');
  if (!webrtc) return new CallError('webrtc-unsupported', 'The browser has no WebRTC, or it is switched off.');
  if (allowedByPage === false)
    return new CallError(
      'permission-denied',
      'The page\'s Permissions-Policy lacks "microphone=(self)", or its iframe allow="microphone".',
    );
  if (permission === 'denied') return new CallError('permission-denied', 'The microphone is blocked for this site.');
  return null;
}

/** The obstacle behind a rejected `getUserMedia`, by the DOMException's name (Media Capture and Streams §10.2). */
export function captureVerdict(name: string): CallError {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError('permission-denied', 'The microphone was refused.');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new CallError('no-microphone', 'No microphone, or the system hides it.');
    case 'NotReadableError':
    case 'AbortError':
      return new CallError('device-busy', 'Another program has the microphone, or the system failed it.');
    default:
      return new CallError('internal', `getUserMedia failed with ${name}.`);
  }
}
