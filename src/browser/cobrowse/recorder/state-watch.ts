/** What may change which pseudo-classes hold, and makes no change of the document. */
const events = 'input change focusin focusout invalid reset submit toggle hashchange popstate animationend';

/** Preferences of the visitor that sheets ask for. */
const preferences = [
  '(prefers-color-scheme: dark)',
  '(prefers-reduced-motion: reduce)',
  '(prefers-contrast: more)',
  '(hover: hover)',
  '(forced-colors: active)',
];

/** Calls `onState` once in a frame in which something like that happened, `onPreference` when the visitor prefers something else. */
export class StateWatch {
  readonly #over = new AbortController();
  readonly #onState: () => void;
  #frame = 0;

  constructor(onState: () => void, onPreference: () => void) {
    this.#onState = onState;
    this.listen(window);
    const { signal } = this.#over;
    for (const query of preferences) matchMedia(query).addEventListener('change', onPreference, { signal });
  }

  /** To the page, and to a frame of it. */
  listen(page: Window): void {
    const { signal } = this.#over;
    for (const type of events.split(' '))
      page.addEventListener(type, this.#soon, { capture: true, passive: true, signal });
  }

  stop(): void {
    this.#over.abort();
    cancelAnimationFrame(this.#frame);
  }

  readonly #soon = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#onState();
    });
  };
}
