import type { PanelHost } from './model.js';
import { closestAround, elementAt, focusedElement } from '../../../browser/shared/composed.js';
import { lastModal, modalAround } from '../../shared/modal.js';

/** Not everything that opens tells so by an event, ms. */
const LOOK_MS = 250;

/**
 * Whether the visitor can use the element where it stands: a modal dialog of the page, `inert`, or a part of the page that is
 * folded away takes it out of use, its panel too; a button can be scrolled away.
 */
export class Reach {
  /** Nothing of the element can be used. */
  blocked = false;
  /** The button can't be seen. */
  buttonAway = false;
  readonly #host: PanelHost;
  readonly #onChange: () => void;
  #stop: AbortController | null = null;

  constructor(host: PanelHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
  }

  /** While there is something to reach. */
  watch(wanted: boolean): void {
    if (wanted === (this.#stop !== null)) return;
    if (wanted) return this.#start();
    this.#stop?.abort();
    this.#stop = null;
    this.blocked = this.buttonAway = false;
  }

  #start(): void {
    const { signal } = (this.#stop = new AbortController());
    const button = this.#host.renderRoot.querySelector('.pill');
    const look = () => this.#look();
    const soon = () => void setTimeout(look);
    for (const type of ['focusin', 'toggle', 'close', 'fullscreenchange'])
      document.addEventListener(type, soon, { capture: true, signal });
    const timer = setInterval(look, LOOK_MS);
    const view = new IntersectionObserver((entries) => {
      this.#set(this.blocked, entries.at(-1)?.isIntersecting === false);
    });
    if (button) view.observe(button);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      view.disconnect();
    });
    this.blocked = isBlocked(this.#host);
  }

  #look(): void {
    if (this.#stop) this.#set(isBlocked(this.#host), this.buttonAway);
  }

  #set(blocked: boolean, buttonAway: boolean): void {
    if (blocked === this.blocked && buttonAway === this.buttonAway) return;
    this.blocked = blocked;
    this.buttonAway = buttonAway;
    this.#onChange();
  }
}

function isBlocked(host: HTMLElement): boolean {
  if (!host.isConnected) return false;
  if (host.getClientRects().length === 0 || closestAround(host, '[inert]')) return true;
  const suspects = [focusedElement(), elementAt(innerWidth / 2, innerHeight / 2)];
  const modal = suspects.map((one) => one && modalAround(one)).find((one) => one) ?? lastModal();
  // A question of ours is answered first.
  return modal !== null && !isOurs(modal) && !holds(modal, host);
}

/** The page's own dialogs may be kept from the agent, too; only ours stand in a shadow root of such an element. */
const isOurs = (modal: Element): boolean => hostOf(modal)?.matches('[data-cc-block]') === true;

const holds = (around: Element, element: Element): boolean => {
  for (let at: Element | null = element; at; at = hostOf(at)) if (around.contains(at)) return true;
  return false;
};

const hostOf = (element: Element): Element | null => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
};
