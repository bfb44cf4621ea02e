import type { Clock } from '../../../core/lib/clock.js';
import type { IncomingMessage } from './incoming-message.js';
import type { Line } from './line.js';
import type { OutgoingRequest } from './outgoing-message.js';

/** RFC 3261 Timers B and F (64 * T1), ms. Also how long a lost ACK is given again. */
export const TIMEOUT = 32_000;
/** Transactions that are over and still answer what the gateway repeats. */
const KEPT = 16;

/*
 *             send()             1xx                    2xx–6xx, or 32 s
 *   (waiting) ──────▶ calling ─────────▶ proceeding ─────────────────────▶ over
 *
 * RFC 3261 §17.1 over a transport that is reliable while there is one. While there is none a transaction waits: it is sent
 * when the line is back, and so is, unchanged, what had been sent and not answered. A response matches by branch and
 * method.
 */
interface Transaction {
  readonly request: OutgoingRequest;
  readonly onResponse: (response: IncomingMessage | null) => void;
  /** Timer B ends with the first provisional response; without it there are 32 s for everything. */
  readonly patient: boolean;
  proceeding: boolean;
  over: boolean;
  cancelTimer: () => void;
  /** The ACK for each 2xx, by To tag. */
  readonly acks: Map<string, string>;
  overAt: number;
}

/** What we asked the gateway. */
export class ClientTransactions {
  readonly #clock: Clock;
  readonly #line: Line;
  readonly #all = new Map<string, Transaction>();

  constructor(clock: Clock, line: Line) {
    this.#clock = clock;
    this.#line = line;
  }

  /**
   * `onResponse` gets each provisional response and one final one; null where none came. To an INVITE, it gets a 2xx for
   * each To tag, even after a null: each wants its `ack`.
   */
  send(request: OutgoingRequest, onResponse: Transaction['onResponse'] = () => undefined, patient = false): void {
    for (const [key, { over }] of this.#all) if (over && this.#all.size >= KEPT) this.#all.delete(key);
    const transaction: Transaction = {
      request,
      onResponse,
      patient,
      proceeding: false,
      over: false,
      cancelTimer: () => undefined,
      acks: new Map(),
      overAt: 0,
    };
    this.#all.set(keyOf(request), transaction);
    if (this.#line.up) this.#start(transaction);
  }

  ack(invite: OutgoingRequest, toTag: string, text: string): void {
    this.#all.get(keyOf(invite))?.acks.set(toTag, text);
    this.#line.send(text);
  }

  receive(response: IncomingMessage): void {
    const transaction = this.#all.get(keyOf(response));
    if (!transaction) return;
    const { request, acks, patient, onResponse } = transaction;
    const { status, toTag } = response;
    if (status < 200) {
      if (transaction.over) return;
      transaction.proceeding = true;
      if (patient) transaction.cancelTimer();
      return onResponse(response);
    }
    const ack = acks.get(toTag);
    if (ack !== undefined) return this.#line.send(ack);
    if (request.method === 'INVITE' && status >= 300)
      this.#line.send(request.sibling('ACK', response.header('to')).text);
    if (transaction.over && (request.method !== 'INVITE' || status >= 300)) return;
    this.#end(transaction);
    onResponse(response);
  }

  /** Whether the gateway has answered anything to it: a CANCEL must wait for that (RFC 3261 §9.1). */
  isProceeding(request: OutgoingRequest): boolean {
    return this.#all.get(keyOf(request))?.proceeding === true;
  }

  pause(): void {
    for (const { cancelTimer } of this.#all.values()) cancelTimer();
  }

  /** Sends over the new channel what waits, and what may have been lost with the former one. */
  resume(except?: OutgoingRequest): void {
    for (const transaction of [...this.#all.values()]) {
      const { request, over, overAt, acks, cancelTimer } = transaction;
      if (over && this.#clock.now() - overAt < TIMEOUT) for (const ack of acks.values()) this.#line.send(ack);
      // A sign of life is asked of one channel.
      if (request.method === 'OPTIONS') {
        cancelTimer();
        this.#all.delete(keyOf(request));
      } else if (!over && request !== except) this.#start(transaction);
    }
  }

  dispose(): void {
    this.pause();
    this.#all.clear();
  }

  #start(transaction: Transaction): void {
    transaction.cancelTimer();
    if (!transaction.patient || !transaction.proceeding)
      transaction.cancelTimer = this.#clock.after(TIMEOUT, () => {
        this.#end(transaction);
        transaction.onResponse(null);
      });
    this.#line.send(transaction.request.text);
  }

  #end(transaction: Transaction): void {
    transaction.cancelTimer();
    transaction.over = true;
    transaction.overAt = this.#clock.now();
  }
}

const keyOf = ({ branch, method }: { readonly branch: string; readonly method: string }): string =>
  `${branch} ${method}`;
