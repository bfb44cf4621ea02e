import type { WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { maxMarkPoints, type Point } from '../../core/cobrowse/wire/control.js';
import { wireLimits } from '../../core/cobrowse/wire/limits.js';
import { thinLine } from './line.js';

export type Tool = 'none' | 'select' | 'point' | 'draw' | 'arrow' | 'highlight' | 'control';

/** How far an arrow key moves the pointer, CSS pixels; ten times as far without Shift. */
const KEY_STEP = 2;

/** What the agent shows the visitor: where the pointer is, and one line, an arrow or the outline of an element. */
export class ShowingTools {
  readonly #session: WatchSession;
  readonly #onChange: () => void;
  #tool: Tool = 'none';
  #line: readonly Point[] = [];
  #drawing = false;
  /** Where a drag began, or the keys have moved the pointer to; in this window. */
  #from: Point | null = null;
  readonly #pointer = new Throttle();
  readonly #mark = new Throttle();

  constructor(session: WatchSession, onChange: () => void) {
    this.#session = session;
    this.#onChange = onChange;
  }

  get tool(): Tool {
    return this.#tool;
  }

  get hasLine(): boolean {
    return this.#line.length > 0;
  }

  /** Selects a tool, or none if it is selected already. */
  choose(tool: Tool): void {
    this.use(this.#tool === tool ? 'none' : tool);
  }

  use(tool: Tool): void {
    this.#leave();
    this.#tool = tool;
    this.#session.view.selectable = tool === 'select';
    this.#onChange();
  }

  readonly clear = (): void => {
    this.#drawing = false;
    this.#line = [];
    this.#mark.run(() => this.#session.mark([]));
    this.#onChange();
  };

  /** Cancels what is still to be sent. */
  end(): void {
    this.#pointer.cancel();
    this.#mark.cancel();
  }

  readonly down = (event: PointerEvent): void => {
    const drags = this.#tool === 'draw' || this.#tool === 'arrow';
    if (event.button !== 0 || (!drags && this.#tool !== 'highlight')) return;
    this.#line = [];
    if (!drags) return this.#outline([event.clientX, event.clientY]);
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.#from = this.#session.pageAt(event.clientX, event.clientY);
    this.#add(event);
  };

  readonly move = (event: PointerEvent): void => {
    if (this.#drawing) this.#add(event);
    else if (this.#tool === 'point' || this.#tool === 'control') this.#point([event.clientX, event.clientY]);
  };

  /** The pointer by the arrow keys; Enter outlines what it is on. */
  readonly key = (event: KeyboardEvent): void => {
    const far = event.shiftKey ? KEY_STEP : 10 * KEY_STEP;
    const ways = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] } as const;
    const way = ways[event.key as keyof typeof ways] as Point | undefined;
    if (this.#tool !== 'point' && this.#tool !== 'highlight') return;
    if (!way && event.key !== 'Enter') return;
    event.preventDefault();
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = this.#from ?? [left + width / 2, top + height / 2];
    this.#from = way ? [x + way[0], y + way[1]] : [x, y];
    this.#point(this.#from);
    if (!way) this.#outline(this.#from);
  };

  readonly up = (): void => {
    this.#drawing = false;
  };

  readonly out = (): void => {
    if (!this.#drawing) this.#leave();
  };

  #leave(): void {
    this.#from = null;
    if (/^(?:point|highlight|control)$/.test(this.#tool)) this.#pointer.run(() => this.#session.point(null));
  }

  #point([x, y]: Point): void {
    const at = this.#session.pageAt(x, y);
    this.#pointer.run(() => this.#session.point(at));
  }

  /** Around the element at this point. */
  #outline([clientX, clientY]: Point): void {
    const box = this.#session.boxAt(clientX, clientY);
    if (!box) return;
    const { x, y, width, height } = box;
    this.#show([
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ]);
  }

  #show(line: readonly Point[]): void {
    this.#line = line.map(([x, y]): Point => [Math.round(x), Math.round(y)]);
    this.#mark.run(() => this.#session.mark(this.#line));
    this.#onChange();
  }

  /** The line in the stage's coordinates, as the picture is scrolled and scaled now; empty where there is none. */
  lineIn(stage: Element): readonly Point[] {
    const toWindow = this.#line.length > 0 ? windowOf(this.#session, stage) : null;
    return toWindow ? this.#line.map(toWindow) : [];
  }

  #add({ clientX, clientY }: PointerEvent): void {
    const at = this.#session.pageAt(clientX, clientY);
    if (!at) return;
    if (this.#tool === 'arrow') this.#show(arrow(this.#from ?? at, at));
    else this.#show(thinLine([...this.#line, at], maxMarkPoints));
  }
}

/** A line with a head at its end. */
function arrow(from: Point, to: Point): Point[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const head = Math.min(18, length / 2);
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (turn: number): Point => [to[0] - head * Math.cos(angle + turn), to[1] - head * Math.sin(angle + turn)];
  return length === 0 ? [from] : [from, to, wing(0.5), to, wing(-0.5)];
}

/** Runs an action at once, then the latest one per `wireLimits.pointerMs`: the relay passes on no more than that. */
class Throttle {
  #pending: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  run(send: () => void): void {
    if (this.#timer !== undefined) {
      this.#pending = send;
      return;
    }
    send();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#pending;
      this.#pending = null;
      if (next) this.run(next);
    }, wireLimits.pointerMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = null;
  }
}

/**
 * Maps page coordinates to the stage's, from two points of the picture, which need not fill the stage; null where the
 * picture is at none of them. Tries points far apart first: the rounding of `pageAt` weighs less.
 */
function windowOf(session: WatchSession, stage: Element): ((point: Point) => Point) | null {
  const { left, top, width, height } = stage.getBoundingClientRect();
  for (const apart of [0.4, 0.1, 0.02])
    for (const part of [0.5, 0.1, 0.02]) {
      const [x, y, step] = [width * part, height * part, Math.min(width, height) * apart];
      const from = session.pageAt(left + x, top + y);
      const to = session.pageAt(left + x + step, top + y + step);
      if (!from || !to || to[0] === from[0] || to[1] === from[1]) continue;
      const [scaleX, scaleY] = [step / (to[0] - from[0]), step / (to[1] - from[1])];
      return ([px, py]) => [x + (px - from[0]) * scaleX, y + (py - from[1]) * scaleY];
    }
  return null;
}
