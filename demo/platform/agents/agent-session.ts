import type { Answer, JsonObject } from '../answers.js';
import type { Clock } from '../../../src/core/lib/clock.js';
import { EventQueue } from '../event-queue.js';
import type { ExpectedPhoneCall, PhoneCall, PhoneLine } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentEvent, AgentEventContent } from './agent-event.js';
import type { AgentLeg, AttendingAgent } from './agent-leg.js';
import { StatusMachine, type AgentStatus } from './agent-status.js';
import { Guids, type GuidTimes } from './guids.js';

export interface SessionOptions {
  readonly agentId: string;
  readonly clock: Clock;
  /** A poll without an event is held for this many ms. */
  readonly hold: number;
  readonly guid: GuidTimes;
  /** The content of AgentEvent_Call_Release is an object, as a vendor's client reads it, instead of the documented string. */
  readonly releaseAsObject: boolean;
  /** null where the agent gave no phone number. */
  readonly line: PhoneLine | null;
  readonly autoAnswer: boolean;
  /** Ready right after a call, else in after-call work. */
  readonly autoEnterIdle: boolean;
  readonly status: AgentStatus;
  /** Events are pushed to a callback URL, and polls are refused. */
  readonly push: boolean;
  /** Concurrent calls. */
  readonly maxCalls: number;
  /** Signed out, for whatever reason. */
  onEnd(): void;
}

/** An agent who does not poll for this long is signed out, ms. */
const POLL_TIMEOUT = 120_000;
/** Status code of an agent in a call (cec_07_0581). */
const TALKING = 7;

/** One agent from sign-in to sign-out: Guids, events, status, calls. */
export class AgentSession implements AttendingAgent {
  readonly agentId: string;
  readonly guids: Guids;
  /** When the agent signed in, ms since the epoch. */
  readonly since: number;
  autoAnswer: boolean;
  autoEnterIdle: boolean;
  readonly #options: SessionOptions;
  readonly #status: StatusMachine;
  readonly #events: EventQueue<AgentEvent>;
  readonly #legs = new Set<AgentLeg>();
  /** What polls are answered with once the session has ended. */
  #ended: '000-003' | '100-006' | null = null;
  #cancelPollTimeout: () => void = () => undefined;

  constructor(options: SessionOptions) {
    const { agentId, clock, guid } = options;
    this.agentId = agentId;
    this.#options = options;
    this.guids = new Guids(clock, guid);
    this.autoAnswer = options.autoAnswer;
    this.autoEnterIdle = options.autoEnterIdle;
    this.#events = new EventQueue(clock);
    this.since = clock.now();
    this.emit('AgentOther_InService', null);
    this.#status = new StatusMachine(options.status, {
      clock,
      inCall: () => this.inCall,
      emit: (eventType) => this.emit(eventType, null),
    });
    this.#startPollTimeout();
  }

  get polled(): boolean {
    return this.#events.polled;
  }

  /** Since when the agent has been free for a call, ms since the epoch; null where no call may ring. */
  get freeSince(): number | null {
    const { line, maxCalls } = this.#options;
    const free = this.#legs.size < maxCalls && line?.registered === true && !this.#ended;
    return free ? this.#status.readySince : null;
  }

  get inCall(): boolean {
    return this.#legs.size > 0;
  }

  /** As agentstatus has it (cec_07_0581). */
  get statusNumber(): number {
    return this.inCall ? TALKING : this.#status.number;
  }

  /** Ringing ones included. */
  get legs(): readonly AgentLeg[] {
    return [...this.#legs];
  }

  /** One event per poll. @throws Refusal 000-001 (events are pushed); the session's end */
  async poll(signal: AbortSignal): Promise<Answer> {
    if (this.#options.push) throw refused('000-001');
    this.#cancelPollTimeout();
    const event = await this.#events.poll(this.#options.hold, signal).finally(() => this.#startPollTimeout());
    if (this.#ended) throw refused(this.#ended);
    const undoRotation = this.guids.rotate();
    return {
      body: { message: '', retcode: '0', event },
      headers: undoRotation ? this.guidHeader() : {},
      undo: () => {
        undoRotation?.();
        if (event) this.#events.putBack(event);
      },
    };
  }

  guidHeader(): Readonly<Record<string, string>> {
    return { 'set-guid': `JSESSIONID=${this.guids.current}` };
  }

  /** The leg that an operation is about; without a call id the only one. @throws Refusal 100-007 (none), 000-002 (several) */
  leg(callId: string | null): AgentLeg {
    const fitting = this.legs.filter(({ call }) => callId === null || call.callId === callId);
    const [leg] = fitting;
    if (!leg) throw refused('100-007');
    if (fitting.length > 1) throw refused('000-002');
    return leg;
  }

  /** The same for an operation on an established call. @throws Refusal 100-007, 000-002 */
  answeredLeg(callId: string | null): AgentLeg {
    const leg = this.leg(callId);
    if (!leg.answered) throw refused('100-007');
    return leg;
  }

  /** During a call it takes effect after it. `restFor` in ms. @throws Refusal 100-009 */
  enter(status: AgentStatus, restFor?: number): void {
    this.#status.enter(status, restFor);
  }

  /** Back to ready. @throws Refusal 100-009 where that is not the agent's status */
  cancel(status: Exclude<AgentStatus, 'ready'>): void {
    this.#status.cancel(status);
  }

  emit(eventType: string, content: AgentEventContent): void {
    const object = eventType === 'AgentEvent_Call_Release' && this.#options.releaseAsObject;
    this.#events.push({ eventType, workNo: this.agentId, content: object ? { callid: content } : content });
  }

  expect(call: ExpectedPhoneCall): PhoneCall {
    const { line } = this.#options;
    if (!line) throw new Error('This agent has no phone.');
    return line.expect(call);
  }

  attend(leg: AgentLeg): void {
    this.#legs.add(leg);
  }

  leave(leg: AgentLeg, { answered }: { readonly answered: boolean }): void {
    this.#legs.delete(leg);
    if (!this.inCall) this.#status.callOver(answered && !this.autoEnterIdle);
  }

  /** The result of syncagentinfo. */
  summary(): JsonObject {
    const [leg] = this.#legs;
    const info = leg?.info() ?? null;
    return {
      agentStateInfo: {
        state: this.statusNumber,
        callData: info?.['calldata'] ?? '',
        mainCallId: info?.['callid'] ?? '',
        curCallId: info?.['callid'] ?? '',
      },
      callinfo: info,
    };
  }

  /** Signs the agent out; calls go on to the robot. `code` is what a held poll is answered with. */
  end(code: '000-003' | '100-006' = '100-006'): void {
    if (this.#ended) return;
    this.#ended = code;
    this.#cancelPollTimeout();
    this.#status.close();
    this.#options.line?.close();
    this.#options.onEnd();
    for (const leg of this.legs) leg.agentSignedOut();
    this.#events.release();
  }

  /** From the sign-in, or from the answer to a poll. */
  #startPollTimeout(): void {
    if (this.#ended || this.polled) return;
    this.#cancelPollTimeout();
    this.#cancelPollTimeout = this.#options.clock.after(POLL_TIMEOUT, () => this.end());
  }
}
