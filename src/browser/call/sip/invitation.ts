import type { ClientTransactions } from './client-transactions.js';
import { DialogPath, type Identity } from './dialog-path.js';
import type { IncomingMessage } from './incoming-message.js';
import { abilities, OPTION_TAGS, outgoingRequest, sdpBody, type OutgoingRequest } from './outgoing-message.js';
import type { SessionTimer } from './session-timer.js';

/** INVITEs, the ones included that were sent again with what the gateway asks for (421, 422). */
const MOST_INVITES = 4;
/** Dialogs that one INVITE may make by forking. */
const MOST_BRANCHES = 16;
/** Provisional responses. A gateway that says nothing else for minutes repeats one a minute (RFC 3261 §13.3.1.1). */
const MOST_PROVISIONAL = 500;

export interface InvitationEvents {
  progress(status: number, sdp: string | null): void;
  /** A 2xx of one branch; ACK has been sent. `sdp` is null where it has no answer, and had none early. */
  accepted(path: DialogPath, response: IncomingMessage, sdp: string | null): void;
  /** The last response; null where none came in time. */
  refused(response: IncomingMessage | null): void;
  /** What the gateway sends leads nowhere. `why` is for the integrator. */
  unusable(why: string): void;
}

/** The INVITE of a call, its responses, and its CANCEL (RFC 3261 §9, §13). */
export class Invitation {
  readonly #client: ClientTransactions;
  readonly #identity: Identity;
  readonly #timer: SessionTimer;
  readonly #sdp: string;
  readonly #events: InvitationEvents;
  /** By To tag: the early dialogs with reliable responses, and those that a 2xx made. */
  readonly #paths = new Map<string, DialogPath>();
  #request: OutgoingRequest;
  #cseq = 0;
  #required: readonly string[] = [];
  #early = { tag: '', sdp: '' };
  #wanted = true;
  #cancelled = false;
  #provisional = 0;

  constructor(
    client: ClientTransactions,
    identity: Identity,
    timer: SessionTimer,
    sdp: string,
    events: InvitationEvents,
  ) {
    this.#client = client;
    this.#identity = identity;
    this.#timer = timer;
    this.#sdp = sdp;
    this.#events = events;
    this.#request = this.#send();
  }

  /** The dialog that a request of the gateway belongs to. */
  pathOf({ callId, toTag, fromTag }: IncomingMessage): DialogPath | undefined {
    const { callId: ownCallId, localTag } = this.#identity;
    return callId === ownCallId && toTag === localTag ? this.#paths.get(fromTag) : undefined;
  }

  /** Sends CANCEL, as soon as the gateway has answered anything (RFC 3261 §9.1). */
  cancel(): void {
    this.#wanted = false;
    if (this.#client.isProceeding(this.#request)) this.#sendCancel();
  }

  /**
   * Sends again what may have been lost with the former channel. An INVITE that nobody wants any more is none of it, since
   * it may never have arrived; CANCEL is, in case it did.
   */
  resume(): void {
    this.#client.resume(this.#wanted ? undefined : this.#request);
    if (!this.#wanted) this.#sendCancel();
  }

  #send(): OutgoingRequest {
    const { callId, from, localTag, to, uri, contact, via } = this.#identity;
    this.#cseq += 1;
    const required = this.#required.length > 0 ? [`Require: ${this.#required.join(', ')}`] : [];
    const request = outgoingRequest({
      method: 'INVITE',
      uri,
      via: via(),
      from: `${from};tag=${localTag}`,
      to,
      callId,
      cseq: this.#cseq,
      route: [],
      headers: [...abilities(contact), ...required, ...this.#timer.headers],
      body: sdpBody(this.#sdp),
    });
    this.#client.send(request, (response) => this.#responded(request, response), true);
    return request;
  }

  #sendCancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#client.send(this.#request.sibling('CANCEL'), (response) => {
      // The gateway knows no such INVITE, so that no other response will come.
      if (response && response.status >= 400) this.#events.refused(response);
    });
  }

  #responded(request: OutgoingRequest, response: IncomingMessage | null): void {
    if (!response || response.status >= 300) {
      if (!response || !this.#wanted || !this.#triedAgain(response)) this.#events.refused(response);
    } else if (response.status >= 200) this.#accepted(request, response);
    else {
      this.#provisional += 1;
      if (this.#provisional === MOST_PROVISIONAL)
        this.#events.unusable('The gateway sends provisional responses without end.');
      if (!this.#wanted) this.#sendCancel();
      else if (this.#isInOrder(response)) this.#progress(response);
    }
  }

  #progress({ status, sdp, toTag: tag }: IncomingMessage): void {
    if (sdp !== null) this.#early = { tag, sdp };
    this.#events.progress(status, sdp);
  }

  /** A reliable response gets PRACK; one that was repeated, or comes too soon, does not count (RFC 3262 §4). */
  #isInOrder(response: IncomingMessage): boolean {
    const rseq = Number(/^\d{1,10}$/.exec(response.header('rseq'))?.[0] ?? 0);
    if (response.status === 100 || rseq === 0 || !response.list('require').includes('100rel')) return true;
    const path = this.#pathFor(response);
    if (path.rseq !== 0 && path.rseq + 1 !== rseq) return false;
    path.rseq = rseq;
    this.#client.send(path.request('PRACK', [`RAck: ${rseq} ${response.cseq} INVITE`]));
    return true;
  }

  #accepted(request: OutgoingRequest, response: IncomingMessage): void {
    const { toTag, cseq, sdp } = response;
    const path = this.#pathFor(response);
    path.establish(response);
    this.#client.ack(request, toTag, path.ack(cseq).text);
    // The answer may have come early, and only then.
    this.#events.accepted(path, response, sdp ?? (this.#early.tag === toTag ? this.#early.sdp || null : null));
  }

  #pathFor(response: IncomingMessage): DialogPath {
    const path = this.#paths.get(response.toTag) ?? new DialogPath(this.#identity, response);
    if (this.#paths.size < MOST_BRANCHES) this.#paths.set(response.toTag, path);
    return path;
  }

  #triedAgain(response: IncomingMessage): boolean {
    const tags = response.list('require');
    if (this.#cseq === MOST_INVITES) return false;
    if (response.status === 421 && tags.length > 0 && tags.every((tag) => OPTION_TAGS.includes(tag))) {
      if (tags.includes('timer')) this.#timer.require();
      this.#required = tags;
    } else if (response.status !== 422 || !this.#timer.tooBrief(response)) return false;
    this.#request = this.#send();
    return true;
  }
}
