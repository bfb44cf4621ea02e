import type { DialogEvents, Invite, SignalingChannel, SipDialog } from '../../core/call/ports.js';
import { SipRefusal } from '../../core/call/sip-refusal.js';
import type { Clock } from '../../core/lib/clock.js';
import type { GatewayTarget } from '../../core/platform/click-to-call-event.js';
import { ClientTransactions, TIMEOUT } from './sip/client-transactions.js';
import { DialogPath, type Identity } from './sip/dialog-path.js';
import { IncomingMessage } from './sip/incoming-message.js';
import { Line } from './sip/line.js';
import { Negotiation } from './sip/negotiation.js';
import { Offers } from './sip/offers.js';
import {
  abilities,
  OPTION_TAGS,
  outgoingRequest,
  responseTo,
  sdpBody,
  type OutgoingRequest,
} from './sip/outgoing-message.js';
import { Requests } from './sip/requests.js';
import { ServerTransactions } from './sip/server-transactions.js';
import { SessionTimer } from './sip/session-timer.js';
import { sipUri, token } from './sip/syntax.js';

/** Time for the answer to our last request (BYE, or CANCEL and the 487) before the channel is taken for dead, ms. */
const LAST_TRANSACTION = 3_000;
/** UTF-16 code units, never more than its bytes. Of a longer message only its headers are read. */
const LONGEST_MESSAGE = 65_536;
/** INVITEs that are sent again with what the gateway asks for (421, 422). */
const MOST_RETRIES = 3;
/** Dialogs that one INVITE may make by forking. */
const MOST_BRANCHES = 16;

export const inviteBySip =
  (clock: Clock): Invite =>
  (channel, { target, sdp }, events) =>
    new Dialog(clock, channel, target, sdp, events);

/*
 *               2xx             end()
 *   inviting ─────────▶ confirmed ─────────▶ ending ─────────▶ closed
 *
 *   inviting  ─▶ confirmed   2xx; ACK is sent
 *   inviting  ─▶ ending      end(), or a response that can't be used; CANCEL is sent, or ACK and BYE
 *   inviting  ─▶ closed      non-2xx final response
 *   confirmed ─▶ ending      end(), or no refresh of the session by the gateway; BYE is sent
 *   confirmed ─▶ closed      BYE from the gateway; 200 is sent
 *   ending    ─▶ closed      response to the BYE, non-2xx final response to the INVITE, or none within 32 s
 *   any       ─▶ closed      close()
 *
 * A 2xx that comes in `ending`, since it crossed the CANCEL, gets ACK and BYE. A channel that closes changes nothing: what
 * is to be sent waits for the next one.
 */
type Phase = 'inviting' | 'confirmed' | 'ending' | 'closed';

/** One INVITE and its dialog (RFC 3261). */
class Dialog implements SipDialog {
  readonly #clock: Clock;
  readonly #events: DialogEvents;
  readonly #sdp: string;
  readonly #line: Line;
  readonly #identity: Identity;
  readonly #client: ClientTransactions;
  readonly #requests: Requests;
  readonly #server: ServerTransactions;
  readonly #offers: Offers;
  readonly #timer: SessionTimer;
  readonly #lifetime = new AbortController();
  /** By To tag: the early dialogs with reliable responses, and those that a 2xx made. */
  readonly #paths = new Map<string, DialogPath>();
  #phase: Phase = 'inviting';
  #invite: OutgoingRequest;
  #inviteCseq = 0;
  #required: readonly string[] = [];
  #early = { tag: '', sdp: '' };
  #path: DialogPath | null = null;
  #cancelled = false;
  /** BYEs without a response. */
  #byes = 0;
  #asksForLife = false;
  #cancelWatch: () => void = () => undefined;

  constructor(clock: Clock, channel: SignalingChannel, target: GatewayTarget, sdp: string, events: DialogEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#sdp = sdp;
    this.#line = new Line(channel, {
      message: (text) => this.#receive(text),
      heard: () => events.heard(),
      closed: () => this.#lost(),
    });
    const [host, { caller, domain, accessCode }] = [`${token()}.invalid`, target];
    const uri = sipUri(accessCode, domain);
    this.#identity = {
      callId: token(),
      localTag: token(),
      from: `<${sipUri(caller, domain)}>`,
      to: `<${uri}>`,
      uri,
      contact: `${sipUri(caller, host)};transport=ws`,
      via: () => `${this.#line.protocol} ${host}`,
    };
    const { contact, localTag } = this.#identity;
    const negotiation = new Negotiation();
    const timer = new SessionTimer(
      clock,
      () => void this.#refresh(),
      () => this.#expired(),
    );
    this.#timer = timer;
    this.#client = new ClientTransactions(clock, this.#line);
    this.#server = new ServerTransactions(clock, this.#line, localTag, () => negotiation.end());
    const { signal } = this.#lifetime;
    this.#offers = new Offers({ clock, transactions: this.#client, negotiation, timer, contact, signal });
    this.#requests = new Requests(
      {
        transactions: this.#server,
        negotiation,
        timer,
        contact,
        pathOf: ({ callId, toTag, fromTag }) =>
          callId === this.#identity.callId && toTag === localTag ? this.#paths.get(fromTag) : undefined,
        current: () => (this.#phase === 'confirmed' ? this.#path : null),
      },
      {
        offered: (offer) => events.offered(offer),
        answered: (answer) => events.answered(answer),
        over: (reason) => this.#finish(() => events.over(reason === '' ? undefined : reason)),
      },
    );
    this.#invite = this.#sendInvite();
  }

  end(): void {
    if (this.#phase === 'inviting') {
      this.#phase = 'ending';
      if (this.#client.isProceeding(this.#invite)) this.#cancel();
    } else if (this.#phase === 'confirmed' && this.#path) {
      this.#phase = 'ending';
      this.#bye(this.#path);
    } else return;
    this.#timer.stop();
    this.#watchLast();
  }

  close(): void {
    this.#finish(() => undefined);
  }

  info(type: string, text: string): void {
    if (this.#phase === 'confirmed' && this.#path) this.#client.send(this.#path.request('INFO', [], { type, text }));
  }

  rebind(channel: SignalingChannel): void {
    if (this.#phase === 'closed') return channel.close();
    this.#line.rebind(channel);
    this.#asksForLife = false;
    if (this.#phase !== 'ending') this.#client.resume();
    else {
      // An INVITE that nobody wants any more is not sent again, since it may never have arrived.
      this.#client.resume(this.#invite);
      if (!this.#path && !this.#cancelled) this.#cancel();
      this.#watchLast();
    }
    this.#timer.resume();
  }

  revert(): void {
    // Provisional.
  }

  reinvite(sdp: string): Promise<string> {
    if (this.#phase !== 'confirmed' || !this.#path) return Promise.reject(new SipRefusal(481));
    return this.#offers.reinvite(this.#path, sdp);
  }

  probe(): void {
    this.#line.ping();
    if (this.#line.pongs || this.#asksForLife || this.#phase !== 'confirmed' || !this.#path) return;
    this.#asksForLife = true;
    this.#client.send(this.#path.request('OPTIONS'), () => (this.#asksForLife = false));
  }

  #sendInvite(): OutgoingRequest {
    const { callId, from, localTag, to, uri, contact, via } = this.#identity;
    this.#inviteCseq += 1;
    const required = this.#required.length > 0 ? [`Require: ${this.#required.join(', ')}`] : [];
    const invite = outgoingRequest({
      method: 'INVITE',
      uri,
      via: via(),
      from: `${from};tag=${localTag}`,
      to,
      callId,
      cseq: this.#inviteCseq,
      route: [],
      headers: [...abilities(contact), ...required, ...this.#timer.headers],
      body: sdpBody(this.#sdp),
    });
    this.#client.send(invite, (response) => this.#responded(invite, response), true);
    return invite;
  }

  #responded(invite: OutgoingRequest, response: IncomingMessage | null): void {
    if (!response) this.#finish(() => this.#events.refused(408));
    else if (response.status < 200) this.#progress(response);
    else if (response.status < 300) this.#accepted(invite, response);
    else if (this.#phase !== 'inviting' || !this.#triedAgain(response)) this.#refused(response);
  }

  #progress(response: IncomingMessage): void {
    if (this.#phase === 'ending' && !this.#cancelled) this.#cancel();
    if (!this.#inOrder(response) || this.#phase !== 'inviting') return;
    const { sdp, toTag } = response;
    if (sdp !== null) this.#early = { tag: toTag, sdp };
    this.#events.progress(response.status, sdp);
  }

  /** A reliable response gets PRACK, one that was repeated or came too soon does not count (RFC 3262 §4). */
  #inOrder(response: IncomingMessage): boolean {
    const rseq = Number(/^\d{1,10}$/.exec(response.header('rseq'))?.[0] ?? 0);
    if (response.status === 100 || rseq === 0 || !response.list('require').includes('100rel')) return true;
    const path = this.#paths.get(response.toTag) ?? new DialogPath(this.#identity, response);
    if (path.rseq !== 0 && path.rseq + 1 !== rseq) return false;
    if (this.#paths.size >= MOST_BRANCHES) return true;
    path.rseq = rseq;
    this.#paths.set(response.toTag, path);
    this.#client.send(path.request('PRACK', [`RAck: ${rseq} ${response.cseq} INVITE`]));
    return true;
  }

  #accepted(invite: OutgoingRequest, response: IncomingMessage): void {
    const { toTag } = response;
    const path = this.#paths.get(toTag) ?? new DialogPath(this.#identity, response);
    path.establish(response);
    this.#paths.set(toTag, path);
    this.#client.ack(invite, toTag, path.ack(response.cseq).text);
    // A 2xx that crossed our CANCEL, or a second branch of a forked INVITE, is ended at once (RFC 3261 §13.2.2.4, §15).
    if (this.#phase !== 'inviting') return this.#bye(path);
    this.#phase = 'confirmed';
    this.#path = path;
    // The answer may have come early, and only then.
    const sdp = response.sdp ?? (this.#early.tag === toTag ? this.#early.sdp : '');
    if (sdp === '') return this.#unusable('The answer of the gateway has no session description.');
    this.#timer.answered(response);
    this.#events.accepted(sdp);
  }

  /** 421 and 422 ask for another INVITE. */
  #triedAgain(response: IncomingMessage): boolean {
    const tags = response.list('require');
    if (this.#inviteCseq > MOST_RETRIES) return false;
    if (response.status === 421 && tags.length > 0 && tags.every((tag) => OPTION_TAGS.split(',').includes(tag))) {
      if (tags.includes('timer')) this.#timer.require();
      this.#required = tags;
    } else if (response.status !== 422 || !this.#timer.tooBrief(response)) return false;
    this.#invite = this.#sendInvite();
    return true;
  }

  #refused(response: IncomingMessage): void {
    const seconds = /^\d+/.exec(response.header('retry-after'))?.[0];
    this.#finish(() => {
      if (seconds === undefined) this.#events.refused(response.status);
      else this.#events.refused(response.status, Number(seconds) * 1000);
    });
  }

  #cancel(): void {
    this.#cancelled = true;
    this.#client.send(this.#invite.sibling('CANCEL'), (response) => {
      // The gateway knows no such INVITE: no other response will come.
      if (response && response.status >= 400 && this.#byes === 0) this.close();
    });
  }

  #bye(path: DialogPath): void {
    this.#byes += 1;
    this.#client.send(path.request('BYE'), (response) => {
      if (response && response.status < 200) return;
      this.#byes -= 1;
      if (this.#phase === 'ending' && this.#byes === 0) this.close();
    });
  }

  /** Ends on both sides what can't be read. */
  #unusable(why: string): void {
    this.end();
    this.#events.unusable(why);
  }

  async #refresh(): Promise<void> {
    const path = this.#path;
    if (path && !(await this.#offers.refresh(path, this.#events))) this.#finish(() => this.#events.over());
  }

  #expired(): void {
    this.end();
    this.#events.over('SIP;text="Session timer expired"');
  }

  #watchLast(): void {
    this.#cancelWatch();
    if (!this.#line.up) return;
    this.#cancelWatch = this.#clock.after(LAST_TRANSACTION, () => {
      this.#cancelWatch = this.#clock.after(TIMEOUT - LAST_TRANSACTION, () => this.close());
      this.#events.channelClosed();
    });
  }

  #lost(): void {
    this.#client.pause();
    this.#timer.pause();
    this.#cancelWatch();
    this.#events.channelClosed();
  }

  /** Closes, and emits the last event unless we ended the dialog ourselves. */
  #finish(emit: () => void): void {
    if (this.#phase === 'closed') return;
    const ours = this.#phase === 'ending';
    this.#phase = 'closed';
    this.#cancelWatch();
    this.#timer.stop();
    this.#server.settle();
    this.#client.dispose();
    this.#lifetime.abort(new SipRefusal(481));
    // What was sent (the ACK for a non-2xx response, the 200 to a BYE) still leaves.
    this.#line.close();
    if (!ours) emit();
    this.#events.closed();
  }

  #receive(text: string): void {
    const tooLong = text.length > LONGEST_MESSAGE;
    let message: IncomingMessage;
    try {
      const head = () => `${text.slice(0, LONGEST_MESSAGE).split(/\r?\n\r?\n/, 1)[0] ?? ''}\r\n\r\n`;
      message = new IncomingMessage(tooLong ? head() : text);
    } catch {
      // It may have been the final response.
      if (this.#phase === 'inviting' && /^\s*SIP\/2\.0\s+[2-6]/i.test(text))
        this.#unusable('The gateway sent a response that cannot be read.');
      return;
    }
    if (message.status > 0) this.#client.receive(message);
    else if (!tooLong) this.#requests.receive(message);
    else if (message.method !== 'ACK') this.#line.send(responseTo(message, 513, this.#identity.localTag, []));
  }
}
