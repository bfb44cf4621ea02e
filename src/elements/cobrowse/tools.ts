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
  readonly #pointer = new Latest();
  readonly #mark = new Latest();

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

  /** The tool, or none where it is in the hand already. */
  choose(tool: Tool): void {
    this.#leave();
    this.#tool = this.#tool === tool ? 'none' : tool;
    this.#onChange();
  }

  readonly clear = (): void => {
    this.#drawing = false;
    this.#line = [];
    this.#mark.tell(() => this.#session.mark([]));
    this.#onChange();
  };

  /** Nothing is told any more. */
  end(): void {
    this.#pointer.end();
    this.#mark.end();
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
      this.#pointer.tell(() => this.#session.point(at));
    }
  };

  readonly up = (): void => {
    this.#drawing = false;
  };

  readonly out = (): void => {
    if (!this.#drawing) this.#leave();
  };

  #leave(): void {
    if (this.#tool === 'point') this.#pointer.tell(() => this.#session.point(null));
  }

  /** The line as it is in the window now, wherever the picture has been scrolled or scaled to since. */
  lineIn(stage: Element): readonly Point[] {
    const toWindow = this.#line.length > 0 ? windowOf(this.#session, stage) : null;
    return toWindow ? this.#line.map(toWindow) : [];
  }

  #add({ clientX, clientY }: PointerEvent): void {
    const at = this.#session.pageAt(clientX, clientY);
    if (!at) return;
    this.#line = [...thinLine([...this.#line, at], maxMarkPoints)];
    this.#mark.tell(() => this.#session.mark(this.#line));
    this.#onChange();
  }
}

/** The latest wins, and no more of them are sent than are handed on. */
class Latest {
  #waiting: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(what: () => void): void {
    if (this.#timer !== undefined) {
      this.#waiting = what;
      return;
    }
    what();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.tell(next);
    }, wireLimits.pointerMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
  }
}

/**
 * From the page to the stage's corner, by two points of the picture, which need not fill the stage; null where there is none.
 * The further apart they are, the finer.
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
