import type { Clock } from '../../lib/clock.js';
import { Listeners } from '../../lib/listeners.js';
import type { Act, Outcome } from '../wire/act.js';
import type { ControlBodies } from '../wire/control.js';
import { ActQueue } from './act-queue.js';

/**
 *     none ─the visitor's page can be controlled─▶ free ─ask()─▶ asked ─granted─▶ mine
 *                                                   ▲  ◀──────────┴── refused, taken back, over, given back
 *                                                   └──▶ taken: another agent has it
 *
 * Any of them becomes `none` where the visitor's page can't be controlled any more.
 */
export interface SeatState {
  readonly name: 'none' | 'free' | 'asked' | 'mine' | 'taken';
  /** What the last end of `asked` or `mine` was, for the agent to read; null where neither has ended. */
  readonly ended: 'refused' | 'over' | null;
  /** What became of the last act; null before one has. */
  readonly outcome: Outcome | null;
}

export interface SeatPorts {
  readonly clock: Clock;
  readonly control: (body: ControlBodies['control']) => void;
  readonly act: (act: Act) => void;
}

/** Remote control as an agent sees it: asks for it, has it, acts. */
export class ControlSeat {
  readonly #ports: SeatPorts;
  readonly #listeners = new Listeners<[]>();
  readonly #queue: ActQueue;
  #state: SeatState = { name: 'none', ended: null, outcome: null };
  #conn = '';

  constructor(ports: SeatPorts) {
    this.#ports = ports;
    this.#queue = new ActQueue(ports.clock, ports.act);
  }

  get state(): SeatState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  ask(): void {
    if (this.#state.name !== 'free') return;
    this.#enter({ name: 'asked', ended: null, outcome: null });
    this.#ports.control({ want: true });
  }

  /** Gives it back, or asks no more. */
  giveBack(): void {
    const { name } = this.#state;
    if (name !== 'asked' && name !== 'mine') return;
    this.#enter({ name: 'free', ended: null });
    this.#ports.control({ want: false });
  }

  do(act: Act): void {
    if (this.#state.name === 'mine') this.#queue.put(act);
  }

  /** A connection to the relay, by this name. */
  connected(conn: string): void {
    this.#conn = conn;
    // What was asked for on the connection before, nobody has heard.
    if (this.#state.name === 'asked') this.#enter({ name: 'free', ended: null });
  }

  /** `can`: the visitor's page is here, and lets itself be controlled. */
  available(can: boolean): void {
    if (!can) this.#enter({ name: 'none', ended: this.#endOf() });
    else if (this.#state.name === 'none') this.#enter({ name: 'free' });
  }

  granted({ to }: ControlBodies['grant']): void {
    if (to === this.#conn) return this.#enter({ name: 'mine', ended: null, outcome: null });
    if (this.#state.name !== 'none') this.#enter({ name: to === '' ? 'free' : 'taken', ended: this.#endOf() });
  }

  acted({ do: name, what, refused }: Outcome): void {
    this.#enter({ outcome: { do: name, what, refused } });
  }

  #endOf(): SeatState['ended'] {
    const { name, ended } = this.#state;
    return name === 'asked' ? 'refused' : name === 'mine' ? 'over' : ended;
  }

  #enter(change: Partial<SeatState>): void {
    this.#state = Object.freeze({ ...this.#state, ...change });
    if (this.#state.name !== 'mine') this.#queue.clear();
    this.#listeners.emit();
  }
}
