import { type IncomingInviteRequest, type OutgoingInviteRequest, type Session, URI } from 'sip.js/lib/core/index.js';
import { opened, sdpBody, SipClient, type ClientSocket } from './sip-client.js';

/** Smallest offers that pass for a call where no media is made of them. */
export const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
export const VIDEO_OFFER = `${OFFER}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`;

export interface CallerOptions {
  readonly domain: string;
  readonly accessCode: string;
  readonly caller: string;
  readonly offer?: string;
  /** Leaves the 200 without its ACK until `acknowledge()`. */
  readonly withoutAck?: boolean;
}

/** A visitor. Notes: `180`, `200`, a refusal's status, `INVITE 200` and `offer` within the call, `BYE`, `closed`. */
export class Caller<Socket extends ClientSocket> extends SipClient<Socket> {
  /** Body of the last answer. */
  answer = '';
  /** Retry-After of the last refusal. */
  retryAfter: string | undefined;
  session: Session | null = null;
  /** Sends the ACK that `withoutAck` held back. */
  acknowledge: (() => void) | null = null;
  invite: OutgoingInviteRequest | null = null;
  /** Bodies of the offers that came within the call. */
  readonly offers: string[] = [];
  /** How those are answered. */
  answerTo: (offer: string) => string | Promise<string> = (offer) => `${offer}a=by-visitor\r\n`;

  /** Resolves when the socket is open. */
  static connect<Socket extends ClientSocket>(socket: Socket): Promise<Caller<Socket>> {
    return opened(socket, new Caller(socket));
  }

  private constructor(socket: Socket) {
    super(socket, 'visitor');
  }

  call({ domain, accessCode, caller, offer = OFFER, withoutAck = false }: CallerOptions): void {
    const target = new URI('sip', accessCode, domain);
    const from = new URI('sip', caller, domain);
    const body = sdpBody(offer);
    const message = this.core.makeOutgoingRequestMessage('INVITE', target, from, target, {}, [this.contact], body);
    this.invite = this.core.invite(message, {
      onProgress: ({ message: { statusCode } }) => this.note(String(statusCode)),
      onReject: ({ message: response }) => {
        this.retryAfter = response.getHeader('retry-after');
        this.note(String(response.statusCode));
      },
      onAccept: (response) => {
        this.answer = response.message.body;
        this.session = response.session;
        if (withoutAck) this.acknowledge = () => response.ack();
        else response.ack();
        this.session.delegate = {
          onBye: (bye) => {
            bye.accept();
            this.note('BYE');
          },
          onInvite: (invite) => void this.#offered(invite),
        };
        this.note('200');
      },
    });
  }

  /** INFO with a digit; noted as `INFO status`. */
  info(contentType: string, content: string): void {
    const noted = ({ message: { statusCode } }: { message: { statusCode: number | undefined } }) =>
      this.note(`INFO ${statusCode}`);
    this.session?.info(
      { onAccept: noted, onReject: noted },
      { body: { contentDisposition: 'render', contentType, content } },
    );
  }

  /** Offers anew within the call; noted as `INVITE status`. */
  reinvite(content: string): void {
    this.session?.invite(
      {
        onAccept: (response) => {
          this.answer = response.message.body;
          response.ack();
          this.note('INVITE 200');
        },
        onReject: ({ message: { statusCode } }) => this.note(`INVITE ${statusCode}`),
      },
      {
        extraHeaders: [this.contact],
        body: sdpBody(content),
      },
    );
  }

  async #offered(invite: IncomingInviteRequest): Promise<void> {
    const offer = invite.message.body;
    invite.accept({ statusCode: 200, extraHeaders: [this.contact], body: sdpBody(await this.answerTo(offer)) });
    this.offers.push(offer);
    this.note('offer');
  }
}
