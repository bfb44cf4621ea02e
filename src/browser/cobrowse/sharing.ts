import type { ShareSession } from '../../core/cobrowse/cobrowse-session.js';
import { isUnderWay } from '../../core/cobrowse/cobrowse-state.js';
import { readFrames } from '../../core/cobrowse/framed/messages.js';
import type { RecordingEvents } from '../../core/cobrowse/ports.js';
import { ShareFlow } from '../../core/cobrowse/share/share-flow.js';
import { systemClock } from '../../core/lib/clock.js';
import { cobrowseClient, type CobrowseOptions } from './cobrowse-client.js';
import { consoleLog } from '../shared/console-log.js';
import { OursWatch } from './recorder/ours.js';
import { recordPage } from './recorder/page-recorder.js';
import type { PageRecording } from './recorder/recording.js';
import { openRelaySocket } from './relay-socket.js';
import { takeShareMemory, writeShareMemory } from './share-memory.js';

export interface SharingOptions extends CobrowseOptions {
  /** Masks all text, not only fields. */
  readonly maskText: boolean;
  /** Frames that are part of the page, see `readFrames`. */
  readonly frames: string;
  /** Agents may ask to act on the page. */
  readonly remoteControl: boolean;
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
  /** Another element has taken over; its options apply from the next recording on. */
  recordAs(options: Pick<SharingOptions, 'maskText' | 'frames'>): void;
}

/** Starts sharing: asks first, see `ShareSession.agree`, or continues where the previous page of this tab was shared. */
export function startSharing(options: SharingOptions): { session: ShareSession; page: SharedPage } {
  const { roomId, userId, userName } = options;
  const client = cobrowseClient(options);
  const before = takeShareMemory(roomId);
  let { maskText, frames } = options;
  let recording: PageRecording | null = null;
  const session = new ShareFlow(
    {
      ask: (signal) => client.getConnectionInfo({ roomId, userId, userName, role: 'recorder' }, signal),
      release: () => client.releaseConnection(roomId),
      openSocket: openRelaySocket,
      record: (events) => {
        const ours = new OursWatch((event) => events.emit([event], false));
        const emit: RecordingEvents['emit'] = (page, keyframe) =>
          events.emit(keyframe ? [...page, ours.event()] : page, keyframe);
        const page = recordPage({ ...events, emit, maskText, ...readFrames(frames) });
        recording = page;
        const stop = () => {
          ours.stop();
          page.stop();
        };
        return { keyframe: () => page.keyframe(), locate: (anchor) => page.locate(anchor), stop };
      },
      takeHand: options.remoteControl
        ? async (onOwnInput) => new (await import('./hand/hand.js')).PageHand(() => recording, onOwnInput)
        : null,
      clock: systemClock,
      log: consoleLog(options.log),
    },
    { roomId, user: { id: userId, name: userName }, tab: before?.tab ?? crypto.randomUUID(), before },
  );
  const listen = rememberOnLeave(session);
  listen();
  session.start();
  const page: SharedPage = {
    hidden: () => recording?.hidden() ?? [],
    recordAs(now) {
      ({ maskText, frames } = now);
      listen();
    },
  };
  return { session, page };
}

/**
 * Only a page that is being left writes it down: a tab that is duplicated meanwhile has nothing to go on with. Returns what
 * listens, to be called again when `document.open()` may have taken the listeners away; those that are there stay the only ones.
 */
function rememberOnLeave(session: ShareFlow): () => void {
  const over = new AbortController();
  const { signal } = over;
  const leave = () => writeShareMemory(session.memory);
  // Back from the browser's cache, the page goes on by itself.
  const comeBack = ({ persisted }: PageTransitionEvent) => persisted && writeShareMemory(null);
  session.subscribe((state) => {
    if (!isUnderWay(state)) over.abort();
  });
  return () => {
    addEventListener('pagehide', leave, { signal });
    addEventListener('pageshow', comeBack, { signal });
  };
}
