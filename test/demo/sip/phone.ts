import { URI, type IncomingInviteRequest, type Session } from 'sip.js/lib/core/index.js';
import { opened, sdpBody, SipClient, type ClientSocket } from './sip-client.js';

/** An agent's phone. Notes: `INVITE`, `CANCEL`, `ACK`, `offer` (within the call), `INFO …`, `BYE`, `REGISTER status`. */
export class Phone<Socket extends ClientSocket> extends SipClient<Socket> {
  /** Bodies of the INVITE and of every offer within the call. */
  readonly offers: string[] = [];
  session: Session | null = null;
  /** How offers within the call are answered; an empty string refuses them. */
  answerTo: (offer: string) => string | Promise<string> = (offer) => `${offer}a=by-phone\r\n`;
  /** Body of the last answer to an offer of its own. */
  answer = '';
  invite: IncomingInviteRequest | null = null;
  readonly #number: string;

  static connect<Socket extends ClientSocket>(socket: Socket, number: string): Promise<Phone<Socket>> {
    return opened(socket, new Phone(socket, number));
  }

  private constructor(socket: Socket, number: string) {
    super(socket, number, { onInvite: (request) => this.#invited(request) });
    this.#number = number;
  }

  /** `expires` in seconds; 0 takes it back. */
  register(domain: string, expires = 600): void {
    this.request('REGISTER', new URI('sip', this.#number, domain), [`${this.contact};expires=${expires}`]);
  }

  ring(): void {
    this.invite?.progress({ statusCode: 180 });
  }

  accept(sdp: string): void {
    const accepted = this.invite?.accept({ statusCode: 200, body: sdpBody(sdp) });
    if (!accepted) throw new Error('There is no call.');
    this.session = accepted.session;
    this.session.delegate = {
      onAck: () => this.note('ACK'),
      onBye: (bye) => {
        bye.accept();
        this.note('BYE');
      },
      onInfo: (info) => {
        info.accept();
        this.note(`INFO ${info.message.body.trim()}`);
      },
      onInvite: (invite) => void this.#offered(invite),
    };
  }

  decline(statusCode: number): void {
    this.invite?.reject({ statusCode });
  }

  bye(): void {
    this.session?.bye();
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
      { extraHeaders: [this.contact], body: sdpBody(content) },
    );
  }

  #invited(request: IncomingInviteRequest): void {
    this.invite = request;
    this.offers.push(request.message.body);
    request.delegate = {
      onCancel: () => {
        request.reject({ statusCode: 487 });
        this.note('CANCEL');
      },
    };
    this.note('INVITE');
  }

  async #offered(invite: IncomingInviteRequest): Promise<void> {
    const offer = invite.message.body;
    const answer = await this.answerTo(offer);
    if (answer === '') invite.reject({ statusCode: 488 });
    else invite.accept({ statusCode: 200, extraHeaders: [this.contact], body: sdpBody(answer) });
    this.offers.push(offer);
    this.note('offer');
  }
}
