import { render, type CSSResult } from 'lit';
import type { CobrowseOptions } from '../../browser/cobrowse/cobrowse-client.js';
import type * as watching from '../../browser/cobrowse/watching.js';
import type { WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { idle, isUnderWay, type CobrowseState } from '../../core/cobrowse/cobrowse-state.js';
import { cobrowseView, type CobrowseView } from '../../core/cobrowse/cobrowse-view.js';
import type { SeatState } from '../../core/cobrowse/control/control-seat.js';
import { ControlTool } from './control-tool.js';
import { CcControlChangeEvent } from './events.js';
import { lineStyles } from './marks-styles.js';
import { drawing } from './marks.js';
import type { CobrowseScene, SceneHost, Shown } from './scene.js';
import type { CobrowseTextOverrides, CobrowseTexts } from '../texts/cobrowse/texts.js';
import { ShowingTools } from './tools.js';
import { watchStyles } from './watch-styles.js';
import { controlText, placeOurs, watchAdvice, watchHeadline, watchTemplate } from './watch-view.js';
import { surfaceStyles } from '../shared/surface-styles.js';
import { withOwn } from '../texts/call/texts.js';
import { en } from '../texts/cobrowse/en.js';
import { figuresLocale } from '../texts/figures.js';
import { Spoken } from '../texts/spoken.js';

export { optionsOf } from './options.js';

/** How often the lag is read, ms: no faster than an eye reads it, but often until the first picture is there. */
const LAG_MS = 1000;
const FIRST_MS = 100;

const noSeat: SeatState = { name: 'none', ended: null, outcome: null };

/** The agent's end of a shared page: state, lag, tools, and the picture. */
export class WatchScene implements CobrowseScene {
  static readonly styles: readonly CSSResult[] = [surfaceStyles, lineStyles, watchStyles];

  /** Where the picture goes. */
  readonly stage = document.createElement('div');
  readonly #host: SceneHost;
  readonly #spoken = new Spoken<CobrowseTexts>(en, (words) => words.cobrowseTexts?.());
  #session: WatchSession | null = null;
  #tools: ShowingTools | null = null;
  #control: ControlTool | null = null;
  #hasControl = false;
  #state: CobrowseState = idle;
  #since = 0;
  #lag: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(host: SceneHost) {
    this.#host = host;
    this.stage.className = 'stage';
  }

  /** Starts to watch. */
  watch({ startWatching }: Pick<typeof watching, 'startWatching'>, options: CobrowseOptions): WatchSession {
    const { texts, resourceOrigins } = this.#host;
    const { session } = startWatching({
      ...options,
      stage: this.stage,
      title: texts.picture ?? this.#spoken.texts.picture,
      origins: resourceOrigins.split(/\s+/).filter((origin) => origin !== ''),
    });
    this.#session = session;
    const changed = () => this.#host.requestUpdate();
    const tools = new ShowingTools(session, changed);
    this.#tools = tools;
    this.#control = new ControlTool(session, changed, () => this.#host.focus());
    session.control.subscribe(() => {
      const mine = session.control.state.name === 'mine';
      const before = this.#hasControl;
      this.#hasControl = mine;
      changed();
      if (mine === before) return;
      if (mine || tools.tool === 'control') tools.use(mine ? 'control' : 'none');
      const { userId, userName } = this.#host;
      this.#host.dispatchEvent(new CcControlChangeEvent(mine, userName || userId));
    });
    this.#readLag();
    return session;
  }

  follow(state: CobrowseState): void {
    this.#state = state;
    this.#since = Date.now();
    if (state.name !== 'ended' && state.name !== 'failed') return;
    clearTimeout(this.#timer);
    this.#tools?.end();
  }

  async speak(): Promise<void> {
    if (await this.#spoken.speak(this.#host)) this.#host.requestUpdate();
  }

  render(locale: string, own: CobrowseTextOverrides): Shown {
    void this.speak();
    const texts = withOwn(this.#spoken.texts, own);
    const lang = own.lang ?? this.#spoken.lang;
    const view = this.#view();
    const { stage } = this;
    const seat = this.#session?.control.state ?? noSeat;
    const said = [watchHeadline(view, texts), watchAdvice(view, texts), controlText({ seat, texts })];
    const note = said.filter((text) => text !== '').join('. ');
    return {
      label: null,
      instead: watchTemplate({
        ...{ view, texts, lang, locale: figuresLocale(locale, lang), stage, tools: this.#tools, seat },
        ...{ control: this.#control, picture: this.#session?.view ?? null },
        look: (change) => {
          if (this.#session) Object.assign(this.#session.view, change);
          this.#host.requestUpdate();
        },
        useControl: () => this.#useControl(),
        stop: () => void this.#host.stop(),
        again: () => void this.#host.start(),
      }),
      note,
    };
  }

  afterRender(): void {
    cancelAnimationFrame(this.#frame);
    const echo = this.stage.parentElement?.querySelector<HTMLElement>('.echo');
    if (!echo) return;
    const glass = echo.parentElement ?? echo;
    this.#control?.afterRender(glass);
    if (this.#session) placeOurs(glass, this.#session.view);
    const draw = () => {
      const shown = this.#view().headline === 'watching' ? (this.#tools?.lineIn(this.stage) ?? []) : [];
      render(drawing(shown), echo);
      const free = this.#outlineSeen(echo);
      // The picture may scroll or scale below them: redraw on every frame.
      if ((shown.length > 0 || free) && echo.isConnected) this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  /** Asks for control, goes on with it after another tool, or gives it back. */
  #useControl(): void {
    if (this.#hasControl && this.#tools?.tool !== 'control') this.#tools?.choose('control');
    else this.#control?.toggle();
  }

  /** Around what the visitor sees, where the picture goes its own way. */
  #outlineSeen(echo: Element): boolean {
    const seen = echo.parentElement?.querySelector<HTMLElement>('.seen');
    const view = this.#session?.view;
    const box = view && !view.follows ? view.visitorSees : null;
    if (!seen) return false;
    seen.hidden = !box;
    const { left, top } = seen.parentElement?.getBoundingClientRect() ?? new DOMRect();
    if (!box) return view?.follows === false;
    seen.style.transform = `translate(${box.x - left}px, ${box.y - top}px)`;
    seen.style.width = `${box.width}px`;
    seen.style.height = `${box.height}px`;
    return true;
  }

  #view(): CobrowseView {
    return cobrowseView(this.#state, { mode: 'replayer', now: Date.now(), since: this.#since, lag: this.#lag });
  }

  #readLag(): void {
    this.#lag = this.#session?.lag ?? null;
    this.#host.requestUpdate();
    if (isUnderWay(this.#state) || this.#state.name === 'idle')
      this.#timer = setTimeout(() => this.#readLag(), this.#lag === null ? FIRST_MS : LAG_MS);
  }
}
