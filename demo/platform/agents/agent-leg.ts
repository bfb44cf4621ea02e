import type { JsonObject } from '../answers.js';
import type { Clock } from '../clock.js';
import type { ExpectedPhoneCall, PhoneCall, RobotReport } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentEventContent } from './agent-event.js';

/** What an agent's leg needs of the platform's call. */
export interface AttendedCall {
  readonly callId: string;
  /** The visitor, as From and the agents' events name them. */
  readonly caller: string;
  readonly media: 'voice' | 'video';
  readonly createdAt: number;
  /** Of the whole call: every agent who gets it reads what the one before wrote. */
  data: Uint8Array;
}

/** What a leg needs of its agent. */
export interface AttendingAgent {
  readonly agentId: string;
  /** The platform answers by itself, as far as the event says so. */
  readonly autoAnswer: boolean;
  expect(call: ExpectedPhoneCall): PhoneCall;
  /** The agent's phone has this call from now on. */
  attend(leg: AgentLeg): void;
  leave(leg: AgentLeg, how: { readonly answered: boolean }): void;
  tell(eventType: string, content: AgentEventContent): void;
}

/** Where calls find an agent. */
export interface AgentPool {
  /** The one who has been free the longest; null where nobody is. */
  free(): AttendingAgent | null;
}

export interface AgentLegOptions {
  readonly call: AttendedCall;
  readonly agent: AttendingAgent;
  readonly accessCode: string;
  /** The agent who had the call before; empty where there was none. */
  readonly transferredFrom: string;
  readonly clock: Clock;
  /** The agent may let it ring this long, ms. */
  readonly patience: number;
  onAnswered(): void;
  onEnded(by: 'visitor' | 'agent'): void;
  /** The agent has it no more, and it is not over: it goes to another agent, or to the robot (null). */
  onHandedOn(to: AttendingAgent | null): void;
}

/** How a leg came to its end, as its agent is told. */
type Ending = 'visitor' | 'released' | 'unanswered' | 'signed-out';

/**
 * One agent's part in a call. Its events come in this order:
 *
 *     Ringing ─▶ Talking ⇄ Hold ─▶ (Customer_Release) ─▶ Call_Release
 *        └─▶ No_Answer
 */
export class AgentLeg {
  readonly call: AttendedCall;
  readonly #options: AgentLegOptions;
  readonly #phone: PhoneCall;
  readonly #cancelPatience: () => void;
  #state: 'ringing' | 'talking' | 'held' | 'over' = 'ringing';
  #muted = false;

  constructor(options: AgentLegOptions) {
    const { agent, call, accessCode, transferredFrom, clock, patience } = options;
    this.call = call;
    this.#options = options;
    this.#phone = agent.expect({
      accessCode,
      caller: call.caller,
      onAnswered: () => this.#answered(),
      onUnreachable: () => this.#handOn('unanswered', null),
      onEnded: (by) => this.#ended(by),
    });
    this.#cancelPatience = clock.after(patience, () => this.#handOn('unanswered', null));
    agent.attend(this);
    agent.tell(agent.autoAnswer ? 'AgentEvent_Auto_Answer' : 'AgentEvent_Ringing', {
      caller: call.caller,
      transfer: transferredFrom === '' ? 'no' : 'yes',
      callid: call.callId,
      transfrom: transferredFrom,
      called: accessCode,
      type: 'main',
      // Click-to-dial; a number in the samples of the one event, a string in those of the other.
      mediaType: agent.autoAnswer ? 2 : '2',
      mediaAbility: this.#mediaAbility,
      feature: '0',
    });
  }

  get state(): 'ringing' | 'talking' | 'held' | 'over' {
    return this.#state;
  }

  get answered(): boolean {
    return this.#state === 'talking' || this.#state === 'held';
  }

  /** As the call information operations give it (cec_07_1264 and its neighbours). */
  info(): JsonObject {
    const { callId, caller, createdAt, data } = this.call;
    return {
      callfeature: 0,
      callid: callId,
      caller,
      called: this.#options.accessCode,
      callskill: 'click-to-call',
      callskillid: 1,
      orgicallednum: '',
      calldata: new TextDecoder().decode(data),
      begintime: createdAt,
      endtime: null,
    };
  }

  report(): RobotReport {
    return this.#phone.report();
  }

  hold(): void {
    if (this.#state !== 'talking') throw refused('100-007');
    this.#state = 'held';
    void this.#flow('held', 'AgentEvent_Hold', this.call.callId);
  }

  retrieve(): void {
    if (this.#state !== 'held') throw refused('100-007');
    this.#state = 'talking';
    void this.#flow('talking', 'AgentEvent_Talking', this.#talkingContent);
  }

  mute(muted: boolean): void {
    if (!this.answered) throw refused('100-007');
    this.#muted = muted;
    void this.#phone.flow(this.#wanted);
  }

  /** The agent hangs up, or declines. */
  release(): void {
    if (this.answered) this.#over('released', () => this.#options.onEnded('agent'));
    else this.#handOn('released', null);
  }

  /** @throws Refusal 100-007 while nobody talks */
  transfer(to: AttendingAgent | null): void {
    if (!this.answered) throw refused('100-007');
    this.#handOn('released', to);
  }

  /** The agent signed out, or was signed out. */
  abandon(): void {
    this.#handOn('signed-out', null);
  }

  /** The platform's call is over, or somebody else has it. */
  hangUp(by: 'visitor' | 'agent' | 'platform'): void {
    this.#over(by === 'visitor' ? 'visitor' : 'released', () => undefined);
    this.#phone.hangUp();
  }

  get #mediaAbility(): string {
    return this.call.media === 'video' ? '3' : '1';
  }

  get #wanted() {
    if (this.#state === 'held') return 'none';
    return this.#muted ? 'to-agent' : 'both';
  }

  get #talkingContent(): JsonObject {
    const { caller, callId } = this.call;
    const { accessCode: called } = this.#options;
    return { caller, callid: callId, called, feature: '0', type: 'main', mediaAbility: this.#mediaAbility };
  }

  async #flow(state: 'held' | 'talking', eventType: string, content: AgentEventContent): Promise<void> {
    await this.#phone.flow(this.#wanted);
    if (this.#state === state) this.#options.agent.tell(eventType, content);
  }

  #answered(): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'talking';
    this.#cancelPatience();
    this.#options.agent.tell('AgentEvent_Talking', this.#talkingContent);
    this.#options.onAnswered();
  }

  #ended(by: 'visitor' | 'agent'): void {
    this.#over(by === 'visitor' ? 'visitor' : 'released', () => this.#options.onEnded(by));
  }

  #handOn(ending: Ending, to: AttendingAgent | null): void {
    this.#over(ending, () => {
      this.#phone.dismiss();
      this.#options.onHandedOn(to);
    });
  }

  /** Once. */
  #over(ending: Ending, then: () => void): void {
    if (this.#state === 'over') return;
    const { answered } = this;
    const { agent, call } = this.#options;
    this.#state = 'over';
    this.#cancelPatience();
    if (ending === 'unanswered') agent.tell('AgentEvent_No_Answer', call.callId);
    if (ending === 'visitor') agent.tell('AgentEvent_Customer_Release', { callid: call.callId, number: call.caller });
    if (ending === 'visitor' || ending === 'released') agent.tell('AgentEvent_Call_Release', call.callId);
    agent.leave(this, { answered });
    then();
  }
}
