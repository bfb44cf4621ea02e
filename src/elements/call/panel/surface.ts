import type { CSSResult, TemplateResult } from 'lit';
import type { PanelHost } from './model.js';
import type { Dock, Outside } from './outside.js';
import { placePanel, type Placing } from './place.js';

/** How often it is looked whether a press meets what ends the call, ms: not all that covers it tells so by an event. */
const LOOK_MS = 250;

/*
 *   in the element ─can't be pressed, or the keyboard goes on in the page─▶ `outside` is loaded ─▶ in the element ⇄ outside of it
 */

/** Where the panel is shown, or the button that the call is docked to. */
export class PanelSurface {
  readonly #host: PanelHost;
  readonly #styles: readonly CSSResult[];
  readonly #close: () => void;
  /** null until the element was out of reach for the first time. */
  #outside: Outside | null = null;
  #cancelWatch: (() => void) | null = null;
  #placed: HTMLElement | null = null;
  #placing: Placing | null = null;

  /** `close`: the panel, by Escape from anywhere in the page. */
  constructor(host: PanelHost, styles: readonly CSSResult[], close: () => void) {
    this.#host = host;
    this.#styles = styles;
    this.#close = close;
  }

  /** What stands in the corner whatever its placement. */
  get cornered(): boolean {
    return this.#outside?.blocked ?? false;
  }

  /** What bars are looked for in. */
  readonly roots = (): readonly ParentNode[] => [this.#host.renderRoot, ...(this.#outside?.roots ?? [])];

  /** Decides where the panel goes, or the dock; returns what the element renders of it. `live`: a call is under way. */
  render(panel: TemplateResult | null, dock: Dock | null, live: boolean): TemplateResult | null {
    if (live) this.#cancelWatch ??= this.#watch();
    else {
      this.#cancelWatch?.();
      this.#cancelWatch = null;
    }
    return this.#outside ? this.#outside.render(panel, dock, live) : panel;
  }

  /** After each render of the element. */
  afterRender(focus: boolean): void {
    const { renderRoot } = this.#host;
    const panel = renderRoot.querySelector<HTMLElement>('.panel');
    if (panel !== this.#placed) {
      this.#placing?.stop();
      this.#placed = panel;
      const button = renderRoot.querySelector<HTMLElement>('.pill');
      this.#placing = panel && button ? placePanel(panel, button) : null;
      document[panel ? 'addEventListener' : 'removeEventListener']('keydown', this.#onKey);
    } else this.#placing?.place();
    if (panel && 'showPopover' in panel && panel.isConnected && !panel.matches(':popover-open')) panel.showPopover();
    const shown = this.#outside?.afterRender(panel) ?? panel;
    if (focus) shown?.focus({ preventScroll: true });
  }

  /** Escape that nothing of the page has taken. */
  readonly #onKey = (event: Event): void => {
    if ((event as KeyboardEvent).key === 'Escape' && !event.defaultPrevented) this.#close();
  };

  #watch(): () => void {
    if (this.#outside) return () => undefined;
    const load = () => {
      stop();
      import('./outside.js').then(
        ({ Outside }) => {
          this.#outside = new Outside(this.#host, this.#styles);
          this.#host.requestUpdate();
        },
        () => (this.#cancelWatch = null),
      );
    };
    const onFocus = ({ target }: Event) => {
      if (target !== this.#host) load();
    };
    const timer = setInterval(() => {
      if (!canBePressed(this.#host)) load();
    }, LOOK_MS);
    const stop = () => {
      clearInterval(timer);
      document.removeEventListener('focusin', onFocus);
    };
    document.addEventListener('focusin', onFocus);
    return stop;
  }
}

/** A press on the middle of the panel's last button, or of the element's, meets the element. */
function canBePressed(host: PanelHost): boolean {
  if (!host.isConnected) return true;
  const control = host.renderRoot.querySelector('.actions :last-child') ?? host.renderRoot.querySelector('.pill');
  const { left, top, width, height } = (control ?? host).getBoundingClientRect();
  const root = host.getRootNode() as Document | ShadowRoot;
  return root.elementFromPoint(left + width / 2, top + height / 2) === host;
}
