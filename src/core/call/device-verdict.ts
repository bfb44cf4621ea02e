import { CallError } from './call-error.js';
import type { MediaKind } from './call-state.js';

/** What can be found out about the visitor's devices without asking for permission. */
export interface DeviceFacts {
  readonly secureContext: boolean;
  /** `RTCPeerConnection` and `mediaDevices.getUserMedia` are there. */
  readonly webrtc: boolean;
  readonly microphones: number;
  readonly cameras: number;
  /** null where the browser does not list speakers (Firefox, Safari), or not before permission. */
  readonly speakers: number | null;
  readonly permission: 'granted' | 'prompt' | 'denied' | 'unknown';
  /** Whether the page's Permissions-Policy allows it; null where the browser has no API for that. */
  readonly allowedByPage: { readonly microphone: boolean | null; readonly camera: boolean | null };
}

/** The first obstacle to a call of this kind, or null. Cause and remedy are for the integrator. */
export function deviceVerdict(facts: DeviceFacts, media: MediaKind): CallError | null {
  if (!facts.secureContext)
    return new CallError('insecure-context', 'The page is not a secure context: serve it over https.');
  if (!facts.webrtc) return new CallError('webrtc-unsupported', 'The browser has no WebRTC, or it is switched off.');
  const blocked = blockedByPage(facts, media);
  if (blocked)
    return new CallError(
      'permission-denied',
      `The page's Permissions-Policy lacks "${blocked}": send "Permissions-Policy: ${blocked}=(self)", and allow="${blocked}" on an iframe.`,
    );
  if (facts.microphones === 0) return new CallError('no-microphone', 'The browser lists no microphone.');
  if (media === 'video' && facts.cameras === 0) return new CallError('no-camera', 'The browser lists no camera.');
  if (facts.speakers === 0) return new CallError('no-speaker', 'The browser lists no speaker or headphones.');
  if (facts.permission === 'denied')
    return new CallError('permission-denied', 'The visitor or the browser blocks the microphone for this site.');
  return null;
}

function blockedByPage({ allowedByPage }: DeviceFacts, media: MediaKind): 'microphone' | 'camera' | null {
  if (allowedByPage.microphone === false) return 'microphone';
  return media === 'video' && allowedByPage.camera === false ? 'camera' : null;
}

/** The obstacle behind a rejected `getUserMedia`, by the DOMException's name (Media Capture and Streams §10.2). */
export function captureVerdict(name: string, media: MediaKind, facts: DeviceFacts): CallError {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError('permission-denied', 'The visitor, the browser or a policy refused the microphone.');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return media === 'video' && facts.microphones > 0
        ? new CallError('no-camera', 'No camera is connected, or the system hides it from the browser.')
        : new CallError('no-microphone', 'No microphone is connected, or the system hides it from the browser.');
    case 'NotReadableError':
    case 'AbortError':
      return new CallError('device-busy', 'Another program holds the microphone or camera, or the system failed it.');
    default:
      return new CallError('internal', `getUserMedia failed with ${name}.`);
  }
}
