import type { DeviceFacts } from '../../core/call/device-verdict.js';

/** What can be found out without asking for permission. Never rejects. */
export async function lookAtDevices(): Promise<DeviceFacts> {
  const { mediaDevices } = navigator;
  const webrtc = typeof RTCPeerConnection === 'function' && typeof mediaDevices?.getUserMedia === 'function';
  const [listed, permission] = await Promise.all([
    webrtc ? mediaDevices.enumerateDevices().catch(() => []) : [],
    microphonePermission(),
  ]);
  const count = (kind: MediaDeviceKind) => listed.filter((device) => device.kind === kind).length;
  const named = listed.some(({ label }) => label !== '');
  return {
    secureContext: isSecureContext,
    webrtc,
    microphones: count('audioinput'),
    cameras: count('videoinput'),
    speakers: named && listsSpeakers() ? count('audiooutput') : null,
    permission,
    allowedByPage: { microphone: pageAllows('microphone'), camera: pageAllows('camera') },
  };
}

/** Chromium lists speakers, at the latest with permission; in other browsers their absence means nothing. */
const listsSpeakers = (): boolean => 'webkitGetUserMedia' in navigator;

async function microphonePermission(): Promise<DeviceFacts['permission']> {
  try {
    // Firefox and older Safari don't know the name and reject.
    return (await navigator.permissions.query({ name: 'microphone' })).state;
  } catch {
    return 'unknown';
  }
}

interface FeaturePolicy {
  allowsFeature(name: string): boolean;
}

/** Only Chromium has an API for the page's Permissions-Policy; null elsewhere. */
function pageAllows(feature: 'microphone' | 'camera'): boolean | null {
  const { featurePolicy } = document as Document & { featurePolicy?: FeaturePolicy };
  return featurePolicy?.allowsFeature(feature) ?? null;
}
