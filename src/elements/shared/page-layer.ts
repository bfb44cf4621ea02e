import { adoptStyles, render, type CSSResultOrNative, type TemplateResult } from 'lit';
import { buttonStyles } from './button-styles.js';
import { elementAt, focusedElement } from '../../browser/shared/composed.js';
import { lastModal, modalAround } from './modal.js';
import { layerStyles } from './page-layer-styles.js';
import { surfaceStyles } from './surface-styles.js';

/** How often it is made sure that nothing lies over it, ms: not everything that opens tells so by an event. */
const WATCH_MS = 250;

const tokens = 'accent on-accent surface on-surface muted tone line critical on-critical focus radius font'.split(' ');

/** What happens in the layer is no business of the page, which may close its dialog at a click beside it. */
const kept =
  'click dblclick pointerdown pointerup mousedown mouseup touchstart touchend keydown keyup focusin focusout';

/** Of all layers: one does not fight another for the front. */
const hosts = new WeakSet<Element>();

/**
 * Something of ours in front of the page: an element of our own in the document, with one popover or one modal dialog in its
 * shadow root. A modal dialog of the page makes all that is outside of it inert, popovers too, so while one is open the
 * layer stands in it. The element has no box and no style of the page: nothing moves where it comes and goes.
 */
export class PageLayer {
  readonly root: ShadowRoot;
  readonly #host = document.createElement('div');
  readonly #like: HTMLElement;
  readonly #essential: string;
  #open: AbortController | null = null;

  /** Colours, font and direction are those of `like`; `essential` is what nothing may lie over. */
  constructor(like: HTMLElement, styles: readonly CSSResultOrNative[], essential = '.stop') {
    this.#like = like;
    this.#essential = essential;
    hosts.add(this.#host);
    // No part of the page: the agent's picture is one without it.
    this.#host.setAttribute('data-cc-block', 'layer');
    this.root = this.#host.attachShadow({ mode: 'open' });
    adoptStyles(this.root, [buttonStyles, surfaceStyles, layerStyles, ...styles]);
    for (const type of kept.split(' ')) this.#host.addEventListener(type, (event) => event.stopPropagation());
  }

  get hasFocus(): boolean {
    return this.root.activeElement !== null;
  }

  /** A press on the middle of this element meets what is ours. */
  isClear(element: Element): boolean {
    const above = aboveOf(element);
    return above !== null && this.#holds(above);
  }

  /** Draws; the template's outermost element is the popover or the dialog. */
  show(template: TemplateResult): void {
    this.#adoptTheme();
    if (!this.#host.isConnected) pageElement()?.append(this.#host);
    render(template, this.root);
    const dialog = this.root.querySelector('dialog');
    if (dialog) {
      if (!dialog.open) dialog.showModal();
      return;
    }
    if (this.#open) return this.#keepInFront();
    this.#open = new AbortController();
    const { signal } = this.#open;
    const soon = () => void setTimeout(this.#keepInFront);
    for (const type of ['focusin', 'toggle', 'close', 'fullscreenchange'])
      document.addEventListener(type, soon, { capture: true, signal });
    const timer = setInterval(this.#keepInFront, WATCH_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    this.#keepInFront();
  }

  /** Takes it away. The focus goes back to where it was before a dialog. */
  close(): void {
    this.#open?.abort();
    this.#open = null;
    this.closeDialog();
    this.#host.remove();
  }

  /** Before another template takes its place: a dialog that is only removed does not give the focus back. */
  closeDialog(): void {
    this.root.querySelector('dialog')?.close();
  }

  #adoptTheme(): void {
    // Out of the page it has no style: that of before stays.
    if (!this.#like.isConnected) return;
    const look = getComputedStyle(this.#like);
    for (const token of tokens) this.#host.style.setProperty(`--cc-${token}`, look.getPropertyValue(`--cc-${token}`));
    if (!look.getPropertyValue('--cc-font')) this.#host.style.setProperty('--cc-font', look.fontFamily);
    this.#host.style.setProperty('--_scheme', look.colorScheme);
    // Looked at first: the elements follow each `dir` that is set in the page.
    if (this.#host.dir !== look.direction) this.#host.dir = look.direction;
  }

  readonly #keepInFront = (): void => {
    const popover = this.root.querySelector<HTMLElement>('[popover]');
    if (!popover || !this.#open) return;
    const home = this.#home();
    if (!home) return;
    const moved = home !== this.#host.parentNode;
    if (!moved && this.#isInFront() && isShown(popover)) return;
    const focused = this.root.activeElement as HTMLElement | null;
    if (moved) placeIn(home, this.#host);
    else if (isShown(popover)) popover.hidePopover();
    if ('showPopover' in popover) popover.showPopover();
    focused?.focus({ preventScroll: true });
  };

  /** Where it can be seen and used: within the modal dialog that is open now, else in the document. */
  #home(): Element | null {
    const focused = focusedElement();
    const around = focused && !this.#holds(focused) ? modalAround(focused) : null;
    if (around) return around;
    const parent = this.#host.isConnected ? this.#host.parentElement : null;
    if (parent && this.#isInFront()) return parent;
    const stop = this.#stop();
    const above = stop && aboveOf(stop);
    return (above && modalAround(above)) ?? lastModal() ?? pageElement();
  }

  #isInFront(): boolean {
    const stop = this.#stop();
    const root = stop && aboveOf(stop)?.getRootNode();
    return root instanceof ShadowRoot && hosts.has(root.host);
  }

  #stop(): Element | null {
    return this.root.querySelector(this.#essential);
  }

  #holds(element: Element): boolean {
    return element === this.#host || element.getRootNode() === this.root;
  }
}

/** null between `document.open()` and the first word that is written. */
const pageElement = (): Element | null => document.documentElement;

const isShown = (popover: HTMLElement): boolean => 'showPopover' in popover && popover.matches(':popover-open');

/** What a press on the middle of an element meets. */
function aboveOf(element: Element): Element | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  return elementAt(left + width / 2, top + height / 2);
}

/** Neither first nor last in a dialog, where it can be: pages have rules for both. */
function placeIn(home: Element, host: Element): void {
  home.insertBefore(host, home.childElementCount > 1 ? home.lastElementChild : null);
}
