import type { CobrowseOptions } from '../../browser/cobrowse/cobrowse-client.js';
import { CobrowseError } from '../../core/cobrowse/cobrowse-error.js';
import type { Lender } from './lender.js';
import type { CobrowseTextOverrides } from '../texts/cobrowse/texts.js';
import { localeOf } from '../shared/locale.js';
import type { PlatformElement } from '../shared/platform-element.js';
import { cobrowseLabelsFor } from '../texts/cobrowse/labels.js';

interface Borrower extends PlatformElement {
  readonly mode: 'recorder' | 'replayer';
  readonly tenantSpaceId: string;
  readonly texts: CobrowseTextOverrides;
}

/** What the element says itself, else what its lender says. Credentials and where they come from go together. */
export function optionsOf(element: Borrower, lender: Lender | null, roomId: string | null): CobrowseOptions {
  if (!roomId) throw new CobrowseError('no-room', 'Neither `room-id` nor the call of `for` names a room.');
  const { mode, texts } = element;
  const locale = localeOf(element);
  const labels = cobrowseLabelsFor(locale, texts);
  const api = element.hasAttribute('api') || element.api !== 'fabric' ? element.api : lender?.api;
  const credentials = element.credentials || element.credentialsUrl ? element : lender;
  return {
    baseUrl: element.baseUrl || lender?.baseUrl || location.origin,
    api: api === 'webadapter' ? 'webadapter' : 'fabric',
    roomId,
    userId: element.userId,
    userName: element.userName || lender?.userName || (mode === 'replayer' ? labels.agent : labels.visitor),
    channelId: lender?.channelId ?? '',
    tenantSpaceId: element.tenantSpaceId,
    locale,
    credentialsUrl: credentials?.credentialsUrl ?? null,
    credentials: credentials?.credentials ?? null,
    log: element.log,
  };
}
