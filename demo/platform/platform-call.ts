import { connected, failed, queued, queueTimeout, released, transferred, type CallEvent } from './call-event.js';
import type { Clock } from './clock.js';
import { EventQueue } from './event-queue.js';
import type { GatewayCall, Gateways, RobotOrders, RobotReport } from './ports.js';
import type { Scenario, Step } from './scenario.js';

export interface CallSurroundings {
  readonly gateways: Gateways;
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
}

export type Party = 'visitor' | 'agent' | 'platform';

/** A call that nobody answered or asked about for so long is over, ms. */
const ABANDONED = 120_000;
/** 168110 goes ahead of the BYE by so much when the platform releases, ms. */
const RELEASE_LEAD = 300;
const CALLER = 'AnonymousCard';

/** One click-to-call on the platform: plays its scenario, queues its events, holds its agent. */
export class PlatformCall {
  readonly id = crypto.randomUUID();
  readonly scenario: Scenario;
  readonly userId: string;
  readonly media: 'voice' | 'video';
  readonly createdAt: number;
  /** dropClickToCall came for it, before or after its end. */
  dropRequested = false;
  readonly #around: CallSurroundings;
  readonly #codeAsNumber: boolean;
  readonly #events: EventQueue<CallEvent>;
  readonly #legs: GatewayCall[] = [];
  readonly #timers = new Set<() => void>();
  #cancelAbandonment: () => void = () => undefined;
  #endedBy: Party | null = null;
  #answered = false;
  /** The platform hangs up the current leg; that is no end of the call. */
  #handingOver = false;

  constructor({ scenario, userId, media, codeAsNumber }: CallRequest, around: CallSurroundings) {
    this.scenario = scenario;
    this.userId = userId;
    this.media = media;
    this.createdAt = around.clock.now();
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
    if (lead === 0) this.#hangUp(this.#legs);
    else this.#after(lead, () => this.#hangUp(this.#legs));
  }

  /** Ends it without ado: no timer and no leg is left. */
  close(): void {
    this.end('platform');
    for (const cancel of this.#timers) cancel();
    this.#hangUp(this.#legs);
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
        return this.#hangUp(step.legs === 'current' ? this.#legs.slice(-1) : this.#legs.slice(0, -1));
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

  #connect({ gateways: chosen, robot = {}, accessCode = this.#newCode() }: Extract<Step, { do: 'connect' }>): void {
    const { gateways } = this.#around;
    const leg: { current: GatewayCall | null } = { current: null };
    this.#handingOver = false;
    const call = gateways.expect({
      accessCode,
      caller: CALLER,
      orders: this.#paced(robot),
      onAnswered: () => this.#onAnswered(),
      onEnded: (by) => {
        // The leg that a transfer left behind is not the call.
        if (this.#legs.at(-1) !== leg.current || (by === 'robot' && this.#handingOver)) return;
        this.end(by === 'robot' ? 'agent' : 'visitor');
      },
    });
    leg.current = call;
    this.#legs.push(call);
    const healthy = gateways.addresses;
    this.emit(
      connected({
        domain: gateways.domain,
        gwAddresses:
          chosen === 'reversed' ? [...healthy].reverse() : (chosen?.map((fault) => gateways.address(fault)) ?? healthy),
        accessCode,
        clickToCallCaller: CALLER,
      }),
    );
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

  /** Fifteen digits; some begin with a zero, which a number would lose. */
  #newCode(): string {
    const digits = Array.from(crypto.getRandomValues(new Uint8Array(14)), (byte) => byte % 10);
    return `${this.#codeAsNumber || (digits[0] ?? 0) % 2 === 0 ? 1 : 0}${digits.join('')}`;
  }

  #hangUp(legs: readonly GatewayCall[]): void {
    for (const leg of legs) leg.hangUp();
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
