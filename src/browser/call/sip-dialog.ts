import type { DialogEvents, Invite, SignalingChannel, SipDialog } from '../../core/call/ports.js';
import { SipRefusal } from '../../core/call/sip-refusal.js';
import type { Clock } from '../../core/lib/clock.js';
import type { GatewayTarget } from '../../core/platform/click-to-call-event.js';
import { ClientTransactions, TIMEOUT } from './sip/client-transactions.js';
import { identityOf, type DialogPath } from './sip/dialog-path.js';
import { readMessage, type IncomingMessage } from './sip/incoming-message.js';
import { Invitation } from './sip/invitation.js';
import { Line } from './sip/line.js';
import { Negotiation } from './sip/negotiation.js';
import { Offers } from './sip/offers.js';
import { Requests } from './sip/requests.js';
import { ServerTransactions } from './sip/server-transactions.js';
import { SessionTimer } from './sip/session-timer.js';

/** Time for the answer to our last request (BYE, or CANCEL and the 487) before the channel is taken for dead, ms. */
const LAST_TRANSACTION = 3_000;

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
  readonly #line: Line;
  readonly #client: ClientTransactions;
  readonly #server: ServerTransactions;
  readonly #requests: Requests;
  readonly #offers: Offers;
  readonly #timer: SessionTimer;
  readonly #invitation: Invitation;
  readonly #lifetime = new AbortController();
  #phase: Phase = 'inviting';
  /** The dialog that has the call; not a further branch of a fork. */
  #path: DialogPath | null = null;
  /** BYEs without a response. */
  #byes = 0;
  #asksForLife = false;
  #cancelWatch: () => void = () => undefined;

  constructor(clock: Clock, channel: SignalingChannel, target: GatewayTarget, sdp: string, events: DialogEvents) {
    this.#clock = clock;
    this.#events = events;
    const line = new Line(channel, {
      message: (text) => this.#receive(text),
      heard: () => events.heard(),
      closed: () => this.#lost(),
    });
    const identity = identityOf(target, () => line.protocol);
    const { contact, localTag } = identity;
    const negotiation = new Negotiation();
    const timer = new SessionTimer(
      clock,
      () => this.#keepSession(),
      () => this.#expired(),
    );
    const client = new ClientTransactions(clock, line);
    const server = new ServerTransactions(clock, line, localTag, () => negotiation.end());
    const { signal } = this.#lifetime;
    this.#line = line;
    this.#timer = timer;
    this.#client = client;
    this.#server = server;
    this.#offers = new Offers({ clock, transactions: client, negotiation, timer, contact, signal });
    this.#requests = new Requests(
      {
        transactions: server,
        negotiation,
        timer,
        contact,
        pathOf: (request) => this.#invitation.pathOf(request),
        current: () => (this.#phase === 'confirmed' ? this.#path : null),
      },
      {
        offered: (offer) => events.offered(offer),
        answered: (answer) => events.answered(answer),
        over: (reason) => this.#finish(() => events.over(reason === '' ? undefined : reason)),
      },
    );
    this.#invitation = new Invitation(client, identity, timer, sdp, {
      progress: (status, early) => {
        if (this.#phase === 'inviting') events.progress(status, early);
      },
      accepted: (path, response, answer) => this.#accepted(path, response, answer),
      refused: (response) => this.#refused(response),
      unusable: (why) => this.#unusable(why),
    });
  }

  end(): void {
    const path = this.#phase === 'confirmed' ? this.#path : null;
    if (!path && this.#phase !== 'inviting') return;
    this.#phase = 'ending';
    this.#timer.stop();
    if (path) this.#bye(path);
    else this.#invitation.cancel();
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
    this.#invitation.resume();
    this.#timer.resume();
    if (this.#phase === 'ending') this.#watchLast();
  }

  revert(): void {
    this.#line.revert();
  }

  reinvite(sdp: string): Promise<string> {
    if (this.#phase !== 'confirmed' || !this.#path) return Promise.reject(new SipRefusal(481));
    return this.#offers.reinvite(this.#path, sdp);
  }

  refresh(): Promise<void> {
    if (this.#phase !== 'confirmed' || !this.#path) return Promise.reject(new SipRefusal(481));
    return this.#offers.refresh(this.#path, this.#events);
  }

  probe(): void {
    this.#line.ping();
    if (this.#line.pongs || this.#asksForLife || this.#phase !== 'confirmed' || !this.#path) return;
    this.#asksForLife = true;
    this.#client.send(this.#path.request('OPTIONS'), () => (this.#asksForLife = false));
  }

  #accepted(path: DialogPath, response: IncomingMessage, sdp: string | null): void {
    // A 2xx that crossed our CANCEL, or a second branch of a forked INVITE, is ended at once (RFC 3261 §13.2.2.4, §15).
    if (this.#phase !== 'inviting') return this.#bye(path);
    this.#phase = 'confirmed';
    this.#path = path;
    if (sdp === null) return this.#unusable('The answer of the gateway has no session description.');
    this.#timer.answered(response);
    this.#events.accepted(sdp);
  }

  #refused(response: IncomingMessage | null): void {
    // A further branch that answered meanwhile is still to be ended.
    if (this.#byes > 0) return;
    const seconds = /^\d+/.exec(response?.header('retry-after') ?? '')?.[0];
    const status = response?.status ?? 408;
    this.#finish(() => {
      if (seconds === undefined) this.#events.refused(status);
      else this.#events.refused(status, Number(seconds) * 1000);
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
    if (this.#phase === 'ending') return;
    this.end();
    this.#events.unusable(why);
  }

  /** In time, before the session expires. One that fails is tried again, but for a dialog that the gateway does not know. */
  #keepSession(): void {
    this.refresh().catch((thrown: unknown) => {
      if (thrown instanceof SipRefusal && thrown.status === 481) this.#finish(() => this.#events.over());
      else this.#timer.again();
    });
  }

  #expired(): void {
    if (this.#phase !== 'confirmed') return;
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
    const message = readMessage(text);
    if (message) {
      if (message.status > 0) this.#client.receive(message);
      else this.#requests.receive(message);
    } else if (this.#phase === 'inviting' && /^\s*SIP\/2\.0\s+[2-6]/i.test(text))
      // It may have been the answer.
      this.#unusable('The gateway sent a response that cannot be read.');
  }
}
