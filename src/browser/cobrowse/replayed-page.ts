import type { Picker } from '../../core/cobrowse/cobrowse-session.js';
import type { Anchor, Box, Point } from '../../core/cobrowse/wire/control.js';
import { elementAt } from '../shared/composed.js';

/** What of a replayer tells where things are in its picture. */
interface Replayed {
  readonly iframe: HTMLIFrameElement;
  getMirror(): { getId(node: Node): number };
}

/** The node at a point of the page, and where within its box; null where none is. */
export function anchorIn(replayed: Replayed, at: Point): Anchor | null {
  const met = meet(replayed, at);
  if (!met) return null;
  const { element, x, y } = met;
  const id = replayed.getMirror().getId(element);
  const box = element.getBoundingClientRect();
  if (id < 0 || box.width === 0 || box.height === 0) return null;
  const share = (from: number, size: number) => Math.min(1, Math.max(0, from / size));
  return { id, x: share(x - box.left, box.width), y: share(y - box.top, box.height) };
}

/** The box on the page of what is at a point of it; null where nothing is. */
export function boxIn(replayed: Replayed, at: Point): Box | null {
  const met = meet(replayed, at);
  if (!met) return null;
  const { x, y, width, height } = met.element.getBoundingClientRect();
  return { x: at[0] + x - met.x, y: at[1] + y - met.y, width, height };
}

/** A list or a field with a picker at a point of the page; null where there is none, or nothing of it is shown. */
export function pickerIn(replayed: Replayed, at: Point): Picker | null {
  const element = meet(replayed, at)?.element.closest<HTMLElement>('select, input');
  const id = element ? replayed.getMirror().getId(element) : -1;
  if (!element || id < 0) return null;
  const { x, y, width, height } = element.getBoundingClientRect();
  const field = fieldOf(element);
  return field && { id, box: { x, y, width, height }, field };
}

/** By its tag: what is in the frame is of another window. */
function fieldOf(element: HTMLElement): Picker['field'] | null {
  if (element.localName === 'select') {
    const { options, selectedIndex } = element as HTMLSelectElement;
    return { type: 'list', options: [...options].map(({ text }) => text), chosen: selectedIndex };
  }
  const { type, value } = element as HTMLInputElement;
  switch (type) {
    case 'date':
    case 'time':
    case 'datetime-local':
    case 'month':
    case 'week':
    case 'color':
      return { type, value };
    default:
      return null;
  }
}

function meet(
  { iframe }: Replayed,
  [x, y]: Point,
): { readonly element: Element; readonly x: number; readonly y: number } | null {
  const { contentDocument: page, contentWindow: view } = iframe;
  if (!page || !view) return null;
  const place = [x - view.scrollX, y - view.scrollY] as const;
  const element = elementAt(...place, page);
  return element && { element, x: place[0], y: place[1] };
}
