import type { Clock } from './clock.js';
import type { GatewayCall, Gateways, RobotReport } from './ports.js';
import type { Scenario, Step } from './scenarios.js';

/** An event of getClickToCallEvents, in the documented sample types. */
export interface CallEvent {
  readonly eventId: number;
  readonly resultDesc: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

export interface CallSurroundings {
  readonly gateways: Gateways;
  readonly clock: Clock;
  /** Factor on every time of the scenarios. */
  readonly pace: number;
}

const cause = (causeDesc: string) => ({ causeId: -1, causeDesc });

/** One click-to-call on the platform: plays its scenario, queues its events, holds its agent. */
export class PlatformCall {
  readonly id = crypto.randomUUID();
  readonly scenario: Scenario;
  readonly createdAt: number;
  readonly #around: CallSurroundings;
  readonly #events: CallEvent[] = [];
  readonly #legs: GatewayCall[] = [];
  readonly #ended = new AbortController();
  #endedBy: 'visitor' | 'agent' | 'platform' | null = null;
  /** A second leg is to come: the end of the first is not the end of the call. */
  #transferring = false;
  #look: () => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(scenario: Scenario, around: CallSurroundings) {
    this.scenario = scenario;
    this.#around = around;
    this.createdAt = around.clock.now();
    this.#play(scenario.steps ?? []);
  }

  get endedBy(): 'visitor' | 'agent' | 'platform' | null {
    return this.#endedBy;
  }

  get reports(): RobotReport[] {
    return this.#legs.map((leg) => leg.report());
  }

  /** Place and wait as queryQueueInfo gives them; null where this call is not queued. */
  queueInfo(): { readonly position: number; readonly seconds: number } | null {
    const { queue } = this.scenario;
    if (!queue || this.#endedBy || this.#legs.length > 0) return null;
    const each = queue.each * this.#around.pace;
    const position = Math.max(1, queue.places - Math.floor((this.#around.clock.now() - this.createdAt) / each));
    return { position, seconds: Math.ceil((position * queue.each) / 1000) };
  }

  /**
   * The next event, or null after `hold` ms without one. A poll that was given up (`signal`, or a newer poll) takes no
   * event with it.
   */
  nextEvent(hold: number, signal: AbortSignal): Promise<CallEvent | null> {
    this.#wake();
    return new Promise((resolve) => {
      const answer = () => {
        if (signal.aborted) return finish(null);
        const event = this.#events.shift();
        if (event) finish(event);
      };
      const finish = (event: CallEvent | null) => {
        cancel();
        signal.removeEventListener('abort', superseded);
        this.#look = () => undefined;
        this.#wake = () => undefined;
        resolve(event);
      };
      const superseded = () => finish(null);
      const cancel = this.#around.clock.after(hold, superseded);
      signal.addEventListener('abort', superseded, { once: true });
      this.#look = answer;
      this.#wake = superseded;
      answer();
    });
  }

  emit(event: CallEvent): void {
    this.#events.push(event);
    this.#look();
  }

  /** Ends the call once: frees the agent, hangs up at the gateways, tells the visitor (168110). */
  end(by: 'visitor' | 'agent' | 'platform', event?: CallEvent): void {
    if (this.#endedBy) return;
    this.#endedBy = by;
    this.#ended.abort();
    this.emit(event ?? { eventId: 168110, resultDesc: 'Call disconnected', content: cause(`released by ${by}`) });
    for (const leg of this.#legs) leg.hangUp();
  }

  #play(steps: readonly Step[]): void {
    const [step, ...rest] = steps;
    if (!step || this.#endedBy) return;
    const act = () => {
      if (this.#endedBy) return;
      this.#act(step);
      this.#play(rest);
    };
    const cancel = this.#around.clock.after(step.after * this.#around.pace, act);
    this.#ended.signal.addEventListener('abort', cancel, { once: true });
  }

  #act(step: Step): void {
    switch (step.do) {
      case 'queue':
        return this.emit({ eventId: 168102, resultDesc: 'Call in queue' });
      case 'connect':
        return this.#connect(step);
      case 'transfer':
        return this.emit({ eventId: 168106, resultDesc: 'Call transfered' });
      case 'hang-up':
        return this.#legs.at(-1)?.hangUp();
      case 'release':
        return this.end('platform');
      case 'queue-timeout':
        return this.end('platform', {
          eventId: 168103,
          resultDesc: 'Call queue timeout',
          content: cause('queue timeout'),
        });
      case 'fail':
        return this.end('platform', { eventId: 168105, resultDesc: 'Call failed', content: cause('no route') });
      case 'unusable':
        return this.emit({ eventId: 168101, resultDesc: 'Call connected', content: { domain: 'gateway.example' } });
    }
  }

  #connect({ gateways: chosen, robot = {}, accessCode = newAccessCode() }: Extract<Step, { do: 'connect' }>): void {
    const { gateways, pace } = this.#around;
    const first = this.#legs.length === 0;
    const leg = gateways.expect({
      accessCode,
      caller: 'AnonymousCard',
      orders: { ...robot, ...(robot.hangUpAfter === undefined ? {} : { hangUpAfter: robot.hangUpAfter * pace }) },
      onAnswered: () => {
        if (first) this.#play(this.scenario.afterAnswer ?? []);
      },
      onEnded: (by) => {
        // The leg that a transfer left behind is not the call.
        if (this.#legs.at(-1) === leg && (by === 'visitor' || !this.#transferring))
          this.end(by === 'robot' ? 'agent' : 'visitor');
      },
    });
    this.#legs.push(leg);
    this.#transferring = (this.scenario.afterAnswer ?? []).some((step) => step.do === 'transfer') && first;
    this.emit({
      eventId: 168101,
      resultDesc: 'Call connected',
      content: {
        domain: gateways.domain,
        gwAddresses: chosen?.map((fault) => gateways.address(fault)) ?? gateways.addresses,
        accessCode,
        clickToCallCaller: 'AnonymousCard',
      },
    });
  }
}

/** Fifteen digits; some begin with a zero, which a number would lose. */
function newAccessCode(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) => byte % 10).join('');
}
