import { focusedElement } from '../../../browser/shared/composed.js';
import { GAP, zoomOf } from './place.js';

/**
 * Moves the panel aside while it would hide all of what has the keyboard's focus (WCAG 2.4.11): to the other end of the
 * window, else to another side. Returns a cleanup function.
 */
export function makeWay(panel: HTMLElement): () => void {
  const onFocus = () => {
    const focused = focusedElement();
    // One that moved would slip away from under the pointer.
    if (!focused || panel.contains(focused)) return;
    panel.style.removeProperty('translate');
    const at = focused.getBoundingClientRect();
    const own = panel.getBoundingClientRect();
    const hides = (x: number, y: number) =>
      own.left + x <= at.left && own.right + x >= at.right && own.top + y <= at.top && own.bottom + y >= at.bottom;
    if (!hides(0, 0)) return;
    const ways = [
      [0, GAP - own.top],
      [0, innerHeight - GAP - own.bottom],
      [GAP - own.left, 0],
      [innerWidth - GAP - own.right, 0],
    ] as const;
    const [x, y] = ways.find(([x, y]) => !hides(x, y)) ?? ways[0];
    const zoom = zoomOf(panel);
    panel.style.setProperty('translate', `${x / zoom}px ${y / zoom}px`);
  };
  onFocus();
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}
