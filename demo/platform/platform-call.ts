import { newCallId } from './call-id.js';
import { connected, failed, queued, queueTimeout, released, transferred, type CallEvent } from './call-event.js';
import { newAccessCode } from './access-code.js';
import { AgentLeg, type AgentPool, type AttendedCall, type AttendingAgent } from './agents/agent-leg.js';
import type { Clock } from './clock.js';
import { EventQueue } from './event-queue.js';
import type { Gateways, RobotOrders, RobotReport } from './ports.js';
import type { Scenario, Step } from './scenario.js';

export interface CallSurroundings {
  readonly gateways: Gateways;
  readonly agents: AgentPool;
  readonly clock: Clock;
  /** Factor on every time of the scenarios. */
  readonly pace: number;
}

export interface CallRequest {
  readonly scenario: Scenario;
  readonly userId: string;
  readonly media: 'voice' | 'video';
  /** The access code may be sent as a number, so it must not begin with a zero. */
  readonly codeAsNumber: boolean;
  /** The multimedia call id of the text session around it; one of its own without such a session. */
  readonly callId: string | null;
}

type Connect = Extract<Step, { do: 'connect' }>;

export type Party = 'visitor' | 'agent' | 'platform';

/** A call that nobody answered or asked about for so long is over, ms. */
const ABANDONED = 120_000;
/** 168110 goes ahead of the BYE by so much when the platform releases, ms. */
const RELEASE_LEAD = 300;
/** The leg that a transfer leaves behind stays for this long unless the visitor ends it, ms. */
const FORMER_LEG = 2_000;
/** An agent's phone rings for so long, ms. */
const PATIENCE = 20_000;

/** The robot's, or an agent's. */
interface Leg {
  hangUp(by: Party): void;
  report(): RobotReport;
}

/**
 * One click-to-call on the platform: plays its scenario, queues its events, holds its agent: a person who is free, else
 * the robot.
 */
export class PlatformCall implements AttendedCall {
  readonly id = crypto.randomUUID();
  /** As the agents' events name it. */
  readonly callId: string;
  readonly caller = 'AnonymousCard';
  data: Uint8Array = new Uint8Array();
  readonly scenario: Scenario;
  readonly userId: string;
  readonly media: 'voice' | 'video';
  readonly createdAt: number;
  /** dropClickToCall came for it, before or after its end. */
  dropRequested = false;
  readonly #around: CallSurroundings;
  readonly #codeAsNumber: boolean;
  readonly #events: EventQueue<CallEvent>;
  readonly #legs: Leg[] = [];
  readonly #timers = new Set<() => void>();
  #cancelAbandonment: () => void = () => undefined;
  #endedBy: Party | null = null;
  #answered = false;
  /** The platform hangs up the current leg; that is no end of the call. */
  #handingOver = false;

  constructor({ scenario, userId, media, codeAsNumber, callId }: CallRequest, around: CallSurroundings) {
    this.scenario = scenario;
    this.userId = userId;
    this.media = media;
    this.createdAt = around.clock.now();
    this.callId = callId ?? newCallId(this.createdAt);
    this.#codeAsNumber = codeAsNumber;
    this.#around = around;
    this.#events = new EventQueue(around.clock);
    this.#watchForAbandonment();
    this.#play(scenario.steps ?? []);
  }

  get state(): 'queued' | 'connected' | 'ended' {
    if (this.#endedBy) return 'ended';
    return this.#legs.length > 0 ? 'connected' : 'queued';
  }

  get endedBy(): Party | null {
    return this.#endedBy;
  }

  /** What the robot received, leg by leg. */
  get reports(): RobotReport[] {
    return this.#legs.map((leg) => leg.report());
  }

  /** A poll waits for an event. */
  get polled(): boolean {
    return this.#events.polled;
  }

  /** Over, and everything about it was told. */
  get silent(): boolean {
    return this.#endedBy !== null && this.#events.empty;
  }

  /** Place and wait as queryQueueInfo gives them; null where this call is not queued. */
  queueInfo(): { readonly position: number; readonly seconds: number } | null {
    if (this.state !== 'queued') return null;
    const { places, each } = this.scenario.queue ?? { places: 1, each: 3_000 };
    const left = places - Math.floor((this.#around.clock.now() - this.createdAt) / (each * this.#around.pace));
    const position = Math.max(1, left);
    return { position, seconds: Math.ceil((position * each) / 1000) };
  }

  /** One event per poll; see EventQueue. */
  async nextEvent(hold: number, signal: AbortSignal): Promise<CallEvent | null> {
    this.#cancelAbandonment();
    try {
      return await this.#events.poll(hold, signal);
    } finally {
      this.#watchForAbandonment();
    }
  }

  emit(event: CallEvent): void {
    this.#events.push(event);
  }

  /** For an event whose poll was given up before it arrived. */
  putBack(event: CallEvent): void {
    this.#events.putBack(event);
  }

  /** Ends the call once: frees the agent, tells the visitor (168110 unless told otherwise), hangs up at the gateways. */
  end(
    by: Party,
    { event = released(by), lead = 0 }: { readonly event?: CallEvent; readonly lead?: number } = {},
  ): void {
    if (this.#endedBy) return;
    this.#endedBy = by;
    for (const cancel of this.#timers) cancel();
    this.#cancelAbandonment();
    this.emit(event);
    if (lead === 0) this.#hangUp(this.#legs, by);
    else this.#after(lead, () => this.#hangUp(this.#legs, by));
  }

  /** Ends it without ado: no timer and no leg is left. */
  close(): void {
    this.end('platform');
    for (const cancel of this.#timers) cancel();
    this.#hangUp(this.#legs, 'platform');
  }

  /** Does now what a scenario would do by itself later on. */
  act(step: Step): void {
    if (this.#endedBy) return;
    switch (step.do) {
      case 'queue':
        return this.emit(queued);
      case 'connect':
        return this.#connect(step);
      case 'transfer':
        return this.emit(transferred);
      case 'hang-up':
        this.#handingOver = step.legs === 'current';
        return this.#hangUp(step.legs === 'current' ? this.#legs.slice(-1) : this.#legs.slice(0, -1), 'platform');
      case 'release':
        return this.end('platform', { lead: RELEASE_LEAD * this.#around.pace });
      case 'queue-timeout':
        return this.end('platform', { event: queueTimeout });
      case 'fail':
        return this.end('platform', { event: failed });
      case 'unusable':
        return this.emit(
          connected({ domain: this.#around.gateways.domain, gwAddresses: this.#around.gateways.addresses }),
        );
    }
  }

  #play(steps: readonly Step[]): void {
    const [step, ...rest] = steps;
    if (!step || this.#endedBy) return;
    const act = () => {
      this.act(step);
      this.#play(rest);
    };
    if (step.after === 0) act();
    else this.#after(step.after * this.#around.pace, act);
  }

  /** A scenario that arranges the robot or the way to it is about them. */
  #connect(step: Connect): void {
    const { robot, gateways, accessCode } = step;
    const agent = (robot ?? gateways ?? accessCode) ? null : this.#around.agents.free();
    this.#open(agent, step);
  }

  #open(agent: AttendingAgent | null, step: Connect, transferredFrom = ''): void {
    const { gateways } = this.#around;
    const { gateways: chosen, accessCode = newAccessCode(this.#codeAsNumber) } = step;
    this.#handingOver = false;
    this.#legs.push(
      agent ? this.#agentLeg(agent, accessCode, transferredFrom) : this.#robotLeg(step.robot ?? {}, accessCode),
    );
    const healthy = gateways.addresses;
    this.emit(
      connected({
        domain: gateways.domain,
        gwAddresses:
          chosen === 'reversed' ? [...healthy].reverse() : (chosen?.map((fault) => gateways.address(fault)) ?? healthy),
        accessCode,
        clickToCallCaller: this.caller,
      }),
    );
  }

  #robotLeg(orders: RobotOrders, accessCode: string): Leg {
    const leg: Leg = this.#around.gateways.expect({
      accessCode,
      caller: this.caller,
      orders: this.#paced(orders),
      onAnswered: () => this.#onAnswered(),
      onEnded: (by) => {
        if (by === 'robot' && this.#handingOver) return;
        this.#onLegEnded(leg, by === 'robot' ? 'agent' : 'visitor');
      },
    });
    return leg;
  }

  #agentLeg(agent: AttendingAgent, accessCode: string, transferredFrom: string): Leg {
    const { clock, pace } = this.#around;
    const leg: Leg = new AgentLeg({
      call: this,
      agent,
      accessCode,
      transferredFrom,
      clock,
      patience: PATIENCE * pace,
      onAnswered: () => this.#onAnswered(),
      onEnded: (by) => this.#onLegEnded(leg, by),
      onHandedOn: (to) => this.#handOn(leg, agent, to),
    });
    return leg;
  }

  /** The leg that a transfer left behind is not the call. */
  #onLegEnded(leg: Leg, by: Party): void {
    if (this.#legs.at(-1) === leg) this.end(by);
  }

  /** The new leg first: the visitor's end must know of it before the former one is gone. */
  #handOn(leg: Leg, from: AttendingAgent, to: AttendingAgent | null): void {
    if (this.#endedBy || this.#legs.at(-1) !== leg) return;
    this.emit(transferred);
    this.#open(to, { do: 'connect', after: 0 }, from.agentId);
    this.#after(FORMER_LEG * this.#around.pace, () => leg.hangUp('platform'));
  }

  #onAnswered(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#cancelAbandonment();
    this.#play(this.scenario.afterAnswer ?? []);
  }

  #paced({ answerAfter, hangUpAfter, ...orders }: RobotOrders): RobotOrders {
    const { pace } = this.#around;
    return {
      ...orders,
      ...(answerAfter === undefined ? {} : { answerAfter: answerAfter * pace }),
      ...(hangUpAfter === undefined ? {} : { hangUpAfter: hangUpAfter * pace }),
    };
  }

  #hangUp(legs: readonly Leg[], by: Party): void {
    for (const leg of legs) leg.hangUp(by);
  }

  #watchForAbandonment(): void {
    if (this.#answered || this.#endedBy || this.polled) return;
    this.#cancelAbandonment();
    this.#cancelAbandonment = this.#around.clock.after(ABANDONED, () => this.end('platform'));
  }

  #after(ms: number, callback: () => void): void {
    const cancel = this.#around.clock.after(ms, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
  }
}
