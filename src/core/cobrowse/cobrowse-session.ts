import type { CobrowseState } from './cobrowse-state.js';
import type { Person, Point } from './wire/control.js';

interface CobrowseSession {
  readonly state: CobrowseState;
  /** `listener` is called with every new state; returns an unsubscribe function. */
  subscribe(listener: (state: CobrowseState, previous: CobrowseState) => void): () => void;
  /**
   * Ends it: the visitor's end for everybody, an agent's for this agent. The visitor's resolves when the relay has closed (or
   * after 2 s) and the platform has answered. Never rejects.
   */
  stop(): Promise<void>;
}

/** What one agent shows the visitor: points are CSS pixels of the page, not of its visible part. */
export interface AgentMarks {
  /** The agent's connection: the same person may watch twice. */
  readonly conn: string;
  readonly user: Person;
  /** null: the agent's pointer is elsewhere. */
  readonly pointer: Point | null;
  /** The whole drawing as a line; empty without one. */
  readonly line: readonly Point[];
}

/** The visitor's end, as the element sees it: one object per `start`, not reusable. */
export interface ShareSession extends CobrowseSession {
  /** The visitor's answer while it is `asking`. */
  agree(): void;
  decline(): void;
  /** Nothing of the page leaves until `resume`; agents see that it is paused. */
  pause(): void;
  resume(): void;
  /** Sends nothing of the page until `goOn`; agents keep the picture that they have. */
  hold(): void;
  /**
   * Ends a hold. With `anew` the page is recorded from its beginning, as another document or other options may apply;
   * without, and within the task of the hold, it is as if there had been none.
   */
  goOn(anew: boolean): void;
  readonly marks: readonly AgentMarks[];
  /** `listener` is called with every change of `marks`; returns an unsubscribe function. */
  subscribeMarks(listener: () => void): () => void;
}

/** The agent's end, as the element sees it. */
export interface WatchSession extends CobrowseSession {
  /** How far the picture is behind the visitor's page, ms; null before the first picture. */
  readonly lag: number | null;
  /** Where on the visitor's page a point of this window is; null outside of the picture. */
  pageAt(clientX: number, clientY: number): Point | null;
  /** Shows the visitor where the agent points; null takes it away. */
  point(at: Point | null): void;
  /** Shows the visitor a line; empty takes it away. */
  mark(line: readonly Point[]): void;
}
