import { createCall } from '../../core/call/call-flow.js';
import type { Call } from '../../core/call/call.js';
import { isOver, type MediaKind } from '../../core/call/call-state.js';
import type { Memory } from '../../core/call/ports.js';
import { CallError } from '../../core/call/call-error.js';
import { systemClock } from '../../core/lib/clock.js';
import type { Log, LogLevel } from '../../core/lib/log.js';
import type { CredentialsProvider } from '../../core/platform/credentials.js';
import { fabric } from '../../core/platform/fabric.js';
import { PlatformClient } from '../../core/platform/platform-client.js';
import { webadapter } from '../../core/platform/webadapter.js';
import { createSession, type VisitorSession } from '../../core/session/session-flow.js';
import { absoluteUrl } from '../shared/absolute-url.js';
import { BrowserCallMedia, type CallMedia } from './call-media.js';
import { openChannel } from './channel.js';
import { consoleLog } from '../shared/console-log.js';
import { credentialStore } from '../shared/credentials-url.js';
import { lookAtDevices } from './devices.js';
import { MicrophoneMeter } from './microphone-meter.js';
import { watchPagePolicy } from '../shared/page-policy.js';
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
  /** Of what is written to the console; `localStorage['cc-widgets.log']` goes first. */
  readonly log: LogLevel;
  /** Ring-back and tones. */
  readonly sounds: boolean;
  /** Plays the other side; unlocked by the press. */
  readonly audio: HTMLAudioElement;
}

/** A call under way, the visitor's session around it, and its sound and picture. */
export interface StartedCall {
  readonly call: Call;
  readonly session: Pick<VisitorSession, 'state' | 'subscribe'>;
  readonly media: CallMedia;
}

/** Makes a call with everything that a browser has, and starts it. */
export function startCall(options: CallOptions): StartedCall {
  const context = newAudioContext();
  const tones = context && options.sounds ? new Tones(context) : null;
  const speaker = new Speaker(options.audio, (blocked) => call.soundBlocked(blocked));
  const media = new BrowserCallMedia(speaker, context && new MicrophoneMeter(context));
  const log = consoleLog(options.log);
  const platform = platformClient(options, log);
  const session = createSession({ platform, clock: systemClock, log });
  const call = createCall(
    {
      platform,
      session,
      devices: { look: lookAtDevices, open: (kind) => media.open(kind) },
      createPeer: (_capture, kind, listener) => media.newPeer(kind, options.iceServers, listener),
      openChannel,
      invite: inviteBySip(systemClock),
      memory: tabMemory,
      clock: systemClock,
      log,
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
  return { call, session, media };
}

function platformClient(options: CallOptions, log: Log): PlatformClient {
  const { api, channelId, userId, userName } = options;
  const baseUrl = absoluteUrl(options.baseUrl);
  if (baseUrl === null) throw new CallError('platform-unreachable', 'base-url is no URL.');
  return new PlatformClient({
    baseUrl,
    family: api === 'webadapter' ? webadapter(navigator.userAgent) : fabric({ userId, userName, channelId }),
    credentials: credentialStore(options, log),
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    log,
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
