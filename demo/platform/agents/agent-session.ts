import type { Answer, JsonObject } from '../answers.js';
import type { Clock } from '../clock.js';
import { EventQueue } from '../event-queue.js';
import type { ExpectedPhoneCall, PhoneCall, PhoneLine } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentEvent, AgentEventContent } from './agent-event.js';
import type { AgentLeg, AttendingAgent } from './agent-leg.js';
import { Guids, type GuidTimes } from './guids.js';

export interface SessionOptions {
  readonly agentId: string;
  readonly clock: Clock;
  /** A poll for events is held for this many ms. */
  readonly hold: number;
  readonly guid: GuidTimes;
  /** AgentEvent_Call_Release has an object, as a vendor's client reads it, instead of the documents' string. */
  readonly releaseAsObject: boolean;
  /** null where the agent gave no phone number. */
  readonly line: PhoneLine | null;
  readonly autoAnswer: boolean;
  /** After a call the agent is free at once, else in after-call work. */
  readonly autoEnterIdle: boolean;
  readonly status: AgentStatus;
  /** Events go to a call-back address, and polls are refused. */
  readonly push: boolean;
  /** So many calls at a time. */
  readonly maxCalls: number;
  /** Signed out, by whatever. */
  onOver(): void;
}

/** What an agent without a call is. */
export type AgentStatus = 'ready' | 'busy' | 'work' | 'rest';

/** Nobody polled for so long: the agent is signed out, ms. */
const GONE = 120_000;
const TALKING = 7;
/** cec_07_0581 */
const statusNumbers: Readonly<Record<AgentStatus, number>> = { busy: 3, ready: 4, work: 5, rest: 8 };
/** What follows AgentState_Ready at a sign-in. */
const signInEvents: Readonly<Record<AgentStatus, string | null>> = {
  ready: null,
  busy: 'AgentState_SetNotReady_Success',
  work: 'AgentState_Work',
  rest: null,
};
const setEvents: Readonly<Record<AgentStatus, string | null>> = {
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
/** A status has begun: at once, or after the call during which it was asked for. */
const beginEvents: Readonly<Record<AgentStatus, string | null>> = {
  ready: 'AgentState_Ready',
  busy: 'AgentState_Busy',
  work: 'AgentState_Work',
  rest: null,
};

/** One agent from sign-in to sign-out: Guids, events, status, calls. */
export class AgentSession implements AttendingAgent {
  readonly agentId: string;
  readonly guids: Guids;
  /** When the agent signed in, ms since the epoch. */
  readonly since: number;
  autoAnswer: boolean;
  autoEnterIdle: boolean;
  readonly #options: SessionOptions;
  readonly #events: EventQueue<AgentEvent>;
  readonly #legs = new Set<AgentLeg>();
  #status: AgentStatus;
  #freeSince: number;
  #over: '000-003' | '100-006' | null = null;
  #cancelGone: () => void = () => undefined;
  #cancelRest: () => void = () => undefined;

  constructor(options: SessionOptions) {
    const { agentId, clock, guid, status } = options;
    this.agentId = agentId;
    this.#options = options;
    this.guids = new Guids(clock, guid);
    this.autoAnswer = options.autoAnswer;
    this.autoEnterIdle = options.autoEnterIdle;
    this.#events = new EventQueue(clock);
    this.#status = status;
    this.since = this.#freeSince = clock.now();
    this.#tellAll('AgentOther_InService', 'AgentState_Ready', signInEvents[status]);
    this.#watch();
  }

  get polled(): boolean {
    return this.#events.polled;
  }

  /** When the agent became free, ms since the epoch; null where no call may ring. */
  get freeSince(): number | null {
    const { line, maxCalls } = this.#options;
    const free = this.#status === 'ready' && this.#legs.size < maxCalls && line?.registered === true;
    return free && !this.#over ? this.#freeSince : null;
  }

  get inCall(): boolean {
    return this.#legs.size > 0;
  }

  get statusNumber(): number {
    return this.inCall ? TALKING : statusNumbers[this.#status];
  }

  /** Those that ring, too. */
  get legs(): readonly AgentLeg[] {
    return [...this.#legs];
  }

  /** One event per poll. @throws Refusal */
  async poll(signal: AbortSignal): Promise<Answer> {
    if (this.#options.push) throw refused('000-001');
    this.#cancelGone();
    const event = await this.#events.poll(this.#options.hold, signal).finally(() => this.#watch());
    if (this.#over) throw refused(this.#over);
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

  /** The leg that an operation is about; it may be left open where there is one only. @throws Refusal */
  leg(callId: string | null): AgentLeg {
    const fitting = this.legs.filter(({ call }) => callId === null || call.callId === callId);
    const [leg] = fitting;
    if (!leg) throw refused('100-007');
    if (fitting.length > 1) throw refused('000-002');
    return leg;
  }

  /** The same for what needs the call to be answered. @throws Refusal */
  answeredLeg(callId: string | null): AgentLeg {
    const leg = this.leg(callId);
    if (!leg.answered) throw refused('100-007');
    return leg;
  }

  /** During a call it begins after it. `restFor` in ms. */
  enter(status: AgentStatus, restFor = Infinity): void {
    if (status !== 'ready' && status === this.#status) throw refused('100-009');
    this.#cancelRest();
    this.#become(status);
    this.#tellAll(setEvents[status], this.inCall ? null : beginEvents[status]);
    if (status === 'rest')
      this.#cancelRest = this.#options.clock.after(restFor, () => this.tell('AgentState_Rest_Timeout', null));
  }

  /** Back to ready. @throws Refusal where that is not the agent's status */
  cancel(status: Exclude<AgentStatus, 'ready'>): void {
    if (this.#status !== status) throw refused('100-009');
    this.#cancelRest();
    this.#become('ready');
    this.#tellAll(cancelEvents[status], this.inCall ? null : beginEvents.ready);
  }

  tell(eventType: string, content: AgentEventContent): void {
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
    if (this.inCall) return;
    this.#become(answered && this.#status === 'ready' && !this.autoEnterIdle ? 'work' : this.#status);
    this.#tellAll(beginEvents[this.#status]);
  }

  /** As syncagentinfo gives it. */
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

  /** Signs the agent out; calls go on to the robot. `code` is what the poll that waits is answered with. */
  end(code: '000-003' | '100-006' = '100-006'): void {
    if (this.#over) return;
    this.#over = code;
    this.#cancelGone();
    this.#cancelRest();
    this.#options.line?.close();
    this.#options.onOver();
    for (const leg of this.legs) leg.abandon();
    this.#events.release();
  }

  #tellAll(...eventTypes: readonly (string | null)[]): void {
    for (const eventType of eventTypes) if (eventType !== null) this.tell(eventType, null);
  }

  #become(status: AgentStatus): void {
    this.#status = status;
    this.#freeSince = this.#options.clock.now();
  }

  #watch(): void {
    if (this.#over || this.polled) return;
    this.#cancelGone();
    this.#cancelGone = this.#options.clock.after(GONE, () => this.end());
  }
}
