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
  /**
   * How the call ended so far. `robot-bye` is also the robot's refusal before the answer (480), an ACK that never came,
   * and an agent's end.
   */
  readonly ended: 'no' | 'visitor-bye' | 'visitor-cancel' | 'robot-bye' | 'socket-lost';
}

/** How a visitor's INVITE is known. */
interface ExpectedInvite {
  /** User part of the request URI; digits. One per call leg. */
  readonly accessCode: string;
  /** User part of From. */
  readonly caller: string;
}

/** A call to the robot that the platform expects at its gateways. */
export interface ExpectedCall extends ExpectedInvite {
  readonly orders: RobotOrders;
  onAnswered?(): void;
  onEnded?(by: 'visitor' | 'robot'): void;
}

export interface GatewayCall {
  /** BYE from the robot (or to both ends), or 480 where nobody has answered yet. Idempotent. */
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
  /** Where agents' phones register; absent where the robot alone answers. */
  readonly phones?: Phones;
}

/**
 * Agents' phones: SIP user agents over WebSocket, at the same addresses as the visitors. A phone says REGISTER for
 * `sip:NUMBER@domain` (403 where nobody opened that number), gets an INVITE from `sip:CALLER@domain` with the visitor's
 * offer, and answers 180, then 200 with a description of its own: media runs between the two browsers. It is the
 * phone's 200 that answers a call; what the agent tells the platform's REST besides changes nothing at the gateway.
 * Within the call it gets further offers (hold, mute, the visitor's ICE restarts), and answers them as it can.
 */
export interface Phones {
  /** Takes REGISTER for this number from now on; one opener at a time. */
  open(number: string): PhoneLine;
}

export interface PhoneLine {
  /** A phone is there. */
  readonly registered: boolean;
  /** A visitor's call for this phone. Where no phone is there, `onUnreachable` comes when the visitor dials. */
  expect(call: ExpectedPhoneCall): PhoneCall;
  /** The phone is forgotten, and refused from now on. Calls go on. */
  close(): void;
}

export interface ExpectedPhoneCall extends ExpectedInvite {
  /** The phone sent 200. */
  onAnswered(): void;
  /** The phone refused, is not there, or was lost before its answer; the visitor hears ringing until `hangUp`. */
  onUnreachable(): void;
  /** Once; `agent` also after `hangUp`. */
  onEnded(by: 'visitor' | 'agent'): void;
}

/** Which way media may go: both ways, from the visitor alone (the agent is muted), or not at all (hold). */
export type MediaFlow = 'both' | 'to-agent' | 'none';

export interface PhoneCall extends GatewayCall {
  /**
   * Asks both ends for it by re-INVITE, and sees to it that no later description undoes it. Resolves when both have
   * answered, however, or the call is over. Nothing happens before the call is answered.
   */
  flow(flow: MediaFlow): Promise<void>;
  /** The agent is out of it: CANCEL or BYE to the phone. The visitor's leg stays as it is until `hangUp`. */
  dismiss(): void;
}

/** The co-browse relay: where it is, and tickets for it. */
export interface Relay {
  /** Its WebSocket address for somebody who reached the contact center at this host (`name:port`). */
  url(host: string): string;
  issueTicket(grant: {
    readonly room: string;
    readonly role: 'recorder' | 'replayer';
    readonly user: { readonly id: string; readonly name: string };
  }): string;
}
