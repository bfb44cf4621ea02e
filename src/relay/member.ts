import { randomBytes } from 'node:crypto';
import type { CloseCode, ControlBodies, ControlType, Hello } from '../core/cobrowse/wire/control.js';
import { Bucket } from './bucket.js';
import type { Clock } from '../core/lib/clock.js';
import { Latest } from './latest.js';
import type { RelayLimits } from './limits.js';
import type { Grant } from './ticket.js';
import type { ViewerSocket, ViewerStream } from './viewer-stream.js';

/** What goes with a control frame besides its type and body. */
interface Marks {
  /** Id of the frame that is answered. */
  readonly re?: number;
  /** Connection that it came from. */
  readonly from?: string;
}

/** An open connection that has said hello. */
export interface Link extends ViewerSocket {
  sendControl<T extends ControlType>(type: T, body: ControlBodies[T], marks?: Marks): void;
  close(code: CloseCode, reason: string): void;
}

/** Why somebody may not go on. */
export interface Refusal {
  readonly code: CloseCode;
  /** A word for programs and the log; nothing of what was sent. */
  readonly reason: string;
}

/*
 *   connected ─link lost─▶ away ─resume─▶ connected
 *       │                   └─grace over─▶ gone
 *       └─ended, taken over, closed by the room─▶ gone
 */

/** Somebody in a room: for as long as the connection lasts, and for the grace after it. */
export interface Member {
  readonly conn: string;
  readonly grant: Grant;
  caps: Hello['caps'];
  /** Null while the connection is lost. */
  link: Link | null;
  resumeToken: string;
  /** Ends the grace. */
  cancelLeave: () => void;
  /** By what it did; for the log. */
  readonly counts: Record<string, number>;
  /** Of a viewer, with a link. */
  stream: ViewerStream | null;
  /** Bytes that a viewer may ask to be sent anew. */
  readonly askBudget: Bucket;
  readonly pointer: Latest<ControlBodies['pointer']>;
  readonly mark: Latest<ControlBodies['mark']>;
}

/** `toRecorder` sends to the recorder of the moment. */
export function newMember(
  { grant, caps, link }: Pick<Member, 'grant' | 'caps' | 'link'>,
  clock: Clock,
  limits: RelayLimits,
  toRecorder: Link['sendControl'],
): Member {
  const conn = randomBytes(9).toString('base64url');
  const marks = { from: conn };
  return {
    conn,
    grant,
    link,
    caps,
    resumeToken: '',
    cancelLeave: () => undefined,
    counts: {},
    stream: null,
    askBudget: new Bucket(limits.askBytesPerSecond, limits.askBytesBurst, clock.now()),
    pointer: new Latest(clock, limits.pointerMs, (d) => toRecorder('pointer', d, marks)),
    mark: new Latest(clock, limits.pointerMs, (d) => toRecorder('mark', d, marks)),
  };
}

/** True the first time. */
export function count(member: Member, what: string, amount = 1): boolean {
  const before = member.counts[what] ?? 0;
  member.counts[what] = before + amount;
  return before === 0;
}
