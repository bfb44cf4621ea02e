import type { IncomingResponseMessage } from './sip-core.js';
import {
  fromBodyLegacy,
  Parser,
  IncomingRequestMessage,
  type IncomingInviteRequest,
  type OutgoingInviteRequest,
  type Session,
  type UserAgentCore,
} from './sip-core.js';
import { sipUri, userAgent } from './sip-user-agent.js';
import type { DialogEvents, Invite, SignalingChannel, SipDialog } from '../../core/call/ports.js';
import { SipRefusal } from '../../core/call/sip-refusal.js';
import type { Clock } from '../../core/lib/clock.js';
import type { GatewayTarget } from '../../core/platform/click-to-call-event.js';

/** Time for the last transaction (BYE, or CANCEL and the 487 to the INVITE) before the socket is closed, ms. */
const LAST_TRANSACTION = 3_000;
/** UTF-16 code units, never more than its bytes. SIP has no limit, and sip.js takes quadratic time for long lists. */
const LONGEST_MESSAGE = 65_536;

export const inviteBySip =
  (clock: Clock): Invite =>
  (channel, { target, sdp }, events) =>
    new Dialog(clock, channel, target, sdp, events);

/*
 *               2xx             end()
 *   inviting ─────────▶ confirmed ─────────▶ ending ─────────▶ closed
 *
 *   inviting  ─▶ confirmed   2xx; ACK is sent
 *   inviting  ─▶ ending      end(), or a message that is too long; CANCEL is sent
 *   inviting  ─▶ closed      non-2xx final response, or the socket closed
 *   confirmed ─▶ ending      end(); BYE is sent
 *   confirmed ─▶ closed      BYE from the gateway; 200 is sent
 *   ending    ─▶ closed      response to the BYE, non-2xx final response to the INVITE, the socket closed, or 3 s
 *
 * A 2xx that comes in `ending`, since it crossed the CANCEL, gets ACK and BYE. A socket that closes in `confirmed` changes
 * nothing.
 */
type Phase = 'inviting' | 'confirmed' | 'ending' | 'closed';

/** One INVITE and its dialog (RFC 3261) by sip.js' core layer, over a channel that is open already. */
class Dialog implements SipDialog {
  readonly #clock: Clock;
  #channel: SignalingChannel;
  readonly #events: DialogEvents;
  readonly #core: UserAgentCore;
  readonly #invite: OutgoingInviteRequest;
  #session: Session | null = null;
  #phase: Phase = 'inviting';
  #cancelClose: () => void = () => undefined;

  constructor(clock: Clock, channel: SignalingChannel, target: GatewayTarget, sdp: string, events: DialogEvents) {
    this.#clock = clock;
    this.#channel = channel;
    this.#events = events;
    this.#core = userAgent(channel, target);
    channel.onMessage = (message) => this.#receive(message);
    channel.onClose = () => this.#lost();
    const callee = sipUri(target.accessCode, target.domain);
    const message = this.#core.makeOutgoingRequestMessage(
      'INVITE',
      callee,
      this.#core.configuration.aor,
      callee,
      {},
      [`Contact: ${this.#core.configuration.contact.toString()}`, 'Allow: ACK,BYE,CANCEL,INFO,INVITE,OPTIONS'],
      fromBodyLegacy({ body: sdp, contentType: 'application/sdp' }),
    );
    this.#invite = this.#core.invite(message, {
      onTrying: () => this.#progress(100, ''),
      onProgress: ({ message: response }) => this.#progress(response.statusCode ?? 180, response.body),
      onAccept: (response) => {
        response.ack();
        this.#accepted(response.session, response.message.body);
      },
      onRedirect: ({ message: response }) => this.#refused(response),
      onReject: ({ message: response }) => this.#refused(response),
    });
  }

  end(): void {
    if (this.#phase === 'inviting') this.#invite.cancel();
    else if (this.#phase === 'confirmed' && this.#session) this.#bye(this.#session);
    else return;
    this.#phase = 'ending';
    this.#cancelClose = this.#clock.after(LAST_TRANSACTION, () => this.close());
  }

  info(contentType: string, body: string): void {
    if (this.#phase === 'confirmed') this.#session?.info(undefined, { body: fromBodyLegacy({ body, contentType }) });
  }

  rebind(channel: SignalingChannel): void {
    this.#channel = channel;
  }

  revert(): void {
    // Provisional.
  }

  reinvite(sdp: string): Promise<string> {
    void sdp;
    return Promise.reject(new SipRefusal(501));
  }

  probe(): void {
    this.#channel.send('\r\n\r\n');
  }

  #progress(status: number, sdp: string): void {
    if (this.#phase === 'inviting') this.#events.progress(status, sdp === '' ? null : sdp);
  }

  #accepted(session: Session, sdp: string): void {
    // A 200 that crossed our CANCEL, or a second branch of a forked INVITE, is ended at once (RFC 3261 §13.2.2.4, §15).
    if (this.#phase !== 'inviting') return this.#bye(session);
    this.#phase = 'confirmed';
    this.#session = session;
    session.delegate = {
      onBye: (request) => {
        request.accept();
        this.#finish(() => this.#events.over());
      },
      onInfo: (request) => request.accept(),
      onInvite: (request) => void this.#offered(request),
    };
    this.#events.accepted(sdp);
  }

  async #offered(request: IncomingInviteRequest): Promise<void> {
    const offer = request.message.body;
    try {
      if (offer === '') throw new RangeError('An INVITE without an offer is not supported within a call.');
      const body = fromBodyLegacy({ body: await this.#events.offered(offer), contentType: 'application/sdp' });
      request.accept({ statusCode: 200, body });
    } catch {
      request.reject({ statusCode: 488 });
    }
  }

  /** Closes the channel after the dialog's own end: a further branch's is none. */
  #bye(session: Session): void {
    const over = () => {
      if ((this.#session ?? session) === session) this.close();
    };
    session.bye({ onAccept: over, onReject: over, onRedirect: over });
  }

  #refused(response: IncomingResponseMessage): void {
    const seconds = /^\d+/.exec(response.getHeader('retry-after') ?? '')?.[0];
    const status = response.statusCode ?? 500;
    this.#finish(() => {
      if (seconds === undefined) this.#events.refused(status);
      else this.#events.refused(status, Number(seconds) * 1000);
    });
  }

  #lost(): void {
    // A confirmed dialog survives its transport: media goes on, and the platform's events report the end.
    if (this.#phase !== 'ending') this.#events.channelClosed();
    else if (this.#phase === 'ending') this.close();
  }

  /** Closes, and emits the last event unless we ended the dialog ourselves. */
  #finish(emit: () => void): void {
    const ours = this.#phase === 'ending' || this.#phase === 'closed';
    this.close();
    if (!ours) emit();
  }

  /** It may have been the final response, so the INVITE is cancelled; a confirmed dialog does not depend on it. */
  #tooLong(): void {
    if (this.#phase !== 'inviting') return;
    this.end();
    this.#events.unusable(`The gateway sent a SIP message of more than ${LONGEST_MESSAGE / 1024} KiB.`);
  }

  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#cancelClose();
    this.#channel.onMessage = null;
    this.#channel.onClose = null;
    // What is queued (the ACK for a non-2xx response, the 200 to a BYE) is still sent before the socket closes.
    this.#channel.close();
    this.#core.dispose();
    this.#events.closed();
  }

  #receive(text: string): void {
    if (text.length > LONGEST_MESSAGE) return this.#tooLong();
    const message = Parser.parseMessage(text, this.#core.loggerFactory.getLogger('sip'));
    if (!message || ['from', 'to', 'call-id', 'cseq', 'via'].some((name) => !message.hasHeader(name))) return;
    if (message instanceof IncomingRequestMessage) this.#core.receiveIncomingRequestFromTransport(message);
    else this.#core.receiveIncomingResponseFromTransport(message);
  }
}
