import type { Picker, PictureView } from '../../core/cobrowse/cobrowse-session.js';
import type { PagePlayer } from '../../core/cobrowse/ports.js';
import { readOurs, type OurPlace } from '../../core/cobrowse/wire/ours.js';
import type { Anchor, Box, Point } from '../../core/cobrowse/wire/control.js';
import { replayPage } from './page-replayer.js';

/** The replayed page in its stage: as large as it fits, or as large as the visitor's window; where the visitor is, or not. */
export class Picture implements PagePlayer, PictureView {
  readonly #stage: HTMLElement;
  readonly #replay: ReturnType<typeof replayPage>;
  readonly #sizes = new ResizeObserver(() => this.#fit());
  #page = { width: 0, height: 0 };
  #scale = 1;
  #fits = true;
  #broken: unknown = null;
  #ours: readonly OurPlace[] = [];

  constructor(stage: HTMLElement, options: { readonly title: string; readonly origins: readonly string[] }) {
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
    for (const event of events) this.#ours = readOurs(event) ?? this.#ours;
    this.#replay.apply(events);
    if (this.#broken !== null) throw new Error('The picture can’t be shown.', { cause: this.#broken });
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#replay.stop();
  }

  get follows(): boolean {
    return this.#replay.follows;
  }

  set follows(follows: boolean) {
    this.#replay.follows = follows;
  }

  get selectable(): boolean {
    return this.#replay.selectable;
  }

  set selectable(selectable: boolean) {
    this.#replay.selectable = selectable;
  }

  get fits(): boolean {
    return this.#fits;
  }

  set fits(fits: boolean) {
    this.#fits = fits;
    this.#stage.scrollTo(0, 0);
    this.#fit();
  }

  scrollBy(x: number, y: number): void {
    const { scrollLeft, scrollTop } = this.#stage;
    this.#stage.scrollBy(x, y);
    const [restX, restY] = [x - (this.#stage.scrollLeft - scrollLeft), y - (this.#stage.scrollTop - scrollTop)];
    if (!this.follows) this.#replay.frame?.contentWindow?.scrollBy(restX / this.#scale, restY / this.#scale);
  }

  get visitorSees(): Box | null {
    const { frame, visitorAt } = this.#replay;
    if (!frame?.contentWindow) return null;
    const { left, top } = frame.getBoundingClientRect();
    const { scrollX, scrollY } = frame.contentWindow;
    const { width, height } = this.#page;
    const onScreen = (from: number, at: number, scroll: number) => from + (at - scroll) * this.#scale;
    return {
      ...{ x: onScreen(left, visitorAt[0], scrollX), y: onScreen(top, visitorAt[1], scrollY) },
      ...{ width: width * this.#scale, height: height * this.#scale },
    };
  }

  get ours(): readonly OurPlace[] {
    const { frame } = this.#replay;
    if (!frame) return [];
    const { left, top } = frame.getBoundingClientRect();
    const scale = this.#scale;
    return this.follows
      ? this.#ours.map(({ what, x, y, width, height }) => ({
          ...{ what, x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale },
        }))
      : [];
  }

  anchorAt(at: Point): Anchor | null {
    return this.#replay.anchorAt(at);
  }

  /** The same for a point of this window. */
  anchorOf(clientX: number, clientY: number): Anchor | null {
    const at = this.pageAt(clientX, clientY);
    return at && this.#replay.anchorAt(at);
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

  boxAt(clientX: number, clientY: number): Box | null {
    const at = this.pageAt(clientX, clientY);
    return at && this.#replay.boxAt(at);
  }

  pickerAt(clientX: number, clientY: number): Picker | null {
    const at = this.pageAt(clientX, clientY);
    const picker = at && this.#replay.pickerAt(at);
    const { frame } = this.#replay;
    if (!picker || !frame) return null;
    const { left, top } = frame.getBoundingClientRect();
    const { x, y, width, height } = picker.box;
    const scale = this.#scale;
    return {
      ...picker,
      box: { x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale },
    };
  }

  #fit(): void {
    const { width, height } = this.#page;
    const { clientWidth, clientHeight } = this.#stage;
    if (width === 0 || height === 0 || clientWidth === 0 || clientHeight === 0) return;
    this.#scale = this.#fits ? Math.min(1, clientWidth / width, clientHeight / height) : 1;
    // In the middle of a stage that is wider.
    this.#replay.setScale(this.#scale, Math.max(0, (clientWidth - width * this.#scale) / 2));
  }
}
