import type { Pictured, WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { isUnderWay } from '../../core/cobrowse/cobrowse-state.js';
import { WatchFlow } from '../../core/cobrowse/watch/watch-flow.js';
import { systemClock } from '../../core/lib/clock.js';
import { cobrowseClient, type CobrowseOptions } from './cobrowse-client.js';
import { consoleLog } from '../shared/console-log.js';
import { Picture } from './picture.js';
import { openRelaySocket } from './relay-socket.js';

export interface WatchingOptions extends CobrowseOptions {
  /** Where the picture goes, scaled to fit; an empty element in the document that the caller sizes. */
  readonly stage: HTMLElement;
  /** Name of the picture's frame, for those who don't see it. */
  readonly title: string;
  /** Origins from which the picture may load images, fonts and style sheets; none but those. */
  readonly origins: readonly string[];
}

/** Begins to watch. */
export function startWatching({ stage, title, origins, ...options }: WatchingOptions): { session: WatchSession } {
  const { roomId, userId, userName } = options;
  const client = cobrowseClient(options);
  const picture = new Picture(stage, { title, origins });
  const flow = new WatchFlow(
    {
      ask: (signal) => client.getConnectionInfo({ roomId, userId, userName, role: 'replayer' }, signal),
      openSocket: openRelaySocket,
      player: picture,
      clock: systemClock,
      log: consoleLog(options.log),
    },
    { roomId, user: { id: userId, name: userName }, tab: crypto.randomUUID() },
  );
  flow.start();
  const shown = <T>(value: T) => (isUnderWay(flow.state) ? value : null);
  const pictured: Pictured = {
    pageAt: (x, y) => shown(picture.pageAt(x, y)),
    anchorAt: (x, y) => shown(picture.anchorOf(x, y)),
    boxAt: (x, y) => shown(picture.boxAt(x, y)),
    pickerAt: (x, y) => shown(picture.pickerAt(x, y)),
    view: picture,
  };
  return { session: Object.assign(flow, pictured) };
}
