import { Listeners } from '../../lib/listeners.js';
import type { AgentMarks } from '../cobrowse-session.js';
import type { Anchor, ControlBodies, Point, Viewer } from '../wire/control.js';

/** The pointers and lines of the agents who are watching. */
export class MarkBoard {
  readonly #marks = new Map<string, AgentMarks>();
  readonly #listeners = new Listeners<[]>();
  readonly #locate: (anchor: Anchor) => Point | null;

  /** `locate`: where on the page an anchor is now, CSS pixels; null where there is no such node. */
  constructor(locate: (anchor: Anchor) => Point | null) {
    this.#locate = locate;
  }

  get marks(): readonly AgentMarks[] {
    return [...this.#marks.values()];
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The current viewers; the marks of those who left are removed. */
  setViewers(viewers: readonly Viewer[]): void {
    const here = new Map(viewers.map(({ conn, user }) => [conn, user]));
    for (const conn of this.#marks.keys()) if (!here.has(conn)) this.#marks.delete(conn);
    for (const [conn, user] of here)
      if (!this.#marks.has(conn)) this.#marks.set(conn, { conn, user, pointer: null, line: [] });
    this.#listeners.emit();
  }

  point(conn: string, { at, on }: ControlBodies['pointer']): void {
    this.#change(conn, { pointer: this.#placed(at ? [at] : [], on)[0] ?? null });
  }

  draw(conn: string, { points, on }: ControlBodies['mark']): void {
    this.#change(conn, { line: this.#placed(points, on) });
  }

  /** Moved so that the first point is where the agent saw it, whatever the agent's picture is laid out like. */
  #placed(points: readonly Point[], on: Anchor | undefined): readonly Point[] {
    const [from] = points;
    const to = on && this.#locate(on);
    if (!from || !to) return points;
    return points.map(([x, y]) => [x + to[0] - from[0], y + to[1] - from[1]]);
  }

  /** Marks of a connection that is not among the viewers are ignored. */
  #change(conn: string, change: Partial<AgentMarks>): void {
    const known = this.#marks.get(conn);
    if (!known) return;
    this.#marks.set(conn, { ...known, ...change });
    this.#listeners.emit();
  }
}
