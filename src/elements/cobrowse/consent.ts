/** How long the question is seen before it can be answered with yes, ms: until then a press was meant for something else. */
const FIRST_MS = 500;
/** The least that browsers take, ms. */
const VISIBILITY_MS = 100;

interface ConsentOptions {
  /** A press on the middle of this meets what is ours. */
  readonly isClear: (element: Element) => boolean;
  /** `ready` has changed. */
  readonly onChange: () => void;
}

/**
 * Tells whether a press on “Share” is an answer: it is the visitor's and no script's, of somebody who has seen the question, and
 * nothing of the page lies over it.
 *
 *     unseen ─▶ seen ─500 ms─▶ ready
 *        ▲───────┴──covered──────┘
 *
 * Where the browser does not tell what can be seen (IntersectionObserver v2), the question is seen from when it is shown, and
 * only the press itself is looked at.
 */
export class Consent {
  readonly #options: ConsentOptions;
  readonly #over = new AbortController();
  /** In the top layer since before the question, which is in it too. */
  readonly #below = new Set(inTopLayer());
  #ready = false;
  /** The press that is under way began too soon. */
  #early = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `dialog` is shown now. */
  constructor(dialog: Element, options: ConsentOptions) {
    this.#options = options;
    const { signal } = this.#over;
    const reopened = ({ target }: Event) => void this.#below.delete(target as Element);
    document.addEventListener('toggle', reopened, { capture: true, signal });
    if ('isVisible' in IntersectionObserverEntry.prototype) {
      const observer = new IntersectionObserver((entries) => this.#see(isVisible(entries.at(-1))), visibility);
      observer.observe(dialog);
      signal.addEventListener('abort', () => observer.disconnect());
    } else this.#see(true);
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** A key or the pointer goes down on the button. A key that is held down presses nothing. */
  readonly begin = (event: Event): void => {
    this.#early = !this.#ready;
    if ('repeat' in event && event.repeat) event.preventDefault();
  };

  /** Whether this click of the button is the visitor's yes. */
  isGivenBy({ isTrusted, currentTarget }: Event): boolean {
    const early = this.#early;
    this.#early = false;
    const button = currentTarget as Element;
    const covered = [...inTopLayer()].some((element) => !this.#below.has(element) && overlap(element, button));
    return isTrusted && this.#ready && !early && !covered && this.#options.isClear(button);
  }

  end(): void {
    this.#over.abort();
    clearTimeout(this.#timer);
  }

  #see(seen: boolean): void {
    clearTimeout(this.#timer);
    if (seen) this.#timer = setTimeout(() => this.#become(true), FIRST_MS);
    else this.#become(false);
  }

  #become(ready: boolean): void {
    if (this.#ready === ready) return;
    this.#ready = ready;
    this.#options.onChange();
  }
}

/** IntersectionObserver v2, which TypeScript does not know. */
const visibility: IntersectionObserverInit & { readonly trackVisibility: true; readonly delay: number } = {
  trackVisibility: true,
  delay: VISIBILITY_MS,
};

const isVisible = (entry: (IntersectionObserverEntry & { readonly isVisible?: boolean }) | undefined): boolean =>
  entry?.isVisible === true;

/** What stands in front of the page. A modal dialog makes all of it inert, and no hit test finds it. */
function* inTopLayer(root: Document | ShadowRoot = document): Generator<Element> {
  yield* root.querySelectorAll(':is(:popover-open, dialog:modal)');
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) yield* inTopLayer(shadowRoot);
}

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
