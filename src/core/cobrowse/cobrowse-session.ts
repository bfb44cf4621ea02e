import type { CobrowseState } from './cobrowse-state.js';
import type { ControlDesk } from './control/control-desk.js';
import type { ControlSeat } from './control/control-seat.js';
import type { Anchor, Box, Person, Point } from './wire/control.js';
import type { OurPlace } from './wire/ours.js';

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

/** How the picture is looked at. */
export interface PictureView {
  /** It scrolls with the visitor; otherwise by `scrollBy`. */
  follows: boolean;
  /** It is as large as its place, and not as the visitor's window. */
  fits: boolean;
  /** Its text can be selected, and found by the browser's search; nothing of it can be used. */
  selectable: boolean;
  /** Scrolls the picture, by CSS pixels of this window, where it does not follow. */
  scrollBy(x: number, y: number): void;
  /** What the visitor sees of the page now, in this window; null while there is no picture. */
  readonly visitorSees: Box | null;
  /** What of ours lies over the visitor's page, in this window; none where the picture goes its own way. */
  readonly ours: readonly OurPlace[];
}

/** A field of the picture that an agent fills in at the agent's own end: a list of options, or the type of an `<input>`. */
export interface Picker {
  /** Of the recording. */
  readonly id: number;
  /** In this window, CSS pixels. */
  readonly box: Box;
  readonly field:
    | { readonly type: 'list'; readonly options: readonly string[]; readonly chosen: number }
    | { readonly type: 'date' | 'time' | 'datetime-local' | 'month' | 'week' | 'color'; readonly value: string };
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
  /** Who may act on the page; null where agents may not ask for it. */
  readonly control: Pick<ControlDesk, 'state' | 'subscribe' | 'allow' | 'refuse' | 'takeBack'> | null;
  readonly marks: readonly AgentMarks[];
  /** `listener` is called with every change of `marks`; returns an unsubscribe function. */
  subscribeMarks(listener: () => void): () => void;
}

/** What an agent's end shows, and where things are in it. */
export interface Pictured {
  /** Where on the visitor's page a point of this window is; null outside of the picture. */
  pageAt(clientX: number, clientY: number): Point | null;
  /** The node of the picture at a point of this window, and where within its box; null where there is none. */
  anchorAt(clientX: number, clientY: number): Anchor | null;
  /** The box of what is at a point of this window, on the visitor's page; null where there is nothing. */
  boxAt(clientX: number, clientY: number): Box | null;
  /** What is at a point of this window, where it is filled in with a list or a picker rather than typed into; else null. */
  pickerAt(clientX: number, clientY: number): Picker | null;
  readonly view: PictureView;
}

/** The agent's end, as the element sees it. */
export interface WatchSession extends CobrowseSession, Pictured {
  /** How far the picture is behind the visitor's page, ms; null before the first picture. */
  readonly lag: number | null;
  readonly control: Pick<ControlSeat, 'state' | 'subscribe' | 'ask' | 'giveBack' | 'do'>;
  /** Shows the visitor where the agent points; null takes it away. */
  point(at: Point | null): void;
  /** Shows the visitor a line; empty takes it away. */
  mark(line: readonly Point[]): void;
}
