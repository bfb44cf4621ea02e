import type { Act, Outcome } from './act.js';
import type { WireLimits } from './limits.js';
import type { Anchor, Point } from './place.js';

export type { Anchor, Box, Point } from './place.js';

/*
 * Control frames of `cc-cobrowse.1`: text WebSocket messages, JSON `{t, id, re?, from?, d}`. `t` says what `d` is. Each side
 * numbers its frames (`id`, from 1); `re` is the id of the frame that is answered. `from` is the connection that it came
 * from, written by the relay: what a client writes there is not looked at.
 *
 * | t        | way                | d                                                                                             |
 * | -------- | ------------------ | --------------------------------------------------------------------------------------------- |
 * | hello    | client → relay     | first frame, within 5 s, ≤ 4 KiB; a `resume` token makes up for a used signature              |
 * | welcome  | relay → client     | answers hello                                                                                 |
 * | ping     | client → relay     | `{}`; browsers can't send WebSocket pings of their own                                        |
 * | pong     | relay → client     | `{now}`, answers ping                                                                         |
 * | end      | client → relay     | `{}`: it is over for all; the relay closes every connection of the room with 4410             |
 * | ack      | relay → recorder   | `{epoch, seq}`: every delta up to seq has arrived                                             |
 * | keyframe | relay → recorder   | `{}`: send one keyframe, for all who need it. That of a new epoch answers it, too; one that   |
 * |          |                    | was cut short by a lost connection is asked for again                                         |
 * | viewers  | relay → recorder   | `{viewers}`: who watches; after welcome and with each change. Marks of those who left go      |
 * | pause    | recorder → relay   | `{}`: viewers are told by `recorder`; what they shall see meanwhile is a keyframe of its own  |
 * | resume   | recorder → relay   | `{}`                                                                                          |
 * | need     | replayer → relay   | `{epoch, from}`: deltas from this number on, or a keyframe where they are gone. `{0, 0}` at   |
 * |          |                    | the beginning: nothing is sent to a viewer that did not ask                                   |
 * | recorder | relay → replayer   | `{state, paused, …}`: after welcome and with each change                                      |
 * | pointer  | replayer → recorder | `{at, on?}`: where the agent points; null when it left the page. The latest wins             |
 * | mark     | replayer → recorder | `{points, on?}`: the viewer's whole drawing as a line; empty removes it. The latest wins     |
 | control  | replayer → recorder | `{want}`: asks for remote control, or gives it back                                          |
 | grant    | recorder → relay → replayers | `{to, ms}`: who has remote control, and for how long; '' for nobody. It ends with  |
 |          |                    | the recorder's connection: a recorder that goes on with it says so again                      |
 | act      | replayer → recorder | act.ts; dropped by the relay without a grant, after it, and above the rate                    |
 | acted    | recorder → relay → replayer | `{to, do, what, refused}`: what became of an act; the relay's audit has it               |
 *
 * Points are `[x, y]` in CSS pixels from the upper left corner of the recorded page (not of its visible part), so that a
 * mark stays with what it marks. The agent's picture is not laid out just like the page, since what is hidden has no size
 * there: `on` says on which node of the recording, and where within its box, the point (the first point of a line) is. A type that is unknown, or not for this role, ends the connection (4400, 4403); a client
 * ignores what it does not know.
 */

/** Name of the WebSocket subprotocol. */
export const subprotocol = 'cc-cobrowse.1';
export const protocolVersion = 1;

/** Why the relay closed a connection. After any other code, and 4503, a client comes back with its resume token. */
export const closeCodes = {
  /** A frame that can't be read, or out of order. */
  malformed: 4400,
  /** Ticket forged, expired or used, or resume token unknown: a new connection info is needed. */
  ticket: 4401,
  /** Origin, role or room does not allow it, or the room is full. */
  forbidden: 4403,
  /** No hello in time. */
  noHello: 4408,
  /** Another recorder has the room: the same visitor in another tab, or somebody else. */
  lease: 4409,
  /** Over: ended by a side, too long, idle, or the recorder did not come back. */
  ended: 4410,
  /** A frame above its limit. */
  size: 4413,
  /** Too many frames or bytes. */
  rate: 4429,
  /** The relay shuts down, has no room left, or is not the one that has this room: later, with a new connection info. */
  drain: 4503,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

export type Role = 'recorder' | 'replayer';

export interface Person {
  readonly id: string;
  /** To be shown as text. */
  readonly name: string;
}

export interface Hello {
  /** Version of the protocol: 1. */
  readonly v: number;
  /** Room and role must be those of the ticket; the user is taken from there. */
  readonly room: string;
  readonly role: Role;
  readonly user: Person;
  /** The ticket; may be empty beside `resume`. */
  readonly signature: string;
  /** Tells the tabs of one visitor apart. */
  readonly tab: string;
  /** What this end can do beyond the least, such as `pointer`, `mark` and `control`. A recorder's are told to its viewers. */
  readonly caps: readonly string[];
  /** From the last welcome. */
  readonly resume?: string;
}

export interface Welcome {
  /** This connection, for `from` and `viewers`; a resumed one keeps its name. */
  readonly conn: string;
  /** The resume token was good: the room knows what it knew. Otherwise a viewer forgets what it has and asks anew. */
  readonly resumed: boolean;
  /** Good for one hello, as long as this connection lives and `graceMs` after. */
  readonly resumeToken: string;
  /** The relay's clock, ms since 1970. */
  readonly now: number;
  readonly limits: WireLimits;
  /** A recorder's own fence number; to a viewer that of the room. */
  readonly lease: number;
  /** The room's latest epoch, 0 without one. A recorder that can't go on with it begins a greater one. */
  readonly epoch: number;
  /** The last delta of that epoch that the relay has. */
  readonly seq: number;
}

export interface Viewer {
  readonly conn: string;
  readonly user: Person;
}

export interface RecorderNews {
  /** `away`: its connection is lost, it may be back within `graceMs`. `none`: it was not here yet. */
  readonly state: 'here' | 'away' | 'none';
  readonly paused: boolean;
  readonly user: Person | null;
  readonly caps: readonly string[];
  /** What is left of the grace; 0 unless away. */
  readonly graceMs: number;
}

type Nothing = Readonly<Record<string, never>>;

/** Body by type. */
export interface ControlBodies {
  readonly hello: Hello;
  readonly welcome: Welcome;
  readonly ping: Nothing;
  readonly pong: { readonly now: number };
  readonly end: Nothing;
  readonly ack: { readonly epoch: number; readonly seq: number };
  readonly keyframe: Nothing;
  readonly viewers: { readonly viewers: readonly Viewer[] };
  readonly pause: Nothing;
  readonly resume: Nothing;
  readonly need: { readonly epoch: number; readonly from: number };
  readonly recorder: RecorderNews;
  readonly pointer: { readonly at: Point | null; readonly on?: Anchor };
  readonly mark: { readonly points: readonly Point[]; readonly on?: Anchor };
  readonly control: { readonly want: boolean };
  readonly grant: { readonly to: string; readonly ms: number };
  readonly act: Act;
  readonly acted: Outcome & { readonly to: string };
}

export type ControlType = keyof ControlBodies;

interface Envelope<T extends ControlType> {
  readonly t: T;
  readonly id: number;
  readonly re?: number;
  readonly from?: string;
  readonly d: ControlBodies[T];
}

/** A control frame of any type; `t` tells which. */
export type ControlFrame<T extends ControlType = ControlType> = { [K in T]: Envelope<K> }[T];

/** What a client may send after its hello. */
export const sendable: Readonly<Record<Role, readonly ControlType[]>> = {
  recorder: ['ping', 'end', 'pause', 'resume', 'grant', 'acted'],
  replayer: ['ping', 'end', 'need', 'pointer', 'mark', 'control', 'act'],
};

/** A line of a mark has at most this many points; rounded to whole pixels they fit into a frame. */
export const maxMarkPoints = 400;
