/**
 * What the two halves of the embedded contact center say to each other: the REST half (contact-center.ts) decides
 * which calls exist, the SIP half (sip/) carries them. Neither imports the other.
 */

/** What goes wrong at a gateway on purpose. */
export type GatewayFault =
  /** Nothing listens on its port. */
  | { readonly kind: 'refused' }
  /** TCP is accepted, the WebSocket upgrade never answered. */
  | { readonly kind: 'black-hole' }
  /** The socket is upgraded, SIP is never answered. */
  | { readonly kind: 'mute' }
  /** Every INVITE gets this final answer; `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** Answers 200 with a description that no browser takes. */
  | { readonly kind: 'bad-sdp' }
  /** Refuses (488) an offer with a video section, takes audio alone. */
  | { readonly kind: 'no-video' }
  /** Rings for ever, and answers 200 when it gets the CANCEL (the two crossed on the wire). */
  | { readonly kind: 'answers-on-cancel' };

/** What the robot agent does with a call. Times in milliseconds. */
export interface RobotOrders {
  /** 180 is sent at once; 200 after this long. Default 0. */
  readonly answerAfter?: number;
  /** The robot hangs up (BYE) this long after its answer. Default: never. */
  readonly hangUpAfter?: number;
  /** Greets with sound and echoes what it hears. Default true; false keeps it silent. */
  readonly sound?: boolean;
}

/** What the robot agent's side of a call really received. */
export interface RobotReport {
  readonly audioPackets: number;
  readonly videoPackets: number;
  /**
   * RMS of the last second received, 0…1 of full scale, as the sender's RFC 6464 header extension states it (in whole
   * dB; the samples are not decoded). 0 where nothing came in the last second or the offer had no such extension.
   */
  readonly level: number;
  /** RFC 4733 and SIP INFO digits, in order. */
  readonly dtmf: string;
  /** How the call ended so far. `robot-bye` is also its refusal before the answer (480) and an ACK that never came. */
  readonly ended: 'no' | 'visitor-bye' | 'visitor-cancel' | 'robot-bye' | 'socket-lost';
}

/** A call that the platform expects at its gateways. */
export interface ExpectedCall {
  /** User part of the request URI; digits. One per call leg. */
  readonly accessCode: string;
  /** User part of From. */
  readonly caller: string;
  readonly orders: RobotOrders;
  onAnswered?(): void;
  onEnded?(by: 'visitor' | 'robot'): void;
}

export interface GatewayCall {
  /** BYE from the robot, or 480 where it has not answered yet. Idempotent. */
  hangUp(): void;
  report(): RobotReport;
}

/** The contact center's gateways: addresses to hand out in 168101, and the calls expected there. */
export interface Gateways {
  /** SIP domain of the From, To and request URI. */
  readonly domain: string;
  /** Full URLs (`ws://127.0.0.1:PORT/`), in the order in which 168101 names them. */
  readonly addresses: readonly string[];
  /** Address of a gateway with this fault; null is the first healthy one. For lists of one's own in 168101. */
  address(fault: GatewayFault | null): string;
  expect(call: ExpectedCall): GatewayCall;
}
