import { newAccessCode } from './access-code.js';
import { AgentLeg, type AgentPool, type AttendedCall, type AttendingAgent } from './agents/agent-leg.js';
import { connected, transferred, type CallEvent } from './call-event.js';
import type { Clock } from '../../src/core/lib/clock.js';
import type { PacedTimers } from './paced-timers.js';
import type { Gateways, RobotOrders, RobotReport } from './ports.js';
import type { ConnectStep } from './scenario.js';

export interface CallEnvironment {
  readonly gateways: Gateways;
  readonly agents: AgentPool;
  readonly clock: Clock;
  /** Factor on every time of the scenarios. */
  readonly pace: number;
}

export type Party = 'visitor' | 'agent' | 'platform';

export interface CallLegsOptions {
  readonly call: AttendedCall & { readonly over: boolean };
  readonly environment: CallEnvironment;
  readonly timers: PacedTimers;
  /** Access codes may be sent as numbers, so none begins with a zero. */
  readonly codeAsNumber: boolean;
  readonly emit: (event: CallEvent) => void;
  /** A leg was answered. */
  readonly onAnswered: () => void;
  /** The current leg ended, and was not to be followed by another one. */
  readonly onEnded: (by: Party) => void;
}

/** After a transfer the former leg stays for this long, unless the visitor hangs it up, ms. */
const FORMER_LEG = 2_000;
/** No-answer timeout of an agent's phone, ms. */
const RING_TIMEOUT = 20_000;

interface Leg {
  hangUp(by: Party): void;
  report(): RobotReport;
}

/**
 * The legs of a call, to the robot or to agents. Each is announced to the visitor by a 168101 with an access code of
 * its own.
 *
 *     (none) ──connect──▶ current ──transfer──▶ former ──▶ gone
 *                          ▲ the next one         hung up by the visitor, by the scenario, or after FORMER_LEG
 *
 * The end of the current leg is that of the call, unless the scenario hangs it up before the next one is connected.
 */
export class CallLegs {
  readonly #options: CallLegsOptions;
  /** Oldest first; the last one is the current one. */
  readonly #legs: Leg[] = [];
  /** The scenario hung up the current leg; another one follows. */
  #handingOver = false;

  constructor(options: CallLegsOptions) {
    this.#options = options;
  }

  /** No 168101 was sent yet. */
  get none(): boolean {
    return this.#legs.length === 0;
  }

  /** What the robot received, oldest leg first. */
  get reports(): RobotReport[] {
    return this.#legs.map((leg) => leg.report());
  }

  /** To the agent who is free, else to the robot: also where the step says how the robot or the gateways behave. */
  connect(step: ConnectStep): void {
    const { robot, gateways, accessCode } = step;
    const agent = (robot ?? gateways ?? accessCode) ? null : this.#options.environment.agents.free();
    this.#connect(agent, step);
  }

  hangUp(by: Party): void {
    for (const leg of this.#legs) leg.hangUp(by);
  }

  /** BYE from the gateway; the call goes on. */
  hangUpOnly(which: 'current' | 'former'): void {
    this.#handingOver = which === 'current';
    const legs = which === 'current' ? this.#legs.slice(-1) : this.#legs.slice(0, -1);
    for (const leg of legs) leg.hangUp('platform');
  }

  #connect(agent: AttendingAgent | null, step: ConnectStep, transferredFrom = ''): void {
    const { environment, codeAsNumber, call, emit } = this.#options;
    const { gateways } = environment;
    const { gateways: chosen, accessCode = newAccessCode(codeAsNumber), robot = {} } = step;
    this.#handingOver = false;
    this.#legs.push(agent ? this.#agentLeg(agent, accessCode, transferredFrom) : this.#robotLeg(robot, accessCode));
    const healthy = gateways.addresses;
    emit(
      connected({
        domain: gateways.domain,
        gwAddresses:
          chosen === 'reversed' ? [...healthy].reverse() : (chosen?.map((fault) => gateways.address(fault)) ?? healthy),
        accessCode,
        clickToCallCaller: call.caller,
      }),
    );
  }

  #robotLeg(orders: RobotOrders, accessCode: string): Leg {
    const { environment, call, onAnswered } = this.#options;
    const leg: Leg = environment.gateways.expect({
      accessCode,
      caller: call.caller,
      orders: paced(orders, environment.pace),
      onAnswered,
      onEnded: (by) => {
        if (by === 'robot' && this.#handingOver) return;
        this.#onEnded(leg, by === 'robot' ? 'agent' : 'visitor');
      },
    });
    return leg;
  }

  #agentLeg(agent: AttendingAgent, accessCode: string, transferredFrom: string): Leg {
    const { environment, call, onAnswered } = this.#options;
    const { clock, pace } = environment;
    const leg: Leg = new AgentLeg({
      call,
      agent,
      accessCode,
      transferredFrom,
      clock,
      patience: RING_TIMEOUT * pace,
      onAnswered,
      onEnded: (by) => this.#onEnded(leg, by),
      onHandedOn: (to) => this.#transfer(leg, agent, to),
    });
    return leg;
  }

  #onEnded(leg: Leg, by: Party): void {
    if (this.#legs.at(-1) === leg) this.#options.onEnded(by);
  }

  /** The new leg first: the visitor's end must know of it before the former one is gone. */
  #transfer(leg: Leg, from: AttendingAgent, to: AttendingAgent | null): void {
    const { call, emit, timers } = this.#options;
    if (call.over || this.#legs.at(-1) !== leg) return;
    emit(transferred);
    this.#connect(to, { do: 'connect', after: 0 }, from.agentId);
    timers.after(FORMER_LEG, () => leg.hangUp('platform'));
  }
}

function paced({ answerAfter, hangUpAfter, ...orders }: RobotOrders, pace: number): RobotOrders {
  return {
    ...orders,
    ...(answerAfter === undefined ? {} : { answerAfter: answerAfter * pace }),
    ...(hangUpAfter === undefined ? {} : { hangUpAfter: hangUpAfter * pace }),
  };
}
