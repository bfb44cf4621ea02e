import type { Clock } from '../../../src/core/lib/clock.js';
import { refused } from './agent-answers.js';

/** An agent's status outside a call; `ready` is the platform's idle, `work` after-call work. */
export type AgentStatus = 'ready' | 'busy' | 'work' | 'rest';

type EventTypes = Readonly<Record<AgentStatus, string | null>>;

/** cec_07_0581 */
const numbers: Readonly<Record<AgentStatus, number>> = { busy: 3, ready: 4, work: 5, rest: 8 };
/** What follows AgentState_Ready at a sign-in. */
const signInEvents: EventTypes = {
  ready: null,
  busy: 'AgentState_SetNotReady_Success',
  work: 'AgentState_Work',
  rest: null,
};
const setEvents: EventTypes = {
  ready: null,
  busy: 'AgentState_SetNotReady_Success',
  work: 'AgentState_SetWork_Success',
  rest: 'AgentState_SetRest_Success',
};
const cancelEvents: Readonly<Record<Exclude<AgentStatus, 'ready'>, string>> = {
  busy: 'AgentState_CancelNotReady_Success',
  work: 'AgentState_CancelWork_Success',
  rest: 'AgentState_CancelRest_Success',
};
/** The status takes effect: at once, or after the call during which it was requested. */
const beginEvents: EventTypes = {
  ready: 'AgentState_Ready',
  busy: 'AgentState_Busy',
  work: 'AgentState_Work',
  rest: null,
};

export interface StatusPorts {
  readonly clock: Clock;
  readonly inCall: () => boolean;
  /** The content of every status event is null. */
  readonly emit: (eventType: string) => void;
}

/**
 * An agent's status, and the events of its changes. What is requested during a call takes effect after it.
 *
 *              saybusy, work, rest              cancelbusy, cancelwork, cancelrest, sayfree
 *     ready ───────────────────────▶ busy · work · rest ───────────────────────────────────▶ ready
 *       └─────── call over ────────▶ work, unless the agent enters idle automatically
 */
export class StatusMachine {
  readonly #ports: StatusPorts;
  #status: AgentStatus;
  #since: number;
  #cancelRestTimer: () => void = () => undefined;

  /** Emits the events of a sign-in with this status. */
  constructor(status: AgentStatus, ports: StatusPorts) {
    this.#ports = ports;
    this.#status = status;
    this.#since = ports.clock.now();
    this.#emit('AgentState_Ready', signInEvents[status]);
  }

  /** The platform's code of it (cec_07_0581). */
  get number(): number {
    return numbers[this.#status];
  }

  /** Since when the agent has been ready, ms since the epoch; null in another status. */
  get readySince(): number | null {
    return this.#status === 'ready' ? this.#since : null;
  }

  /** `restFor`: ms until AgentState_Rest_Timeout. @throws Refusal 100-009 where it is the status already */
  enter(status: AgentStatus, restFor = Infinity): void {
    if (status !== 'ready' && status === this.#status) throw refused('100-009');
    this.#become(status);
    this.#emit(setEvents[status], this.#ports.inCall() ? null : beginEvents[status]);
    if (status === 'rest')
      this.#cancelRestTimer = this.#ports.clock.after(restFor, () => this.#emit('AgentState_Rest_Timeout'));
  }

  /** Back to ready. @throws Refusal 100-009 where that is not the agent's status */
  cancel(status: Exclude<AgentStatus, 'ready'>): void {
    if (this.#status !== status) throw refused('100-009');
    this.#become('ready');
    this.#emit(cancelEvents[status], this.#ports.inCall() ? null : beginEvents.ready);
  }

  /** The agent's last call is over. `wrapUp`: a ready agent has after-call work. */
  callOver(wrapUp: boolean): void {
    this.#status = wrapUp && this.#status === 'ready' ? 'work' : this.#status;
    this.#since = this.#ports.clock.now();
    this.#emit(beginEvents[this.#status]);
  }

  /** No timer is left. */
  close(): void {
    this.#cancelRestTimer();
  }

  #become(status: AgentStatus): void {
    this.#cancelRestTimer();
    this.#status = status;
    this.#since = this.#ports.clock.now();
  }

  #emit(...eventTypes: readonly (string | null)[]): void {
    for (const eventType of eventTypes) if (eventType !== null) this.#ports.emit(eventType);
  }
}
