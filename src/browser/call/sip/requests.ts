import type { DialogPath } from './dialog-path.js';
import type { IncomingMessage } from './incoming-message.js';
import { abilities, METHODS, OPTION_TAGS, sdpBody } from './outgoing-message.js';
import type { Negotiation } from './negotiation.js';
import type { Reply, ServerTransactions } from './server-transactions.js';
import type { SessionTimer } from './session-timer.js';

/** What a request may change. */
export interface RequestEvents {
  offered(sdp: string | null): Promise<string>;
  answered(sdp: string): void;
  /** BYE; `reason` is its Reason header (RFC 3326). */
  over(reason: string): void;
}

export interface Requested {
  readonly transactions: ServerTransactions;
  readonly negotiation: Negotiation;
  readonly timer: SessionTimer;
  readonly contact: string;
  /** The dialog that the request belongs to; undefined where there is none. */
  pathOf(request: IncomingMessage): DialogPath | undefined;
  /** The one that has the call; others are branches of a fork. Null before the answer and after the end. */
  current(): DialogPath | null;
}

const ALLOW = `Allow: ${METHODS}`;
/** Methods of other uses of SIP: known, and not ours. */
const OTHERS = ['MESSAGE', 'NOTIFY', 'PUBLISH', 'REFER', 'REGISTER', 'SUBSCRIBE'];

/** Answers what the gateway asks. */
export class Requests {
  readonly #of: Requested;
  readonly #events: RequestEvents;
  /** CSeq of the re-INVITE without an offer whose ACK will have the answer. */
  #awaitedAnswer = -1;
  /** Of the re-INVITE or UPDATE that is being answered. */
  #answering: Reply | null = null;

  constructor(of: Requested, events: RequestEvents) {
    this.#of = of;
    this.#events = events;
  }

  receive(request: IncomingMessage): void {
    const { method, cseq } = request;
    if (method === 'ACK') return this.#acknowledged(request);
    const reply = this.#of.transactions.receive(request);
    if (!reply) return;
    if (method === 'CANCEL') return this.#cancel(reply);
    if (request.toTag === '') return this.#outside(method, reply);
    const path = this.#of.pathOf(request);
    if (!path) return reply(481);
    if (cseq < path.remoteCseq) return reply(500);
    path.remoteCseq = cseq;
    const unknown = request.list('require').filter((tag) => !OPTION_TAGS.split(',').includes(tag.toLowerCase()));
    if (unknown.length > 0) return reply(420, [`Unsupported: ${unknown.join(', ')}`]);
    if (method === 'BYE') {
      reply(200);
      if (path === this.#of.current()) this.#events.over(request.header('reason'));
    } else if (method === 'INFO') reply(200);
    else if (method === 'OPTIONS') this.#able(reply);
    else if (method === 'INVITE' || method === 'UPDATE') void this.#session(request, path, reply);
    else if (method === 'PRACK') reply(481);
    else this.#refuse(method, reply);
  }

  /** There is one request at most that has no final response. */
  #cancel(reply: Reply): void {
    reply(this.#answering ? 200 : 481);
    this.#answering?.(487);
  }

  #outside(method: string, reply: Reply): void {
    if (method === 'OPTIONS') this.#able(reply);
    else if (method === 'INVITE') reply(486);
    else this.#refuse(method, reply);
  }

  #able(reply: Reply): void {
    reply(200, [...abilities(this.#of.contact), 'Accept: application/sdp']);
  }

  #refuse(method: string, reply: Reply): void {
    const known = METHODS.split(',').concat(OTHERS).includes(method);
    reply(known ? 405 : 501, [ALLOW]);
  }

  /** re-INVITE (RFC 3261 §14.2) and UPDATE (RFC 3311 §5.2). */
  async #session(request: IncomingMessage, path: DialogPath, reply: Reply): Promise<void> {
    const { negotiation, timer, contact } = this.#of;
    const { method, sdp } = request;
    const isInvite = method === 'INVITE';
    if (sdp === null && request.body.trim() !== '') return reply(415, ['Accept: application/sdp']);
    const accept = (answer?: string) => {
      path.learn(request);
      reply(200, [...abilities(contact), ...timer.asked(request)], answer === undefined ? answer : sdpBody(answer));
    };
    if (!isInvite && sdp === null) return accept();
    if (this.#of.current() !== path || negotiation.busy === 'ours') return reply(491);
    if (this.#answering) return reply(500, [`Retry-After: ${Math.floor(Math.random() * 10)}`]);
    // A new request says that our last answer has arrived.
    this.#of.transactions.settle();
    negotiation.begin('theirs');
    this.#answering = reply;
    if (isInvite) reply(100);
    try {
      const answer = await this.#events.offered(sdp);
      this.#answering = null;
      this.#awaitedAnswer = sdp === null ? request.cseq : -1;
      if (this.#of.current() === path) accept(answer);
      if (!isInvite) negotiation.end();
    } catch {
      this.#answering = null;
      reply(488);
      negotiation.end();
    }
  }

  #acknowledged(ack: IncomingMessage): void {
    if (!this.#of.transactions.acknowledged(ack.cseq) || this.#awaitedAnswer !== ack.cseq) return;
    this.#awaitedAnswer = -1;
    const { sdp } = ack;
    if (sdp !== null) this.#events.answered(sdp);
  }
}
