import type { ControlBodies } from '../core/cobrowse/wire/control.js';
import type { Act } from './audit.js';
import { Bucket } from './bucket.js';
import type { Clock } from '../core/lib/clock.js';
import type { RelayLimits } from './limits.js';
import type { Member } from './member.js';

/** What remote control needs of its room. */
export interface ControlRoom {
  /** null without one. */
  recorder(): Member | null;
  /** Those that are connected. */
  viewers(): readonly Member[];
  audit(act: Act, member: Member | null, reason?: string): void;
}

/*
 *   nobody ─grant {to, ms}─▶ granted ─its time is over, grant {to: ''}, given back, the recorder's connection lost─▶ nobody
 */

/** Who may act on the recorder's page: whom the recorder granted it, no longer than the relay's own limit, and no faster. */
export class RemoteControl {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #room: ControlRoom;
  #to = '';
  #until = 0;
  #rate: Bucket;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, limits: RelayLimits, room: ControlRoom) {
    this.#clock = clock;
    this.#limits = limits;
    this.#room = room;
    this.#rate = this.#freshRate();
  }

  /** A viewer asks, or gives it back. The recorder decides. */
  ask(viewer: Member, { want }: ControlBodies['control']): void {
    if (want) this.#room.audit('control-asked', viewer);
    else this.leave(viewer);
    this.#room.recorder()?.link?.sendControl('control', { want }, { from: viewer.conn });
  }

  /** The recorder's word; every viewer hears of it. Whoever is not connected gets nothing. */
  grant({ to, ms }: ControlBodies['grant']): void {
    const viewer = this.#room.viewers().find(({ conn }) => conn === to);
    const span = viewer ? Math.min(ms, this.#limits.controlMs) : 0;
    this.#cancel();
    if (span === 0) return this.#over();
    if (to !== this.#to) this.#rate = this.#freshRate();
    this.#to = to;
    this.#until = this.#clock.now() + span;
    this.#cancel = this.#clock.after(span, () => this.#over());
    this.#room.audit('control-granted', viewer ?? null);
    this.#notify();
  }

  /** Passed on to the recorder, or dropped. */
  act(viewer: Member, act: ControlBodies['act']): void {
    if (viewer.conn !== this.#to || !this.#rate.take(1, this.#clock.now())) return;
    this.#room.recorder()?.link?.sendControl('act', act, { from: viewer.conn });
  }

  /** What became of an act, for the audit and for who did it. */
  acted(outcome: ControlBodies['acted']): void {
    const { to, do: act, what, refused } = outcome;
    const viewer = this.#room.viewers().find(({ conn }) => conn === to);
    this.#room.audit('acted', viewer ?? null, refused === null ? `${act} ${what}` : `${act} ${what}: ${refused}`);
    viewer?.link?.sendControl('acted', outcome);
  }

  /** Tells a viewer that has come of who has it; nothing where nobody has. */
  tell({ link }: Member): void {
    if (this.#to !== '') link?.sendControl('grant', this.#told);
  }

  /** Ends it, if this viewer has it. */
  leave({ conn }: Member): void {
    if (conn === this.#to) this.end();
  }

  /** Ends it, if somebody has it. */
  end(): void {
    this.#cancel();
    if (this.#to !== '') this.#over();
  }

  #over(): void {
    const had = this.#to !== '';
    this.#to = '';
    if (had) this.#room.audit('control-over', null);
    this.#notify();
  }

  #notify(): void {
    for (const { link } of this.#room.viewers()) link?.sendControl('grant', this.#told);
  }

  get #told(): ControlBodies['grant'] {
    return this.#to === '' ? { to: '', ms: 0 } : { to: this.#to, ms: Math.max(0, this.#until - this.#clock.now()) };
  }

  #freshRate(): Bucket {
    return new Bucket(this.#limits.actsPerSecond, this.#limits.actsBurst, this.#clock.now());
  }
}
