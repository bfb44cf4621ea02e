/** How far an arrow key moves the bar, px; with the shift key four times that. */
const STEP = 16;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Position of the bar's upper left corner: `wanted`, or top centre, clamped so that the whole bar is within `view`. */
export function barPlace(
  view: Box,
  bar: Pick<Box, 'width' | 'height'>,
  wanted: Pick<Box, 'left' | 'top'> | null,
): Pick<Box, 'left' | 'top'> {
  const { left, top } = wanted ?? { left: view.left + (view.width - bar.width) / 2, top: view.top };
  return {
    left: Math.max(view.left, Math.min(left, view.left + view.width - bar.width)),
    top: Math.max(view.top, Math.min(top, view.top + view.height - bar.height)),
  };
}

/**
 * Keeps frame and bar within the visual viewport, at the same size on the screen under pinch zoom; moves the bar by
 * pointer and keyboard.
 */
export class BarPlace {
  readonly #root: ShadowRoot;
  #wanted: Pick<Box, 'left' | 'top'> | null;

  /** `wanted`: where the visitor had moved the bar of an earlier layer. */
  constructor(root: ShadowRoot, signal: AbortSignal, wanted: Pick<Box, 'left' | 'top'> | null = null) {
    this.#root = root;
    this.#wanted = wanted;
    const place = () => this.place();
    addEventListener('resize', place, { signal });
    for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, place, { signal });
  }

  /** Where the visitor has moved the bar, in CSS px of the page's viewport; null if they have not. */
  get wanted(): Pick<Box, 'left' | 'top'> | null {
    return this.#wanted;
  }

  place(): void {
    const bar = this.#root.querySelector<HTMLElement>('.bar');
    const frame = this.#root.querySelector<HTMLElement>('.frame');
    if (!bar || !frame) return;
    const { scale, view } = visualView();
    frame.style.width = `${view.width * scale}px`;
    frame.style.height = `${view.height * scale}px`;
    frame.style.transform = `translate(${view.left}px, ${view.top}px) scale(${1 / scale})`;
    const size = { width: bar.offsetWidth / scale, height: bar.offsetHeight / scale };
    const { left, top } = barPlace(view, size, this.#wanted);
    bar.style.transform = `translate(${left}px, ${top}px) scale(${1 / scale})`;
    bar.classList.toggle('moved', this.#wanted !== null);
    bar.classList.toggle('low', top > view.top + view.height / 2);
  }

  readonly dragStart = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const bar = handle.closest('.bar');
    if (!bar || event.button !== 0) return;
    const { left, top } = bar.getBoundingClientRect();
    const { pointerId, clientX, clientY } = event;
    const done = new AbortController();
    handle.setPointerCapture(pointerId);
    handle.addEventListener(
      'pointermove',
      (move) => this.#moveTo({ left: left + move.clientX - clientX, top: top + move.clientY - clientY }),
      { signal: done.signal },
    );
    for (const type of ['lostpointercapture', 'pointercancel'])
      handle.addEventListener(type, () => done.abort(), { signal: done.signal });
  };

  readonly keydown = (event: KeyboardEvent): void => {
    const [x, y] = directions[event.key] ?? [0, 0];
    const bar = (event.currentTarget as HTMLElement).closest('.bar');
    if (!bar || (x === 0 && y === 0)) return;
    // Keeps the page, or the dialog around the bar, from scrolling.
    event.preventDefault();
    const step = event.shiftKey ? 4 * STEP : STEP;
    const { left, top } = bar.getBoundingClientRect();
    this.#moveTo({ left: left + x * step, top: top + y * step });
  };

  #moveTo(wanted: Pick<Box, 'left' | 'top'>): void {
    const bar = this.#root.querySelector('.bar');
    if (!bar) return;
    // Stored clamped: a step back from the edge moves it at once.
    this.#wanted = barPlace(visualView().view, bar.getBoundingClientRect(), wanted);
    this.place();
  }
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The visual viewport, in CSS px of the layout viewport, and its pinch-zoom scale. */
function visualView(): { readonly scale: number; readonly view: Box } {
  const { clientWidth, clientHeight } = document.documentElement;
  const viewport = visualViewport;
  if (!viewport) return { scale: 1, view: { left: 0, top: 0, width: clientWidth, height: clientHeight } };
  const { scale, offsetLeft, offsetTop, width, height } = viewport;
  return { scale, view: { left: offsetLeft, top: offsetTop, width, height } };
}
