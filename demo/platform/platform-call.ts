import type { AttendedCall } from './agents/agent-leg.js';
import { connected, failed, queued, queueTimeout, released, transferred, type CallEvent } from './call-event.js';
import { newCallId } from './call-id.js';
import { CallLegs, type CallEnvironment, type Party } from './call-legs.js';
import { EventQueue } from './event-queue.js';
import { PacedTimers } from './paced-timers.js';
import type { RobotReport } from './ports.js';
import type { Scenario, Step } from './scenario.js';
import { playSteps } from './scenario-player.js';

export interface CallRequest {
  readonly scenario: Scenario;
  readonly userId: string;
  readonly media: 'voice' | 'video';
  /** The access code may be sent as a number, so it must not begin with a zero. */
  readonly codeAsNumber: boolean;
  /** The multimedia call id of the text session that the call is in; null where there is none. */
  readonly callId: string | null;
}

/** A call that is neither answered nor polled for this long is released, ms. */
const ABANDONED_AFTER = 120_000;
/** Where the platform releases, 168110 is ahead of the BYE by this much, ms. */
const RELEASE_LEAD = 300;

/**
 * One click-to-call call: plays its scenario, queues its events for the poll, has its legs.
 *
 *            168101              168110
 *     queued ──────▶ connected ─────────▶ ended
 *       │                                  ▲
 *       └──────────────────────────────────┘ 168103, 168105, 168110
 *
 * `ended` takes no step and no further end; its events can still be polled.
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
  readonly #environment: CallEnvironment;
  readonly #events: EventQueue<CallEvent>;
  readonly #legs: CallLegs;
  readonly #timers: PacedTimers;
  #cancelAbandonment: () => void = () => undefined;
  #answered = false;
  #endedBy: Party | null = null;

  constructor({ scenario, userId, media, codeAsNumber, callId }: CallRequest, environment: CallEnvironment) {
    const { clock, pace } = environment;
    this.scenario = scenario;
    this.userId = userId;
    this.media = media;
    this.createdAt = clock.now();
    this.callId = callId ?? newCallId(this.createdAt);
    this.#environment = environment;
    this.#events = new EventQueue(clock);
    this.#timers = new PacedTimers(clock, pace);
    this.#legs = new CallLegs({
      call: this,
      environment,
      timers: this.#timers,
      codeAsNumber,
      emit: (event) => this.emit(event),
      onAnswered: () => this.#onAnswered(),
      onEnded: (by) => this.end(by),
    });
    this.#watchForAbandonment();
    playSteps(scenario.steps ?? [], this, this.#timers);
  }

  get state(): 'queued' | 'connected' | 'ended' {
    if (this.#endedBy) return 'ended';
    return this.#legs.none ? 'queued' : 'connected';
  }

  get over(): boolean {
    return this.#endedBy !== null;
  }

  get endedBy(): Party | null {
    return this.#endedBy;
  }

  /** What the robot received, leg by leg. */
  get reports(): RobotReport[] {
    return this.#legs.reports;
  }

  /** A poll for its events is held. */
  get polled(): boolean {
    return this.#events.polled;
  }

  /** Ended, and all its events were polled. */
  get silent(): boolean {
    return this.over && this.#events.empty;
  }

  /** Position and wait as queryQueueInfo gives them; null unless queued. */
  queueInfo(): { readonly position: number; readonly seconds: number } | null {
    if (this.state !== 'queued') return null;
    const { clock, pace } = this.#environment;
    const { places, each } = this.scenario.queue ?? { places: 1, each: 3_000 };
    const left = places - Math.floor((clock.now() - this.createdAt) / (each * pace));
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

  /** For an event whose poll was aborted before it was delivered. */
  putBack(event: CallEvent): void {
    this.#events.putBack(event);
  }

  /** Emits the event (168110 by default), and hangs up the legs `lead` ms later. Once. */
  end(
    by: Party,
    { event = released(by), lead = 0 }: { readonly event?: CallEvent; readonly lead?: number } = {},
  ): void {
    if (this.over) return;
    this.#endedBy = by;
    this.#timers.cancelAll();
    this.#cancelAbandonment();
    this.emit(event);
    if (lead === 0) this.#legs.hangUp(by);
    else this.#timers.after(lead, () => this.#legs.hangUp(by));
  }

  /** Ends it with nothing left pending. */
  close(): void {
    this.end('platform');
    this.#timers.cancelAll();
    this.#legs.hangUp('platform');
  }

  /** One step of a scenario, now. */
  act(step: Step): void {
    if (this.over) return;
    switch (step.do) {
      case 'queue':
        return this.emit(queued);
      case 'connect':
        return this.#legs.connect(step);
      case 'transfer':
        return this.emit(transferred);
      case 'hang-up':
        return this.#legs.hangUpOnly(step.legs);
      case 'release':
        return this.end('platform', { lead: RELEASE_LEAD });
      case 'queue-timeout':
        return this.end('platform', { event: queueTimeout });
      case 'fail':
        return this.end('platform', { event: failed });
      case 'unusable': {
        const { domain, addresses: gwAddresses } = this.#environment.gateways;
        return this.emit(connected({ domain, gwAddresses }));
      }
    }
  }

  #onAnswered(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#cancelAbandonment();
    playSteps(this.scenario.afterAnswer ?? [], this, this.#timers);
  }

  #watchForAbandonment(): void {
    if (this.#answered || this.over || this.polled) return;
    this.#cancelAbandonment();
    this.#cancelAbandonment = this.#environment.clock.after(ABANDONED_AFTER, () => this.end('platform'));
  }
}
