import { Listeners } from '../../lib/listeners.js';
import type { AgentMarks } from '../cobrowse-session.js';
import type { Point, Viewer } from '../wire/control.js';

/** What the agents who watch now show the visitor. */
export class MarkBoard {
  readonly #marks = new Map<string, AgentMarks>();
  readonly #listeners = new Listeners<[]>();

  get marks(): readonly AgentMarks[] {
    return [...this.#marks.values()];
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Marks of those who left go. */
  see(viewers: readonly Viewer[]): void {
    const here = new Map(viewers.map(({ conn, user }) => [conn, user]));
    for (const conn of this.#marks.keys()) if (!here.has(conn)) this.#marks.delete(conn);
    for (const [conn, user] of here)
      if (!this.#marks.has(conn)) this.#marks.set(conn, { conn, user, pointer: null, line: [] });
    this.#listeners.emit();
  }

  point(conn: string, pointer: Point | null): void {
    this.#change(conn, { pointer });
  }

  draw(conn: string, line: readonly Point[]): void {
    this.#change(conn, { line });
  }

  /** Nothing is shown of somebody who is not known to watch. */
  #change(conn: string, change: Partial<AgentMarks>): void {
    const known = this.#marks.get(conn);
    if (!known) return;
    this.#marks.set(conn, { ...known, ...change });
    this.#listeners.emit();
  }
}
