import { focusedElement, closestAround } from '../../shared/composed.js';

/** Moves the focus as a press does: to the nearest element around that takes it, else to nothing. */
export function focusAround(element: Element): void {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const label = at instanceof HTMLLabelElement ? at.control : null;
    if (moveFocus(label ?? at)) return;
  }
  const before = focusedElement();
  if (before instanceof HTMLElement && before !== document.body) leave(before, () => before.blur());
}

/** True where it has the focus then. A window that is not in front tells of no focus by itself: its page is told. */
export function moveFocus(element: Element): boolean {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return false;
  const before = focusedElement();
  if (before === element) return true;
  element.focus({ preventScroll: true });
  if (focusedElement() !== element) return false;
  if (!document.hasFocus()) {
    if (before && before !== document.body) tell(before, 'blur', element);
    tell(element, 'focus', before);
  }
  return true;
}

function leave(element: HTMLElement, move: () => void): void {
  move();
  if (!document.hasFocus()) tell(element, 'blur', null);
}

function tell(element: Element, type: 'focus' | 'blur', relatedTarget: Element | null): void {
  element.dispatchEvent(new FocusEvent(type, { composed: true, relatedTarget }));
  const bubbling = type === 'focus' ? 'focusin' : 'focusout';
  element.dispatchEvent(new FocusEvent(bubbling, { bubbles: true, composed: true, relatedTarget }));
}

const parentOf = (element: Element): Element | null => {
  const { assignedSlot, parentElement, parentNode } = element;
  return assignedSlot ?? parentElement ?? (parentNode instanceof ShadowRoot ? parentNode.host : null);
};

const FOCUSABLE =
  'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable], audio[controls], video[controls]';

/** The next element in the order of the Tab key, or the one before, that `fits`; null where there is none. */
export function tabStop(backwards: boolean, fits: (element: Element) => boolean): HTMLElement | null {
  const stops = [...walk(document)].filter((element) => isStop(element) && fits(element));
  const ordered = stops
    .map((element, place) => ({ element, place }))
    .sort((a, b) => rank(a.element) - rank(b.element) || a.place - b.place)
    .map(({ element }) => element);
  const now = focusedElement();
  const at = ordered.findIndex((element) => element === now);
  if (at >= 0) return ordered[at + (backwards ? -1 : 1)] ?? null;
  if (!now || now === document.body) return ordered.at(backwards ? -1 : 0) ?? null;
  const following = (element: Element) =>
    (now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return (backwards ? ordered.filter((one) => !following(one)).at(-1) : ordered.find(following)) ?? null;
}

function* walk(root: Document | ShadowRoot): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.matches(FOCUSABLE)) yield element;
    if (element.shadowRoot) yield* walk(element.shadowRoot);
  }
}

function isStop(element: HTMLElement): boolean {
  if (element.tabIndex < 0 || element.matches(':disabled') || closestAround(element, '[inert]')) return false;
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  if (modal && !modal.contains(element)) return false;
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
}

/** Positive numbers first, in their order. */
const rank = ({ tabIndex }: HTMLElement): number => (tabIndex > 0 ? tabIndex : 40_000);
