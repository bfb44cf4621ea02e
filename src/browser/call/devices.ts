import { atMost, systemClock } from '../../core/lib/clock.js';
import type { DeviceFacts } from '../../core/call/device-verdict.js';

/** What can be found out without asking for permission. Never rejects. */
export async function lookAtDevices(): Promise<DeviceFacts> {
  const { mediaDevices } = navigator;
  const webrtc = typeof RTCPeerConnection === 'function' && typeof mediaDevices?.getUserMedia === 'function';
  return {
    secureContext: isSecureContext,
    webrtc,
    permission: await microphonePermission(),
    allowedByPage: pageAllows('microphone'),
  };
}

/** A browser that does not say it within this time does not say it, ms. */
const LOOK = 1_000;

/** Firefox and older Safari don't know the name and reject. */
const microphonePermission = (): Promise<DeviceFacts['permission']> =>
  atMost(systemClock, LOOK, async () => (await navigator.permissions.query({ name: 'microphone' })).state, 'unknown');

/** Empty where the browser does not list them in time. */
export const listedDevices = (): Promise<readonly MediaDeviceInfo[]> =>
  atMost(systemClock, LOOK, () => navigator.mediaDevices.enumerateDevices(), []);

interface FeaturePolicy {
  allowsFeature(name: string): boolean;
}

/** Only Chromium has an API for the page's Permissions-Policy; null elsewhere. */
function pageAllows(feature: 'microphone'): boolean | null {
  const { featurePolicy } = document as Document & { featurePolicy?: FeaturePolicy };
  return featurePolicy?.allowsFeature(feature) ?? null;
}
