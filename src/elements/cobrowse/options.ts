import { pageOrigin } from '../../browser/shared/absolute-url.js';
import type { CobrowseOptions } from '../../browser/cobrowse/cobrowse-client.js';
import { CobrowseError } from '../../core/cobrowse/cobrowse-error.js';
import type { CallElement } from './call-element.js';
import type { CobrowseTextOverrides } from '../texts/cobrowse/texts.js';
import { localeOf } from '../shared/locale.js';
import type { PlatformElement } from '../shared/platform-element.js';

interface Configured extends PlatformElement {
  readonly mode: 'recorder' | 'replayer' | 'frame';
  readonly tenantSpaceId: string;
  readonly texts: CobrowseTextOverrides;
}

/**
 * The element's own attributes, else those of the call element that `for` points to. `credentials` and
 * `credentials-url` are taken from the same element. Throws `no-room` where neither has a room.
 */
export function optionsOf(element: Configured, call: CallElement | null, roomId: string | null): CobrowseOptions {
  if (!roomId) throw new CobrowseError('no-room', 'Neither `room-id` nor the call of `for` names a room.');
  const { mode, texts, words } = element;
  const unnamed = mode === 'replayer' ? 'agent' : 'visitor';
  const api = element.hasAttribute('api') || element.api !== 'fabric' ? element.api : call?.api;
  const credentials = element.credentials || element.credentialsUrl ? element : call;
  return {
    baseUrl: element.baseUrl || call?.baseUrl || pageOrigin(),
    api: api === 'webadapter' ? 'webadapter' : 'fabric',
    roomId,
    userId: element.userId,
    userName: element.userName || call?.userName || (texts[unnamed] ?? words[unnamed]),
    channelId: call?.channelId ?? '',
    tenantSpaceId: element.tenantSpaceId,
    locale: localeOf(element),
    credentialsUrl: credentials?.credentialsUrl ?? null,
    credentials: credentials?.credentials ?? null,
    log: element.log,
  };
}
