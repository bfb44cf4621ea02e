import type { ExpectedPhoneCall, MediaFlow, PhoneCall, RobotReport } from '../ports.js';
import type { Phone } from './registrar.js';
import type { CallEnd } from './robot-call.js';

/** What a call needs of its bridge. */
export interface Bridging {
  /** The visitor's WebSocket is open, as far as is known. */
  readonly connected: boolean;
  hangUp(): void;
  /** Ends it without a word to the visitor; the call may have another one. */
  forget(): void;
  dismiss(): void;
  flow(flow: MediaFlow): Promise<void>;
}

/**
 * One call to an agent's phone, from `expect()` to its end, over however many INVITEs its caller needs.
 *
 *               INVITE        BYE, CANCEL, hangUp()
 *     expected ────────▶ busy ─────────────────────▶ ended
 *      │   ▲              │                            ▲
 *      │   └──────────────┘ it fails before its 2xx, or is forgotten
 *      └───────────────────────────────────────────────┘ hangUp()
 *
 * While expected or busy it may be dismissed: no phone of the agent's is in it any more.
 */
export class BridgedCall implements PhoneCall {
  readonly expected: ExpectedPhoneCall;
  readonly #findPhone: () => Phone | null;
  readonly #onOver: () => void;
  /** While busy. */
  #bridge: Bridging | null = null;
  #dismissed = false;
  #ended: RobotReport['ended'] = 'no';

  constructor(expected: ExpectedPhoneCall, findPhone: () => Phone | null, onOver: () => void) {
    this.expected = expected;
    this.#findPhone = findPhone;
    this.#onOver = onOver;
  }

  /** A visitor's INVITE rings or talks. */
  get busy(): boolean {
    return this.#bridge !== null;
  }

  /** Another INVITE takes the place of a bridge whose WebSocket is gone. */
  get open(): boolean {
    return !this.#bridge?.connected;
  }

  /** null where it is dismissed, or none is registered. */
  get phone(): Phone | null {
    return this.#dismissed ? null : this.#findPhone();
  }

  attach(bridge: Bridging): void {
    this.#bridge?.forget();
    this.#bridge = bridge;
  }

  /** The visitor's INVITE failed before its 2xx: another one may come. */
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

  /** Media flows between the browsers: there is none to count here. */
  report(): RobotReport {
    return { audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: this.#ended };
  }
}
