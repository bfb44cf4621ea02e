import type { ExpectedCall, GatewayCall, RobotReport } from '../ports.js';
import type { RobotMedia } from './robot-media.js';

export type CallEnd = Exclude<RobotReport['ended'], 'no'>;

/** What a call needs of its leg. */
export interface Leg {
  /** The visitor's WebSocket is open, as far as is known. */
  readonly connected: boolean;
  hangUp(): void;
  /** Status of the response to the re-INVITE. */
  hold(on: boolean): Promise<number>;
  /** Ends it without a word to anybody; the call may have another one. */
  forget(): void;
}

/**
 * One call to the robot, from `expect()` to its end, over however many INVITEs its caller needs.
 *
 *               INVITE        BYE, CANCEL, hangUp()
 *     expected ────────▶ busy ─────────────────────▶ ended
 *      │   ▲              │                            ▲
 *      │   └──────────────┘ it fails before its 2xx, or is forgotten
 *      └───────────────────────────────────────────────┘ hangUp()
 */
export class RobotCall implements GatewayCall {
  readonly expected: ExpectedCall;
  readonly #onOver: () => void;
  /** While busy. */
  #leg: Leg | null = null;
  #media: RobotMedia | null = null;
  #dtmf = '';
  #ended: RobotReport['ended'] = 'no';

  constructor(expected: ExpectedCall, onOver: () => void) {
    this.expected = expected;
    this.#onOver = onOver;
  }

  /** A leg rings or talks. */
  get busy(): boolean {
    return this.#leg !== null;
  }

  /** Another INVITE takes the place of a leg whose WebSocket is gone. */
  get open(): boolean {
    return !this.#leg?.connected;
  }

  attach(leg: Leg, media: RobotMedia | null): void {
    this.#leg?.forget();
    this.#leg = leg;
    this.#media = media;
  }

  /** The leg failed before its 2xx: the caller may send another INVITE. */
  detach(): void {
    this.#leg = null;
  }

  digit(digit: string): void {
    this.#dtmf += digit;
  }

  answered(): void {
    this.expected.onAnswered?.();
  }

  end(how: CallEnd): void {
    if (this.#ended !== 'no') return;
    this.#ended = how;
    this.#leg = null;
    this.#onOver();
    this.expected.onEnded?.(how === 'robot-bye' ? 'robot' : 'visitor');
  }

  hangUp(): void {
    if (this.#leg) this.#leg.hangUp();
    else this.end('robot-bye');
  }

  async hold(on: boolean): Promise<number> {
    return (await this.#leg?.hold(on)) ?? 481;
  }

  report(): RobotReport {
    const received = this.#media?.received() ?? { audioPackets: 0, videoPackets: 0, level: 0 };
    return { ...received, dtmf: this.#dtmf, ended: this.#ended };
  }
}
