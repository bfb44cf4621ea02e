import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { ExpectedCall } from '../ports.js';
import { hasMedia } from './answer.js';
import type { SipFault } from './fault-path.js';
import { RobotCall } from './robot-call.js';

/** The final answer that an INVITE gets instead of a call. */
export interface Refusal {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Knows which calls are expected, whichever gateway they come to. */
export class Switchboard {
  readonly domain: string;
  readonly #maxCalls: number;
  readonly #calls = new Map<string, RobotCall>();

  constructor(domain: string, maxCalls: number) {
    this.domain = domain;
    this.#maxCalls = maxCalls;
  }

  /** Calls that ring or talk. */
  get activeCalls(): number {
    return [...this.#calls.values()].filter(({ busy }) => busy).length;
  }

  expect(expected: ExpectedCall): RobotCall {
    const { accessCode } = expected;
    if (this.#calls.has(accessCode)) throw new Error('This access code is expected already.');
    const call = new RobotCall(expected, () => this.#calls.delete(accessCode));
    this.#calls.set(accessCode, call);
    return call;
  }

  route({ ruri, from, body }: IncomingRequestMessage, fault: SipFault | null): RobotCall | Refusal {
    if (fault?.kind === 'status') return fault;
    const call = ruri?.host.toLowerCase() === this.domain ? this.#calls.get(ruri.user ?? '') : undefined;
    if (!call) return { status: 404 };
    if (from.uri.user !== call.expected.caller) return { status: 403 };
    if (call.busy) return { status: 486 };
    if (this.activeCalls >= this.#maxCalls) return { status: 503, retryAfter: 5 };
    // An INVITE without an offer asks for ours (RFC 3261 §13.2.1); the robot only answers.
    if (!hasMedia(body, 'audio')) return { status: 488 };
    if (fault?.kind === 'no-video' && hasMedia(body, 'video')) return { status: 488 };
    return call;
  }

  hangUpAll(): void {
    for (const call of [...this.#calls.values()]) call.hangUp();
  }
}
