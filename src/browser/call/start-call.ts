import { createCall } from '../../core/call/call-flow.js';
import type { Call } from '../../core/call/call.js';
import { isOver, type MediaKind } from '../../core/call/call-state.js';
import { CallError } from '../../core/call/call-error.js';
import { systemClock } from '../../core/lib/clock.js';
import type { Log, LogLevel } from '../../core/lib/log.js';
import type { CredentialsProvider } from '../../core/platform/credentials.js';
import { fabric } from '../../core/platform/fabric.js';
import { PlatformClient } from '../../core/platform/platform-client.js';
import { webadapter } from '../../core/platform/webadapter.js';
import { createSession, type VisitorSession } from '../../core/session/session-flow.js';
import { absoluteUrl, pageOrigin } from '../shared/absolute-url.js';
import { BrowserCallMedia, type CallMedia } from './call-media.js';
import { acquireCallSlot } from './call-slot.js';
import { openChannel } from './channel.js';
import { consoleLog } from '../shared/console-log.js';
import { credentialStore } from '../shared/credentials-url.js';
import { lookAtDevices } from './devices.js';
import { tabMemory } from './gateway-memory.js';
import { MicrophoneMeter } from './microphone-meter.js';
import { pageNetwork } from '../shared/network.js';
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
  /** Read for each gathering of candidates. */
  readonly iceServers: readonly RTCIceServer[];
  /** Level of the console log; `localStorage['cc-widgets.log']` takes precedence. */
  readonly log: LogLevel;
  /** Ring-back and tones. */
  readonly sounds: boolean;
  /** Plays the remote audio; unlocked by the press. */
  readonly audio: HTMLAudioElement;
}

/** A started call, the text session that it holds, and its media. */
export interface StartedCall {
  readonly call: Call;
  readonly session: Pick<VisitorSession, 'state' | 'subscribe'>;
  readonly media: CallMedia;
}

/** Creates a call over the browser's adapters, and starts it. */
export function startCall(options: CallOptions): StartedCall {
  const context = newAudioContext();
  const tones = context && options.sounds ? new Tones(context) : null;
  const speaker = new Speaker(options.audio, (blocked) => call.soundBlocked(blocked));
  const media = new BrowserCallMedia(speaker, context && new MicrophoneMeter(context), (notice, on) =>
    call.noticed(notice, on),
  );
  const log = consoleLog(options.log);
  const platform = platformClient(options, log);
  const network = pageNetwork();
  const session = createSession({ platform, clock: systemClock, network, log });
  const call = createCall(
    {
      platform,
      session,
      devices: { look: lookAtDevices, open: (kind) => media.open(kind) },
      createPeer: (_capture, kind, listener) =>
        media.newPeer({
          media: kind,
          iceServers: async () => (await platform.iceServers()) ?? options.iceServers,
          network,
          clock: systemClock,
          listener,
        }),
      openChannel,
      invite: inviteBySip(systemClock),
      gatewayMemory: tabMemory,
      clock: systemClock,
      network,
      log,
      policy: watchPagePolicy(),
      pageHost: /^\w+:\/\/(\[[^\]]*\]|[^:/]*)/.exec(pageOrigin())?.[1] ?? '',
      acquireCallSlot,
    },
    { media: options.media, direct: options.direct },
  );
  // A subscription of its own: where a tone throws, the one below still closes everything.
  if (tones) call.subscribe((state, previous) => tones.onState(state, previous));
  call.subscribe((state) => {
    if (!isOver(state)) return;
    media.close();
    void (tones?.done ?? Promise.resolve()).then(() => context?.close()).catch(() => undefined);
  });
  call.start();
  return { call, session, media };
}

function platformClient(options: CallOptions, log: Log): PlatformClient {
  const { api } = options;
  const baseUrl = absoluteUrl(options.baseUrl);
  if (baseUrl === null) throw new CallError('platform-unreachable', 'base-url is no URL.');
  const credentials = credentialStore(options, log);
  return new PlatformClient({
    baseUrl,
    family: api === 'webadapter' ? webadapter(navigator.userAgent) : fabric(() => credentials.visitor),
    credentials,
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    log,
  });
}

/** Null where the browser refuses: level meter and tones are optional, the call is not. */
function newAudioContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}
