import type { Role } from '../core/cobrowse/wire/control.js';

/**
 * What was done; `pointed` and `marked` once per connection, with their number when it leaves. `omitted` stands for lines that
 * were too many, with their number: refusals of nobody's connections, or what happened again and again in a room. `acted`: the
 * reason is what was done and to what, such as `click button`, and why not, where it was refused.
 */
export type Act =
  | 'refused'
  | 'joined'
  | 'resumed'
  | 'took-over'
  | 'lost'
  | 'left'
  | 'paused'
  | 'unpaused'
  | 'keyframe-asked'
  | 'pointed'
  | 'marked'
  | 'control-asked'
  | 'control-granted'
  | 'control-over'
  | 'acted'
  | 'fell-behind'
  | 'room-ended'
  | 'omitted';

/** One line of the audit log: who did what, and when. Never what was on the page, drawn or typed, nor a credential. */
export interface AuditRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly act: Act;
  readonly room?: string;
  /** As in `from` of the control frames. */
  readonly conn?: string;
  readonly role?: Role;
  /** Id of the user, from the ticket. */
  readonly user?: string;
  readonly code?: number;
  readonly reason?: string;
  /** Of the connection: frames and bytes of data, and control frames by type; of what was omitted: `lines`. */
  readonly counts?: Readonly<Record<string, number>>;
}

export type Audit = (record: Omit<AuditRecord, 'time'>) => void;

/** What anybody in a room can do again and again. */
export const repeatable: ReadonlySet<Act> = new Set<Act>([
  'paused',
  'unpaused',
  'lost',
  'resumed',
  'took-over',
  'keyframe-asked',
  'fell-behind',
  'control-asked',
  'control-granted',
  'control-over',
  'acted',
]);
