import { createCall } from '../core/call/call-flow.js';
import type { CallSession } from '../core/call/call-session.js';
import { isOver, type MediaKind } from '../core/call/call-state.js';
import type { Memory } from '../core/call/ports.js';
import { CallError } from '../core/lib/errors.js';
import { systemClock } from '../core/lib/clock.js';
import type { CredentialsProvider } from '../core/platform/credentials.js';
import { fabric } from '../core/platform/fabric.js';
import { PlatformClient } from '../core/platform/platform-client.js';
import { webadapter } from '../core/platform/webadapter.js';
import { absoluteUrl } from './absolute-url.js';
import { BrowserCallMedia, type CallMedia } from './call-media.js';
import { openChannel } from './channel.js';
import { credentialStore } from './credentials-url.js';
import { lookAtDevices } from './devices.js';
import { MicrophoneMeter } from './microphone-meter.js';
import { watchPagePolicy } from './page-policy.js';
import { inviteBySip } from './sip-dialog.js';
import { Speaker } from './speaker.js';
import { Tones } from './tones.js';

export interface CallOptions {
  /** Origin (and path prefix) of the platform or of a proxy in front of it; relative to the page. */
  readonly baseUrl: string;
  readonly api: 'fabric' | 'webadapter';
  readonly channelId: string;
  readonly userId: string;
  readonly userName: string;
  readonly media: MediaKind;
  readonly direct: boolean;
  /** BCP 47; handed to the site's credentials function. */
  readonly locale: string;
  readonly credentialsUrl: string | null;
  readonly credentials: CredentialsProvider | null;
  readonly iceServers: readonly RTCIceServer[];
  /** Ring-back and tones. */
  readonly sounds: boolean;
  /** Plays the other side; unlocked by the press. */
  readonly audio: HTMLAudioElement;
}

/** Makes a call with everything that a browser has, and starts it. */
export function startCall(options: CallOptions): { session: CallSession; media: CallMedia } {
  const context = newAudioContext();
  const tones = context && options.sounds ? new Tones(context) : null;
  const speaker = new Speaker(options.audio, (blocked) => call.soundBlocked(blocked));
  const media = new BrowserCallMedia(speaker, context && new MicrophoneMeter(context));
  const call = createCall(
    {
      platform: platformClient(options),
      devices: { look: lookAtDevices, open: (kind) => media.open(kind) },
      createPeer: (_capture, kind, listener) => media.newPeer(kind, options.iceServers, listener),
      openChannel,
      invite: inviteBySip(systemClock),
      memory: tabMemory,
      clock: systemClock,
      policy: watchPagePolicy(),
      pageHost: location.hostname,
      takePlace,
    },
    { media: options.media, direct: options.direct },
  );
  // Apart from the end, which must be heard of even where no tone can be made.
  if (tones) call.subscribe((state, previous) => tones.hear(state, previous));
  call.subscribe((state) => {
    if (!isOver(state)) return;
    media.close();
    void (tones?.done ?? Promise.resolve()).then(() => context?.close());
  });
  call.start();
  return { session: call, media };
}

function platformClient(options: CallOptions): PlatformClient {
  const { api, channelId, userId, userName } = options;
  const baseUrl = absoluteUrl(options.baseUrl);
  if (baseUrl === null) throw new CallError('platform-unreachable', 'base-url is no URL.');
  return new PlatformClient({
    baseUrl,
    family: api === 'webadapter' ? webadapter(navigator.userAgent) : fabric({ userId, userName, channelId }),
    credentials: credentialStore(options),
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
  });
}

/** Level and tones are a comfort: a browser that gives no context still gets its call. */
function newAudioContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

const GATEWAY_KEY = 'cc-widgets.gateway';

/** The last good gateway, kept for the tab where it has a storage. */
const tabMemory: Memory = {
  get lastGateway() {
    try {
      return sessionStorage.getItem(GATEWAY_KEY);
    } catch {
      return null;
    }
  },
  set lastGateway(url) {
    try {
      if (url !== null) sessionStorage.setItem(GATEWAY_KEY, url);
    } catch {
      // A page without storage races its gateways anew each time.
    }
  },
};

const calls = new WeakSet<Document>();

/** One call per page: two would fight for the microphone. */
function takePlace(): (() => void) | null {
  if (calls.has(document)) return null;
  calls.add(document);
  return () => void calls.delete(document);
}
