import { focusAround } from './focus.js';

/** The main button goes down and up on an element: the events of a mouse, in their order, and the focus. */
export function press(element: Element, x: number, y: number): void {
  const at = { clientX: x, clientY: y, view: window, bubbles: true, cancelable: true, composed: true };
  const pointer = { ...at, pointerId: 1, pointerType: 'mouse', isPrimary: true };
  const moved = { button: -1, buttons: 0 };
  const send = (event: Event) => element.isConnected && element.dispatchEvent(event);
  send(new PointerEvent('pointerover', { ...pointer, ...moved }));
  send(new MouseEvent('mouseover', at));
  send(new PointerEvent('pointermove', { ...pointer, ...moved }));
  send(new MouseEvent('mousemove', at));
  const goesOn = send(new PointerEvent('pointerdown', { ...pointer, button: 0, buttons: 1 }));
  if (goesOn) {
    const takesFocus = send(new MouseEvent('mousedown', { ...at, buttons: 1, detail: 1 }));
    if (takesFocus) focusAround(element);
  }
  send(new PointerEvent('pointerup', { ...pointer, button: 0, buttons: 0 }));
  if (goesOn) send(new MouseEvent('mouseup', { ...at, detail: 1 }));
  send(new PointerEvent('click', { ...pointer, detail: 1 }));
}

/** Scrolls what is scrolled at this element, or the page, by CSS pixels. */
export function scrollAt(element: Element, x: number, y: number): void {
  const page = document.scrollingElement ?? document.documentElement;
  let at: Node | null = element;
  while (at instanceof Element && at !== page && !canScroll(at, x, y))
    at = at.assignedSlot ?? (at.parentNode instanceof ShadowRoot ? at.parentNode.host : at.parentNode);
  (at instanceof Element ? at : page).scrollBy({ left: x, top: y, behavior: 'instant' });
}

function canScroll(element: Element, x: number, y: number): boolean {
  const { overflowX, overflowY } = getComputedStyle(element);
  const room = (from: number, by: number, most: number) => (by > 0 ? from < most - 1 : by < 0 && from > 0);
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
  return (
    (/auto|scroll/.test(overflowY) && room(scrollTop, y, scrollHeight - clientHeight)) ||
    (/auto|scroll/.test(overflowX) && room(scrollLeft, x, scrollWidth - clientWidth))
  );
}
