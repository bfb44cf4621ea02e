import type { HiddenPart, SharedPage } from '../../browser/cobrowse/sharing.js';

/** Maximum number of outlines. */
const MOST = 300;
/** How often the hidden parts are read again, ms; in between, outlines only follow their elements. */
const READ_MS = 500;

interface Outlined extends HiddenPart {
  /** Ancestors that clip its overflow, innermost first. */
  readonly clippedBy: readonly Element[];
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Draws an outline around each part of the page that is hidden from the agent, and counts them. */
export class HiddenOutlines {
  readonly #page: SharedPage;
  readonly #onCount: (count: number) => void;
  #outlined: readonly Outlined[] = [];
  #readAt = -Infinity;
  #frame = 0;

  constructor(page: SharedPage, onCount: (count: number) => void) {
    this.#page = page;
    this.#onCount = onCount;
  }

  /** Draws into `box`, which covers the viewport, once per frame until `stop`. */
  start(box: HTMLElement): void {
    const draw = (now: number) => {
      this.#frame = requestAnimationFrame(draw);
      if (now - this.#readAt >= READ_MS) this.#read(now);
      this.#draw(box);
    };
    this.stop();
    draw(performance.now());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#readAt = -Infinity;
  }

  #read(now: number): void {
    this.#readAt = now;
    const shown = this.#page.hidden().filter(({ element }) => element.getClientRects().length > 0);
    this.#outlined = shown.slice(0, MOST).map((part) => ({ ...part, clippedBy: clippers(part.element) }));
    this.#onCount(shown.length);
  }

  #draw(box: HTMLElement): void {
    // Reads all rectangles before any write: one layout per frame.
    const edges = this.#outlined.map(({ element, clippedBy }) => visibleEdges(element, clippedBy));
    while (box.children.length > edges.length) box.lastElementChild?.remove();
    while (box.children.length < edges.length) box.append(document.createElement('div'));
    for (const [index, edge] of edges.entries()) {
      const outline = box.children[index] as HTMLElement;
      outline.className = `part ${this.#outlined[index]?.how ?? ''}`;
      outline.hidden = edge === null;
      if (!edge) continue;
      const { left, top, right, bottom } = edge;
      outline.style.transform = `translate(${left}px, ${top}px)`;
      outline.style.width = `${right - left}px`;
      outline.style.height = `${bottom - top}px`;
    }
  }
}

/** Ancestors whose `overflow` is not visible, across shadow roots and same-origin frames. */
function clippers(element: Element): readonly Element[] {
  const { documentElement, body, defaultView } = element.ownerDocument;
  const found: Element[] = [];
  let at = parentOf(element);
  while (at && at !== documentElement && at !== body) {
    if (getComputedStyle(at).overflow !== 'visible') found.push(at);
    at = parentOf(at);
  }
  const frame = defaultView?.frameElement;
  return frame && element.ownerDocument !== document ? [...found, frame, ...clippers(frame)] : found;
}

const parentOf = (element: Element): Element | null => {
  const { assignedSlot, parentElement, parentNode } = element;
  return assignedSlot ?? parentElement ?? (parentNode && 'host' in parentNode ? (parentNode as ShadowRoot).host : null);
};

/** The visible part in viewport coordinates; null where none is. */
function visibleEdges(element: Element, clippedBy: readonly Element[]): Edges | null {
  let edges = edgesOf(element, element.getBoundingClientRect());
  for (const clipper of clippedBy) edges = intersection(edges, edgesOf(clipper, clipper.getBoundingClientRect()));
  edges = intersection(edges, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  return edges.right > edges.left && edges.bottom > edges.top ? edges : null;
}

/** Rectangles within a same-origin frame are relative to that frame's viewport: adds its offset, frame by frame. */
function edgesOf(element: Element, { left, top, right, bottom }: Edges): Edges {
  const frame = element.ownerDocument.defaultView?.frameElement;
  if (element.ownerDocument === document || !frame) return { left, top, right, bottom };
  const outer = frame.getBoundingClientRect();
  const [x, y] = [outer.left + frame.clientLeft, outer.top + frame.clientTop];
  return edgesOf(frame, { left: left + x, top: top + y, right: right + x, bottom: bottom + y });
}

const intersection = (a: Edges, b: Edges): Edges => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
});
