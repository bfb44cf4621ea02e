import type { WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { maxMarkPoints, type Point } from '../../core/cobrowse/wire/control.js';
import { wireLimits } from '../../core/cobrowse/wire/limits.js';
import { thinLine } from './line.js';

export type Tool = 'none' | 'point' | 'draw';

/** What the agent shows the visitor: where the pointer is, and one line, drawn by a drag. */
export class ShowingTools {
  readonly #session: WatchSession;
  readonly #onChange: () => void;
  #tool: Tool = 'none';
  #line: Point[] = [];
  #drawing = false;
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
    this.#leave();
    this.#tool = this.#tool === tool ? 'none' : tool;
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
    if (this.#tool !== 'draw' || event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.#line = [];
    this.#add(event);
  };

  readonly move = (event: PointerEvent): void => {
    if (this.#drawing) this.#add(event);
    else if (this.#tool === 'point') {
      const at = this.#session.pageAt(event.clientX, event.clientY);
      this.#pointer.run(() => this.#session.point(at));
    }
  };

  readonly up = (): void => {
    this.#drawing = false;
  };

  readonly out = (): void => {
    if (!this.#drawing) this.#leave();
  };

  #leave(): void {
    if (this.#tool === 'point') this.#pointer.run(() => this.#session.point(null));
  }

  /** The line in the stage's coordinates, as the picture is scrolled and scaled now; empty where there is none. */
  lineIn(stage: Element): readonly Point[] {
    const toWindow = this.#line.length > 0 ? windowOf(this.#session, stage) : null;
    return toWindow ? this.#line.map(toWindow) : [];
  }

  #add({ clientX, clientY }: PointerEvent): void {
    const at = this.#session.pageAt(clientX, clientY);
    if (!at) return;
    this.#line = [...thinLine([...this.#line, at], maxMarkPoints)];
    this.#mark.run(() => this.#session.mark(this.#line));
    this.#onChange();
  }
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
