import { randomBytes } from 'node:crypto';
import { closeCodes, type ControlFrame, type Hello, type RecorderNews } from '../core/cobrowse/wire/control.js';
import { repeatable, type Act, type Audit, type AuditRecord } from './audit.js';
import { AuditLimiter } from './audit-limiter.js';
import type { Clock } from '../core/lib/clock.js';
import { IdleTimer } from './idle-timer.js';
import type { RelayLimits } from './limits.js';
import { count, newMember, type Link, type Member, type Refusal } from './member.js';
import { Recording } from './recording.js';
import { RemoteControl } from './remote-control.js';
import type { Grant } from './ticket.js';

/** What a room needs of the relay. */
export interface RoomContext {
  readonly clock: Clock;
  readonly limits: RelayLimits;
  readonly audit: Audit;
  /** Who may resume: member by resume token, in all rooms. */
  readonly tokens: Map<string, { readonly room: Room; readonly member: Member }>;
  /** The room is over; nobody is in it any more. */
  readonly onOver: (room: Room) => void;
}

/*
 * The recorder's place in a room, which viewers are told of:
 *
 *   none ─join─▶ here ⇄ paused
 *                 │ ▲ resume, or the same user takes over (a new lease)
 *       link lost ▼ │
 *                away ─grace over─▶ ended
 *
 *   ended: also by `end` of either side, by time, by idleness, when empty, or when the relay drains
 */

/** One shared page: at most one recorder, which holds the lease, and its viewers. */
export class Room {
  readonly name: string;
  readonly #context: RoomContext;
  readonly #recording: Recording;
  readonly #viewers = new Set<Member>();
  readonly #cancelEnd: () => void;
  readonly #idle: IdleTimer;
  readonly #repeated: AuditLimiter;
  readonly #control: RemoteControl;
  #recorder: Member | null = null;
  #lease = 0;
  #awaySince = 0;
  #paused = false;
  #over = false;

  constructor(name: string, context: RoomContext) {
    const { clock, limits } = context;
    this.name = name;
    this.#context = context;
    this.#recording = new Recording(clock, limits, {
      acknowledge: (position) => this.#recorder?.link?.sendControl('ack', position),
      askForKeyframe: () => {
        this.#audit('keyframe-asked', this.#recorder);
        this.#recorder?.link?.sendControl('keyframe', {});
      },
    });
    this.#cancelEnd = clock.after(limits.roomMs, () => this.end('time'));
    this.#repeated = new AuditLimiter(clock, context.audit);
    this.#control = new RemoteControl(clock, limits, {
      recorder: () => this.#recorder,
      viewers: () => this.#connectedViewers(),
      audit: (act, member, reason) => this.#audit(act, member, reason === undefined ? {} : { reason }),
    });
    this.#idle = new IdleTimer(clock, limits.idleMs, () => this.end('idle'));
  }

  /** Connections that are open now. */
  get counts(): { readonly recorders: number; readonly viewers: number } {
    return { recorders: this.#recorder?.link ? 1 : 0, viewers: this.#connectedViewers().length };
  }

  /** `lease`: the number of a recorder's lease, where it is counted elsewhere; one more than the last unless told. */
  join(grant: Grant, hello: Hello, link: Link, re: number, lease = this.#lease + 1): Member | Refusal {
    if (grant.role === 'recorder') return this.#acquireLease(grant, hello, link, re, lease);
    if (this.#isFull) return { code: closeCodes.forbidden, reason: 'room-full' };
    const member = this.#admit(grant, hello, link);
    this.#viewers.add(member);
    this.#audit('joined', member);
    this.#welcome(member, re, false);
    return member;
  }

  /** A member's new connection takes the place of its old one. */
  resume(member: Member, hello: Hello, link: Link, re: number): Refusal | null {
    if (member.grant.role === 'replayer' && !member.link && this.#isFull)
      return { code: closeCodes.forbidden, reason: 'room-full' };
    member.cancelLeave();
    const before = member.link;
    this.#unlink(member);
    member.link = link;
    member.caps = hello.caps;
    before?.close(closeCodes.lease, 'resumed-elsewhere');
    if (member === this.#recorder) {
      this.#recording.pause();
      this.#control.end();
    }
    this.#audit('resumed', member);
    this.#welcome(member, re, true);
    return null;
  }

  /** A control frame of a type that the member's role may send. */
  receive(member: Member, frame: ControlFrame): void {
    const { clock } = this.#context;
    const isFirst = count(member, frame.t);
    if (frame.t !== 'ping') this.#idle.active();
    switch (frame.t) {
      case 'ping':
        return member.link?.sendControl('pong', { now: clock.now() }, { re: frame.id });
      case 'end':
        return this.end(`ended-by-${member.grant.role}`);
      case 'pause':
      case 'resume':
        return this.#pause(member, frame.t === 'pause');
      case 'need':
        return member.stream?.ask(frame.d);
      case 'pointer':
        if (isFirst) this.#audit('pointed', member);
        return member.pointer.put(frame.d);
      case 'mark':
        if (isFirst) this.#audit('marked', member);
        return member.mark.put(frame.d);
      case 'control':
        return this.#control.ask(member, frame.d);
      case 'grant':
        return this.#control.grant(frame.d);
      case 'act':
        return this.#control.act(member, frame.d);
      case 'acted':
        return this.#control.acted(frame.d);
      default: // the others are the relay's own
    }
  }

  /** A data frame of the recorder. */
  receiveData(member: Member, message: Uint8Array): Refusal | null {
    count(member, 'frames');
    count(member, 'bytes', message.length);
    this.#idle.active();
    return this.#recording.receive(message, this.#lease);
  }

  /** The connection is gone: the member may come back within the grace. */
  lost(member: Member, link: Link, code: number): void {
    if (member.link !== link || this.#over) return;
    const { clock, limits } = this.#context;
    this.#unlink(member);
    this.#audit('lost', member, { code });
    if (member === this.#recorder) {
      this.#recording.pause();
      this.#awaySince = clock.now();
      this.#control.end();
      member.cancelLeave = clock.after(limits.graceMs, () => this.end('recorder-gone'));
      this.#notifyViewers();
    } else {
      this.#control.leave(member);
      member.cancelLeave = clock.after(limits.graceMs, () => this.#leave(member));
      this.#notifyRecorder();
    }
  }

  /** It is over for all. */
  end(reason: string, code: typeof closeCodes.ended | typeof closeCodes.drain = closeCodes.ended): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelEnd();
    this.#control.end();
    this.#idle.stop();
    this.#recording.close();
    this.#repeated.flush(this.name);
    for (const member of [...this.#viewers, ...(this.#recorder ? [this.#recorder] : [])])
      this.#remove(member, { code, reason });
    this.#audit('room-ended', null, { code, reason });
    this.#context.onOver(this);
  }

  /** One recorder at a time: the same user may take over, from another tab or a page that lost its token. */
  #acquireLease(grant: Grant, hello: Hello, link: Link, re: number, lease: number): Member | Refusal {
    const before = this.#recorder;
    if (before && before.grant.user.id !== grant.user.id) return { code: closeCodes.lease, reason: 'other-recorder' };
    // Two that were asked for at once may come in the wrong order.
    if (lease <= this.#lease) return { code: closeCodes.drain, reason: 'lease' };
    if (before) this.#remove(before, { code: closeCodes.lease, reason: 'taken-over' });
    this.#lease = lease;
    this.#control.end();
    this.#paused = false;
    this.#recording.pause();
    const member = this.#admit(grant, hello, link);
    this.#recorder = member;
    this.#audit(before ? 'took-over' : 'joined', member);
    this.#welcome(member, re, false);
    return member;
  }

  #admit(grant: Grant, hello: Hello, link: Link): Member {
    const { clock, limits } = this.#context;
    return newMember({ grant, caps: hello.caps, link }, clock, limits, (type, body, marks) =>
      this.#recorder?.link?.sendControl(type, body, marks),
    );
  }

  #welcome(member: Member, re: number, resumed: boolean): void {
    const { clock, limits, tokens } = this.#context;
    const { deltaBytes, keyframeBytes, inflatedBytes, controlBytes, graceMs, pointerMs } = limits;
    tokens.delete(member.resumeToken);
    member.resumeToken = randomBytes(32).toString('base64url');
    tokens.set(member.resumeToken, { room: this, member });
    this.#idle.active();
    const { conn, resumeToken, link } = member;
    const known = { now: clock.now(), lease: this.#lease, ...this.#recording.position };
    const told = { deltaBytes, keyframeBytes, inflatedBytes, controlBytes, graceMs, pointerMs };
    link?.sendControl('welcome', { conn, resumed, resumeToken, limits: told, ...known }, { re });
    if (member === this.#recorder) {
      this.#notifyViewers();
      this.#notifyRecorder();
      this.#recording.go(!resumed);
    } else if (link) {
      member.stream = this.#recording.show(link, member.askBudget, () => this.#audit('fell-behind', member));
      link.sendControl('recorder', this.#news());
      this.#control.tell(member);
      this.#notifyRecorder();
    }
  }

  #pause(member: Member, paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#audit(paused ? 'paused' : 'unpaused', member);
    this.#notifyViewers();
  }

  get #isFull(): boolean {
    return this.#connectedViewers().length >= this.#context.limits.viewers;
  }

  #connectedViewers(): Member[] {
    return [...this.#viewers].filter(({ link }) => link !== null);
  }

  #news(): RecorderNews {
    const { clock, limits } = this.#context;
    const recorder = this.#recorder;
    const state = !recorder ? 'none' : recorder.link ? 'here' : 'away';
    const graceMs = state === 'away' ? Math.max(0, this.#awaySince + limits.graceMs - clock.now()) : 0;
    return { state, paused: this.#paused, user: recorder?.grant.user ?? null, caps: recorder?.caps ?? [], graceMs };
  }

  #notifyViewers(): void {
    for (const { link } of this.#viewers) link?.sendControl('recorder', this.#news());
  }

  #notifyRecorder(): void {
    const viewers = this.#connectedViewers().map(({ conn, grant: { user } }) => ({ conn, user }));
    this.#recorder?.link?.sendControl('viewers', { viewers });
  }

  /** A viewer's grace is over. */
  #leave(member: Member): void {
    this.#viewers.delete(member);
    this.#remove(member, { code: closeCodes.ended, reason: 'gone' });
    if (this.#viewers.size === 0 && !this.#recorder) this.end('empty');
  }

  #remove(member: Member, { code, reason }: Refusal): void {
    const { link, resumeToken } = member;
    this.#context.tokens.delete(resumeToken);
    member.cancelLeave();
    member.pointer.stop();
    member.mark.stop();
    this.#unlink(member);
    this.#audit('left', member, { code, reason });
    link?.close(code, reason);
  }

  #unlink(member: Member): void {
    if (member.stream) this.#recording.hide(member.stream);
    member.stream = null;
    member.link = null;
  }

  #audit(act: Act, member: Member | null, more: Pick<AuditRecord, 'code' | 'reason'> = {}): void {
    const who = member && { conn: member.conn, role: member.grant.role, user: member.grant.user.id };
    const counts = member && (act === 'left' || act === 'lost') ? { counts: { ...member.counts } } : {};
    const record = { act, room: this.name, ...who, ...more, ...counts };
    if (repeatable.has(act)) this.#repeated.pass(record);
    else this.#context.audit(record);
  }
}
