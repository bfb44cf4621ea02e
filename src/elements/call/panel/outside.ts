import { css, html, type CSSResult, type TemplateResult } from 'lit';
import { PageLayer } from '../../shared/page-layer.js';
import { makeWay } from './make-way.js';
import type { PanelHost } from './model.js';
import { placePanel } from './place.js';
import { Reach } from './reach.js';

const layerStyles = css`
  .dock,
  .panel {
    color-scheme: var(--_scheme, light);
    font: 16px/24px var(--cc-font, sans-serif);
    text-align: start;
  }
  .dock {
    position: fixed;
    inset: auto;
    inset-block-end: calc(24px + env(safe-area-inset-bottom, 0px));
    inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
    max-inline-size: calc(100vw - 48px);
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    background: var(--_surface);
    font-weight: 600;
    z-index: 1001;
  }
`;

/** The button with a call docked to it. */
export interface Dock {
  readonly lang: string;
  readonly content: TemplateResult | null;
  readonly beside: TemplateResult | null;
  readonly press: (event: Event) => void;
}

/** Shows panel or dock over the page, in its lower corner and within its open dialog too, while their element is out of reach. */
export class Outside {
  readonly #layer: PageLayer;
  readonly #reach: Reach;
  /** What the layer shows; null while all is in the element. */
  #shown: TemplateResult | null = null;
  #panel: HTMLElement | null = null;
  #stopPlacing: () => void = () => undefined;

  constructor(host: PanelHost, styles: readonly CSSResult[]) {
    this.#layer = new PageLayer(host, [...styles, layerStyles], '[part~="hang-up"], .actions .wide');
    this.#reach = new Reach(host, () => host.requestUpdate());
  }

  get blocked(): boolean {
    return this.#reach.blocked;
  }

  get roots(): readonly ParentNode[] {
    return [this.#layer.root];
  }

  /** Returns what the element renders. What is outside when the call ends stays there until it is closed, or in reach. */
  render(panel: TemplateResult | null, dock: Dock | null, live: boolean): TemplateResult | null {
    this.#reach.watch(live || (panel !== null && this.#shown !== null));
    const { blocked, buttonAway } = this.#reach;
    this.#shown = blocked ? panel : null;
    if (dock && (blocked || buttonAway)) this.#shown = dockTemplate(dock);
    return this.#shown ? null : panel;
  }

  /** `own`: the panel in the element. Returns the one that is shown. */
  afterRender(own: HTMLElement | null): HTMLElement | null {
    if (this.#shown) this.#layer.show(this.#shown);
    else this.#layer.close();
    const theirs = this.#shown && this.#layer.root.querySelector<HTMLElement>('.panel');
    const panel = own ?? theirs;
    if (panel !== this.#panel) {
      this.#stopPlacing();
      this.#panel = panel;
      if (panel) {
        const stops = [makeWay(panel), ...(theirs ? [placePanel(theirs, theirs).stop] : [])];
        this.#stopPlacing = () => stops.forEach((stop) => stop());
      }
    }
    return panel;
  }
}

const dockTemplate = ({ lang, content, beside, press }: Dock): TemplateResult => html`
  <div class="pill floating dock" popover="manual" lang=${lang}>
    <button part="button" class="call" type="button" aria-haspopup="dialog" aria-expanded="false" @click=${press}>
      ${content}
    </button>
    ${beside}
  </div>
`;
