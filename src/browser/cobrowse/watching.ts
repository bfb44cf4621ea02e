import type { WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { isUnderWay } from '../../core/cobrowse/cobrowse-state.js';
import type { Anchor, Point } from '../../core/cobrowse/wire/control.js';
import { WatchFlow } from '../../core/cobrowse/watch/watch-flow.js';
import { systemClock } from '../../core/lib/clock.js';
import { cobrowseClient, type CobrowseOptions } from './cobrowse-client.js';
import { consoleLog } from '../shared/console-log.js';
import { replayPage } from './page-replayer.js';
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
  const pageAt = (x: number, y: number) => (isUnderWay(flow.state) ? picture.pageAt(x, y) : null);
  flow.start();
  return { session: Object.assign(flow, { pageAt }) };
}

/** The replayed page, as large as it fits into its stage. */
class Picture {
  readonly #stage: HTMLElement;
  readonly #replay: ReturnType<typeof replayPage>;
  readonly #sizes = new ResizeObserver(() => this.#fit());
  #page = { width: 0, height: 0 };
  #scale = 1;
  #broken: unknown = null;

  constructor(stage: HTMLElement, options: Pick<WatchingOptions, 'title' | 'origins'>) {
    this.#stage = stage;
    this.#replay = replayPage({
      root: stage,
      ...options,
      onSize: (width, height) => {
        this.#page = { width, height };
        this.#fit();
      },
      onBroken: (cause) => (this.#broken = cause),
    });
    this.#sizes.observe(stage);
  }

  apply(events: readonly unknown[]): void {
    this.#broken = null;
    this.#replay.apply(events);
    if (this.#broken !== null) throw new Error('The picture can’t be shown.', { cause: this.#broken });
  }

  anchorAt(at: Point): Anchor | null {
    return this.#replay.anchorAt(at);
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#replay.stop();
  }

  /** In CSS pixels of the visitor's page, scrolled parts counted. */
  pageAt(clientX: number, clientY: number): Point | null {
    const { frame } = this.#replay;
    if (!frame?.contentWindow) return null;
    const { left, top, right, bottom } = frame.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) return null;
    const { scrollX, scrollY } = frame.contentWindow;
    const onPage = (from: number, scroll: number) => Math.round(from / this.#scale + scroll);
    return [onPage(clientX - left, scrollX), onPage(clientY - top, scrollY)];
  }

  #fit(): void {
    const { width, height } = this.#page;
    const { clientWidth, clientHeight } = this.#stage;
    if (width === 0 || height === 0 || clientWidth === 0 || clientHeight === 0) return;
    this.#scale = Math.min(1, clientWidth / width, clientHeight / height);
    // In the middle of a stage that is wider.
    this.#replay.setScale(this.#scale, Math.max(0, (clientWidth - width * this.#scale) / 2));
  }
}
