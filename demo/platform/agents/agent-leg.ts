import type { JsonObject } from '../answers.js';
import type { Clock } from '../../../src/core/lib/clock.js';
import type { ExpectedPhoneCall, PhoneCall, RobotReport } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentEventContent } from './agent-event.js';
import { callInfo, ringContent, talkingContent, type AttendedCall } from './leg-contents.js';

export type { AttendedCall };

/** What a leg needs of its agent. */
export interface AttendingAgent {
  readonly agentId: string;
  /** Calls are announced as answered automatically; here the phone answers all the same. */
  readonly autoAnswer: boolean;
  expect(call: ExpectedPhoneCall): PhoneCall;
  /** The agent has this call from now on, while it rings too. */
  attend(leg: AgentLeg): void;
  /** The agent no longer has it; `answered`: it was established. */
  leave(leg: AgentLeg, how: { readonly answered: boolean }): void;
  emit(eventType: string, content: AgentEventContent): void;
}

/** Routes calls to agents. */
export interface AgentPool {
  /** The longest-idle agent; null where nobody is free. */
  free(): AttendingAgent | null;
}

export interface AgentLegOptions {
  readonly call: AttendedCall;
  readonly agent: AttendingAgent;
  readonly accessCode: string;
  /** The agent who had the call before; empty where there was none. */
  readonly transferredFrom: string;
  readonly clock: Clock;
  /** Ring timeout, ms. */
  readonly patience: number;
  onAnswered(): void;
  onEnded(by: 'visitor' | 'agent'): void;
  /** The call goes on without this agent: with another one, or with the robot (null). */
  onHandedOn(to: AttendingAgent | null): void;
}

/** Why a leg ended, which its agent's events show. */
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
  readonly #cancelRingTimeout: () => void;
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
      onUnreachable: () => this.#passOn('unanswered', null),
      onEnded: (by) => this.#ended(by),
    });
    this.#cancelRingTimeout = clock.after(patience, () => this.#passOn('unanswered', null));
    agent.attend(this);
    const { autoAnswer } = agent;
    const content = ringContent(call, accessCode, { autoAnswer, transferredFrom });
    agent.emit(autoAnswer ? 'AgentEvent_Auto_Answer' : 'AgentEvent_Ringing', content);
  }

  get state(): 'ringing' | 'talking' | 'held' | 'over' {
    return this.#state;
  }

  get answered(): boolean {
    return this.#state === 'talking' || this.#state === 'held';
  }

  /** See callInfo. */
  info(): JsonObject {
    return callInfo(this.call, this.#options.accessCode);
  }

  report(): RobotReport {
    return this.#phone.report();
  }

  /** @throws Refusal 100-007 where the call is not established or on hold already */
  hold(): void {
    if (this.#state !== 'talking') throw refused('100-007');
    this.#state = 'held';
    void this.#changeFlow('held', 'AgentEvent_Hold', this.call.callId);
  }

  /** @throws Refusal 100-007 where the call is not on hold */
  retrieve(): void {
    if (this.#state !== 'held') throw refused('100-007');
    this.#state = 'talking';
    void this.#changeFlow('talking', 'AgentEvent_Talking', talkingContent(this.call, this.#options.accessCode));
  }

  /** @throws Refusal 100-007 where the call is not established */
  mute(muted: boolean): void {
    if (!this.answered) throw refused('100-007');
    this.#muted = muted;
    void this.#phone.flow(this.#mediaFlow);
  }

  /** The agent hangs up, or declines while it rings. */
  release(): void {
    if (this.answered) this.#over('released', () => this.#options.onEnded('agent'));
    else this.#passOn('released', null);
  }

  /** To another agent, or to the robot (null). @throws Refusal 100-007 where the call is not established */
  transfer(to: AttendingAgent | null): void {
    if (!this.answered) throw refused('100-007');
    this.#passOn('released', to);
  }

  /** The agent signed out, or was signed out: the robot goes on. */
  agentSignedOut(): void {
    this.#passOn('signed-out', null);
  }

  /** The platform's call is over, or somebody else has it. */
  hangUp(by: 'visitor' | 'agent' | 'platform'): void {
    this.#over(by === 'visitor' ? 'visitor' : 'released', () => undefined);
    this.#phone.hangUp();
  }

  get #mediaFlow() {
    if (this.#state === 'held') return 'none';
    return this.#muted ? 'to-agent' : 'both';
  }

  /** Emits the event once both ends have the new media flow, unless something else happened meanwhile. */
  async #changeFlow(state: 'held' | 'talking', eventType: string, content: AgentEventContent): Promise<void> {
    await this.#phone.flow(this.#mediaFlow);
    if (this.#state === state) this.#options.agent.emit(eventType, content);
  }

  #answered(): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'talking';
    this.#cancelRingTimeout();
    this.#options.agent.emit('AgentEvent_Talking', talkingContent(this.call, this.#options.accessCode));
    this.#options.onAnswered();
  }

  #ended(by: 'visitor' | 'agent'): void {
    this.#over(by === 'visitor' ? 'visitor' : 'released', () => this.#options.onEnded(by));
  }

  #passOn(ending: Ending, to: AttendingAgent | null): void {
    this.#over(ending, () => {
      this.#phone.dismiss();
      this.#options.onHandedOn(to);
    });
  }

  /** Ends the leg; idempotent. */
  #over(ending: Ending, then: () => void): void {
    if (this.#state === 'over') return;
    const { answered } = this;
    const { agent, call } = this.#options;
    this.#state = 'over';
    this.#cancelRingTimeout();
    if (ending === 'unanswered') agent.emit('AgentEvent_No_Answer', call.callId);
    if (ending === 'visitor') agent.emit('AgentEvent_Customer_Release', { callid: call.callId, number: call.caller });
    if (ending === 'visitor' || ending === 'released') agent.emit('AgentEvent_Call_Release', call.callId);
    agent.leave(this, { answered });
    then();
  }
}
