import type { ExpectedPhoneCall, MediaFlow, PhoneCall, RobotReport } from '../ports.js';
import type { Phone } from './registrar.js';
import type { CallEnd } from './robot-call.js';

/** The part of a bridge that its call steers. */
export interface Bridging {
  hangUp(): void;
  dismiss(): void;
  flow(flow: MediaFlow): Promise<void>;
}

/** One expected call to an agent's phone, from `expect()` to its end, over however many INVITEs its caller needs. */
export class BridgedCall implements PhoneCall {
  readonly expected: ExpectedPhoneCall;
  readonly #findPhone: () => Phone | null;
  readonly #onOver: () => void;
  #bridge: Bridging | null = null;
  /** The agent is out of it. */
  #dismissed = false;
  #ended: RobotReport['ended'] = 'no';

  constructor(expected: ExpectedPhoneCall, findPhone: () => Phone | null, onOver: () => void) {
    this.expected = expected;
    this.#findPhone = findPhone;
    this.#onOver = onOver;
  }

  get busy(): boolean {
    return this.#bridge !== null;
  }

  /** null where it must not ring, or can't. */
  get phone(): Phone | null {
    return this.#dismissed ? null : this.#findPhone();
  }

  attach(bridge: Bridging): void {
    this.#bridge = bridge;
  }

  /** The visitor's INVITE came to nothing before it was answered: it may come again. */
  detach(): void {
    this.#bridge = null;
  }

  answered(): void {
    this.expected.onAnswered();
  }

  unreachable(): void {
    if (this.#dismissed || this.#ended !== 'no') return;
    this.#dismissed = true;
    this.expected.onUnreachable();
  }

  end(how: CallEnd): void {
    if (this.#ended !== 'no') return;
    this.#ended = how;
    this.#bridge = null;
    this.#onOver();
    this.expected.onEnded(how === 'robot-bye' ? 'agent' : 'visitor');
  }

  hangUp(): void {
    if (this.#bridge) this.#bridge.hangUp();
    else this.end('robot-bye');
  }

  dismiss(): void {
    this.#dismissed = true;
    this.#bridge?.dismiss();
  }

  flow(flow: MediaFlow): Promise<void> {
    return this.#bridge?.flow(flow) ?? Promise.resolve();
  }

  /** Media runs between the browsers: nothing is seen of it here. */
  report(): RobotReport {
    return { audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: this.#ended };
  }
}
