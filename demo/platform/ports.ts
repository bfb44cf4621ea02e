/**
 * The interface between the two halves of the embedded contact center: the REST half (contact-center.ts) decides which
 * calls exist, the SIP half (sip/) carries them. Neither imports the other.
 */

/** A fault that is injected at a gateway. */
export type GatewayFault =
  /** Nothing listens on its port: ECONNREFUSED. */
  | { readonly kind: 'refused' }
  /** TCP is accepted, the WebSocket upgrade never answered. */
  | { readonly kind: 'black-hole' }
  /** The WebSocket is open, SIP gets no response. */
  | { readonly kind: 'mute' }
  /** Every INVITE gets this final response; `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** 200 with an SDP answer that no browser accepts. */
  | { readonly kind: 'bad-sdp' }
  /** 488 for an offer with a video section; audio alone is accepted. */
  | { readonly kind: 'no-video' }
  /** Rings for ever, and sends 200 when the CANCEL arrives, as if the two had crossed. */
  | { readonly kind: 'answers-on-cancel' };

/** What the robot agent does with a call. Times in milliseconds. */
export interface RobotOrders {
  /** 180 is sent at once; 200 after this long. Default 0. */
  readonly answerAfter?: number;
  /** BYE this long after its 200. Default: never. */
  readonly hangUpAfter?: number;
  /** Plays a greeting, then echoes. Default true; false sends silence. */
  readonly sound?: boolean;
}

/** What the robot received in a call, and how it ended. */
export interface RobotReport {
  readonly audioPackets: number;
  readonly videoPackets: number;
  /**
   * RMS of the audio of the last second, 0…1 of full scale, from the audio level header extension (RFC 6464, whole dB;
   * nothing is decoded). 0 where no packet came in the last second, or the extension was not offered.
   */
  readonly level: number;
  /** RFC 4733 and SIP INFO digits, in order. */
  readonly dtmf: string;
  /**
   * How the call ended. `robot-bye` stands also for 480 before the answer, for a timeout of the ACK, and for an agent
   * who hangs up.
   */
  readonly ended: 'no' | 'visitor-bye' | 'visitor-cancel' | 'robot-bye' | 'socket-lost';
}

/** What identifies a visitor's INVITE. */
interface ExpectedInvite {
  /** User part of the request URI: digits, different for each leg. */
  readonly accessCode: string;
  /** User part of From. */
  readonly caller: string;
}

/** A call to the robot, whose INVITE is to come at any gateway. */
export interface ExpectedCall extends ExpectedInvite {
  readonly orders: RobotOrders;
  onAnswered?(): void;
  onEnded?(by: 'visitor' | 'robot'): void;
}

export interface GatewayCall {
  /** BYE to the visitor and to the agent's phone; before the answer 480 and CANCEL. Idempotent. */
  hangUp(): void;
  /** re-INVITE: puts the visitor on hold, or takes the call back; resolves with the status. The robot's calls alone. */
  hold?(on: boolean): Promise<number>;
  report(): RobotReport;
}

/** The contact center's SIP gateways: their addresses for 168101, and the calls expected there. */
export interface Gateways {
  /** SIP domain of the From, To and request URI. */
  readonly domain: string;
  /** URLs (`ws://127.0.0.1:PORT/`) in the order of 168101. */
  readonly addresses: readonly string[];
  /** URL of a gateway with this fault, null for the first healthy one: for another list in 168101. */
  address(fault: GatewayFault | null): string;
  expect(call: ExpectedCall): GatewayCall;
  /** Where agents' phones register; absent where the robot alone answers. */
  readonly phones?: Phones;
}

/**
 * Agents' phones: SIP user agents over WebSocket, at the same gateways as the visitors. A phone sends REGISTER for
 * `sip:NUMBER@domain` (403 unless that number is open), gets an INVITE from `sip:CALLER@domain` with the visitor's
 * offer, and responds with 180, then with 200 and its answer: media flows between the two browsers. Only the phone's
 * 200 answers a call, whatever the agent tells the platform's REST. Re-INVITEs follow: hold, mute, the visitor's ICE
 * restarts.
 */
export interface Phones {
  /** Accepts REGISTER for this number from now on. */
  open(number: string): PhoneLine;
}

export interface PhoneLine {
  /** The number has a binding. */
  readonly registered: boolean;
  /** A visitor's call to this phone. Without a binding, `onUnreachable` comes when the visitor's INVITE does. */
  expect(call: ExpectedPhoneCall): PhoneCall;
  /** Removes the binding; REGISTER gets 403 from now on. Calls continue. */
  close(): void;
}

export interface ExpectedPhoneCall extends ExpectedInvite {
  /** The phone sent 200. */
  onAnswered(): void;
  /**
   * No binding, a non-2xx final response, or the phone's WebSocket closed while ringing. The visitor's INVITE stays.
   */
  onUnreachable(): void;
  /** Once; `agent` also after `hangUp`. */
  onEnded(by: 'visitor' | 'agent'): void;
}

/** Direction of media: both ways, to the agent alone (the agent is muted), none (hold). */
export type MediaFlow = 'both' | 'to-agent' | 'none';

export interface PhoneCall extends GatewayCall {
  /**
   * Re-INVITEs both ends, and limits every later offer and answer to it. Resolves when both have responded, whatever
   * the status, or the call is over. Nothing happens before the call is answered.
   */
  flow(flow: MediaFlow): Promise<void>;
  /** CANCEL or BYE to the agent's phone alone; the visitor's dialog stays until `hangUp`. */
  dismiss(): void;
}

/** The co-browse relay: its address, and tickets for it. */
export interface Relay {
  /** WebSocket URL for a client that reached the contact center at this host (`name:port`). */
  url(host: string): string;
  issueTicket(grant: {
    readonly room: string;
    readonly role: 'recorder' | 'replayer';
    readonly user: { readonly id: string; readonly name: string };
  }): string;
}
