import type { Clock } from '../../../core/lib/clock.js';
import { TIMEOUT } from './client-transactions.js';
import type { IncomingMessage } from './incoming-message.js';
import type { Line } from './line.js';
import { responseTo, type Body } from './outgoing-message.js';

/** RFC 3261 T1 and T2, ms. */
const T1 = 500;
const T2 = 4_000;
/** Answers that are remembered. */
const KEPT = 32;

/** Answers one request. Nothing follows a final response. */
export type Reply = (status: number, headers?: readonly string[], body?: Body) => void;

/**
 * What the gateway asked us (RFC 3261 §17.2). A request that it sends again, over this channel or the next one, gets the
 * same answer again; the 2xx to an INVITE is sent until its ACK is here (§13.3.1.4).
 */
export class ServerTransactions {
  readonly #clock: Clock;
  readonly #line: Line;
  readonly #localTag: string;
  readonly #settled: () => void;
  /** The last response to each request, empty while there is none. */
  readonly #answers = new Map<string, string>();
  #unacknowledged: { readonly cseq: number; cancel: () => void } | null = null;

  /** `settled`: the ACK came, or it will not. */
  constructor(clock: Clock, line: Line, localTag: string, settled: () => void) {
    this.#clock = clock;
    this.#line = line;
    this.#localTag = localTag;
    this.#settled = settled;
  }

  /** Null where it came before. */
  receive(request: IncomingMessage): Reply | null {
    const key = `${request.branch} ${request.cseq} ${request.method}`;
    const before = this.#answers.get(key);
    if (before !== undefined) {
      if (before !== '') this.#line.send(before);
      return null;
    }
    this.#answers.set(key, '');
    for (const [oldest] of this.#answers) if (this.#answers.size > KEPT) this.#answers.delete(oldest);
    let final = false;
    return (status, headers = [], body) => {
      if (final) return;
      final = status >= 200;
      const text = responseTo(request, status, this.#localTag, headers, body);
      this.#answers.set(key, text);
      this.#line.send(text);
      if (request.method === 'INVITE' && status >= 200 && status < 300) this.#awaitAck(request.cseq, text);
    };
  }

  /** True where it is the ACK that is waited for. */
  acknowledged(cseq: number): boolean {
    const awaited = this.#unacknowledged?.cseq === cseq;
    if (awaited) this.settle();
    return awaited;
  }

  /** Waits for no ACK any more. */
  settle(): void {
    if (!this.#unacknowledged) return;
    this.#unacknowledged.cancel();
    this.#unacknowledged = null;
    this.#settled();
  }

  #awaitAck(cseq: number, text: string): void {
    const until = this.#clock.now() + TIMEOUT;
    const again = (pause: number) => {
      const cancel = this.#clock.after(pause, () => {
        if (this.#clock.now() >= until) return this.settle();
        this.#line.send(text);
        again(Math.min(T2, 2 * pause));
      });
      this.#unacknowledged = { cseq, cancel };
    };
    again(T1);
  }
}
