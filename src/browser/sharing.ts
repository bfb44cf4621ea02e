import type { ShareSession } from '../core/cobrowse/cobrowse-session.js';
import { isUnderWay } from '../core/cobrowse/cobrowse-state.js';
import { ShareFlow } from '../core/cobrowse/share-flow.js';
import { systemClock } from '../core/lib/clock.js';
import { cobrowseClient, type CobrowseOptions } from './cobrowse-client.js';
import { recordPage, type PageRecording } from './page-recorder.js';
import { openRelaySocket } from './relay-socket.js';
import { takeShareMemory, writeShareMemory } from './share-memory.js';

export interface SharingOptions extends CobrowseOptions {
  /** Masks all text, not only fields. */
  readonly maskText: boolean;
}

/** A part of the page that the agent does not get: not at all (`block`), or not what it says (`mask`). */
export interface HiddenPart {
  readonly element: Element;
  readonly how: 'block' | 'mask';
}

/** The page while it is shared. */
export interface SharedPage {
  /** What is hidden now, each part once. */
  hidden(): readonly HiddenPart[];
}

/** Begins to share: asks first, see `ShareSession.agree`; or goes on where a page before this one was shared. */
export function startSharing(options: SharingOptions): { session: ShareSession; page: SharedPage } {
  const { roomId, userId, userName, maskText } = options;
  const client = cobrowseClient(options);
  const before = takeShareMemory(roomId);
  let recording: PageRecording | null = null;
  const session = new ShareFlow(
    {
      ask: (signal) => client.getConnectionInfo({ roomId, userId, userName, role: 'recorder' }, signal),
      release: () => client.releaseConnection(roomId),
      openSocket: openRelaySocket,
      record: (events) => (recording = recordPage({ ...events, maskText })),
      clock: systemClock,
    },
    { roomId, user: { id: userId, name: userName }, tab: before?.tab ?? crypto.randomUUID(), before },
  );
  rememberOnLeave(session);
  session.start();
  return { session, page: { hidden: () => recording?.hidden() ?? [] } };
}

/** Only a page that is being left writes it down: a tab that is duplicated meanwhile has nothing to go on with. */
function rememberOnLeave(session: ShareFlow): void {
  const over = new AbortController();
  const { signal } = over;
  addEventListener('pagehide', () => writeShareMemory(session.memory), { signal });
  // Back from the browser's cache, the page goes on by itself.
  addEventListener('pageshow', ({ persisted }) => persisted && writeShareMemory(null), { signal });
  session.subscribe((state) => {
    if (!isUnderWay(state)) over.abort();
  });
}
