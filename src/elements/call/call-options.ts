import { pageOrigin } from '../../browser/shared/absolute-url.js';
import type { CallOptions } from '../../browser/call/start-call.js';
import type { MediaKind } from '../../core/call/call-state.js';
import type { PlatformElement } from '../shared/platform-element.js';
import { localeOf } from '../shared/locale.js';
import type { TextOverrides } from '../texts/call/texts.js';

/** The attributes and properties of the element that a call is made from. */
export interface Caller extends PlatformElement {
  readonly channelId: string;
  readonly media: MediaKind;
  readonly direct: boolean;
  readonly iceServers: readonly RTCIceServer[];
  readonly sounds: 'on' | 'off';
  readonly texts: TextOverrides;
}

/** Options of a call from the element's attributes, which may have anything in them. */
export function callOptions(element: Caller, audio: HTMLAudioElement): CallOptions {
  const locale = localeOf(element);
  return {
    baseUrl: element.baseUrl || pageOrigin(),
    api: element.api === 'webadapter' ? 'webadapter' : 'fabric',
    channelId: element.channelId,
    userId: element.userId,
    userName: (element.userName || element.texts.visitor) ?? element.words.visitor,
    media: element.media === 'video' ? 'video' : 'voice',
    direct: element.direct,
    locale,
    credentialsUrl: element.credentialsUrl,
    credentials: element.credentials,
    get iceServers() {
      return element.iceServers;
    },
    log: element.log,
    sounds: element.sounds !== 'off',
    audio,
  };
}
