import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { ExpectedCall, ExpectedPhoneCall, PhoneLine, Phones } from '../ports.js';
import { hasMedia } from './answer.js';
import { BridgedCall } from './bridged-call.js';
import type { SipFault } from './fault-path.js';
import { Registrar } from './registrar.js';
import { RobotCall } from './robot-call.js';

/** The non-2xx final response to an INVITE that is routed to no call. */
export interface Rejection {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
}

/**
 * Routes each INVITE to the call that it is expected for, and has the agents' phones register; one for all gateways.
 */
export class Switchboard implements Phones {
  readonly domain: string;
  readonly registrar = new Registrar();
  readonly #maxCalls: number;
  readonly #calls = new Map<string, RobotCall | BridgedCall>();

  constructor(domain: string, maxCalls: number) {
    this.domain = domain;
    this.#maxCalls = maxCalls;
  }

  /** Calls that ring or talk. */
  get activeCalls(): number {
    return [...this.#calls.values()].filter(({ busy }) => busy).length;
  }

  expect(expected: ExpectedCall): RobotCall {
    return this.#add(new RobotCall(expected, () => this.#calls.delete(expected.accessCode)));
  }

  open(number: string): PhoneLine {
    const { registrar } = this;
    const phone = () => registrar.lookUp(number);
    registrar.open(number);
    return {
      get registered() {
        return phone() !== null;
      },
      expect: (expected: ExpectedPhoneCall) =>
        this.#add(new BridgedCall(expected, phone, () => this.#calls.delete(expected.accessCode))),
      close: () => registrar.close(number),
    };
  }

  route({ ruri, from, body }: IncomingRequestMessage, fault: SipFault | null): RobotCall | BridgedCall | Rejection {
    if (fault?.kind === 'status') return fault;
    const call = ruri?.host.toLowerCase() === this.domain ? this.#calls.get(ruri.user ?? '') : undefined;
    if (!call) return { status: 404 };
    if (from.uri.user !== call.expected.caller) return { status: 403 };
    if (!call.open) return { status: 486 };
    if (!call.busy && this.activeCalls >= this.#maxCalls) return { status: 503, retryAfter: 5 };
    // An INVITE without an offer asks for ours in the 2xx (RFC 3261 §13.2.1), and nobody here makes one.
    if (!hasMedia(body, 'audio')) return { status: 488 };
    if (fault?.kind === 'no-video' && hasMedia(body, 'video')) return { status: 488 };
    return call;
  }

  #add<Call extends RobotCall | BridgedCall>(call: Call): Call {
    const { accessCode } = call.expected;
    if (this.#calls.has(accessCode)) throw new Error('This access code is expected already.');
    this.#calls.set(accessCode, call);
    return call;
  }

  hangUpAll(): void {
    for (const call of [...this.#calls.values()]) call.hangUp();
  }
}
