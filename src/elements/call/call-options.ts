import type { CallOptions } from '../../browser/call/start-call.js';
import type { CcClickToCall } from './cc-click-to-call.js';
import { localeOf } from '../shared/locale.js';
import { labelsFor } from '../texts/call/labels.js';

/** What the element says of the call that begins now; its attributes may have anything in them. */
export function callOptions(element: CcClickToCall, audio: HTMLAudioElement): CallOptions {
  const locale = localeOf(element);
  return {
    baseUrl: element.baseUrl || location.origin,
    api: element.api === 'webadapter' ? 'webadapter' : 'fabric',
    channelId: element.channelId,
    userId: element.userId,
    userName: element.userName || labelsFor(locale, element.texts).visitor,
    media: element.media === 'video' ? 'video' : 'voice',
    direct: element.direct,
    locale,
    credentialsUrl: element.credentialsUrl,
    credentials: element.credentials,
    iceServers: element.iceServers,
    log: element.log,
    sounds: element.sounds !== 'off',
    audio,
  };
}
