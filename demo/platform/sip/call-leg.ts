import type { IncomingInviteRequest, IncomingRequestMessage, ResponseOptions, Session } from 'sip.js/lib/core/index.js';
import { infoDigit } from './dtmf.js';
import { isWithin, sdpBody, type DialogEnd } from './dialog-end.js';
import type { SipFault } from './fault-path.js';
import type { CallEnd, Leg, RobotCall } from './robot-call.js';
import type { CreateRobotMedia, RobotMedia } from './robot-media.js';

export interface CallLegOptions {
  readonly request: IncomingInviteRequest;
  readonly call: RobotCall;
  readonly fault: SipFault | null;
  readonly createMedia: CreateRobotMedia;
  /** Header of every 2xx to a re-INVITE or UPDATE (RFC 3261 §12.1.1); the library sets it on the first answer alone. */
  readonly contact: string;
  /** The leg holds nothing any more. */
  onOver(): void;
}

/** A description without ICE and DTLS, as from a gateway that knows no WebRTC. */
const BAD_SDP = [
  'v=0',
  'o=robot 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 8',
  'a=rtpmap:8 PCMA/8000',
  '',
].join('\r\n');

/**
 * The gateway's side of one INVITE dialog.
 *
 *     ringing ─▶ answered (200 sent) ─▶ acknowledged ─▶ over
 *        └────────────┴──────────────────────────────────▲
 */
export class CallLeg implements Leg, DialogEnd {
  readonly #options: CallLegOptions;
  readonly #media: RobotMedia | null;
  readonly #answer: Promise<string>;
  #session: Session | null = null;
  #acknowledged = false;
  /** Hung up between 200 and ACK, where no BYE may be sent yet (RFC 3261 §15). */
  #owesBye = false;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CallLegOptions) {
    const { request, call, fault, createMedia } = options;
    this.#options = options;
    const onDigit = (digit: string) => call.digit(digit);
    this.#media =
      fault?.kind === 'bad-sdp' ? null : createMedia({ sound: call.expected.orders.sound ?? true, onDigit });
    call.attach(this, this.#media);
    request.delegate = { onCancel: () => this.#cancelled() };
    request.progress({ statusCode: 180 });
    this.#answer = this.#media?.answer(request.message.body) ?? Promise.resolve(BAD_SDP);
    this.#answer.then(
      () => this.#ring(),
      () => this.#refuse(),
    );
  }

  owns(message: IncomingRequestMessage): boolean {
    return isWithin(this.#session, message);
  }

  hangUp(): void {
    if (this.#over) return;
    if (!this.#session) this.#options.request.reject({ statusCode: 480 });
    else if (this.#acknowledged) this.#session.bye();
    else this.#owesBye = true;
    this.#end('robot-bye');
  }

  /** The socket is gone: a call that talked is over, one that only rang may come again at another gateway. */
  lost(): void {
    if (this.#session) this.#end('socket-lost');
    else this.#leave();
  }

  async change(offer: string): Promise<ResponseOptions> {
    const extraHeaders = [this.#options.contact];
    if (!offer) return { statusCode: 200, extraHeaders };
    try {
      if (!this.#media) throw new Error('No media to change.');
      return { statusCode: 200, extraHeaders, body: sdpBody(await this.#media.answer(offer)) };
    } catch {
      return { statusCode: 488 };
    }
  }

  #ring(): void {
    if (this.#over || this.#options.fault?.kind === 'answers-on-cancel') return;
    this.#timer = setTimeout(() => void this.#accept(), this.#options.call.expected.orders.answerAfter ?? 0);
  }

  #refuse(): void {
    if (this.#over) return;
    this.#options.request.reject({ statusCode: 488 });
    this.#leave();
  }

  #cancelled(): void {
    if (this.#over) return;
    if (this.#options.fault?.kind === 'answers-on-cancel') {
      void this.#accept();
      return;
    }
    this.#options.request.reject({ statusCode: 487 });
    this.#end('visitor-cancel');
  }

  async #accept(): Promise<void> {
    const answer = await this.#answer;
    if (this.#over || this.#session) return;
    const { request, call } = this.#options;
    const response = request.accept({ statusCode: 200, extraHeaders: ['Allow: UPDATE'], body: sdpBody(answer) });
    this.#session = response.session;
    this.#session.delegate = {
      onAck: () => this.#confirmed(),
      onAckTimeout: () => this.#unconfirmed(),
      onBye: (bye) => {
        bye.accept();
        this.#end('visitor-bye');
      },
      onInfo: (info) => {
        const digit = infoDigit(info.message.getHeader('content-type') ?? '', info.message.body);
        if (digit !== null) call.digit(digit);
        info.accept();
      },
      onInvite: (invite) => void this.#reinvited(invite),
    };
    const { hangUpAfter } = call.expected.orders;
    if (hangUpAfter !== undefined) this.#timer = setTimeout(() => this.hangUp(), hangUpAfter);
    call.answered();
  }

  #confirmed(): void {
    this.#acknowledged = true;
    if (this.#owesBye) this.#session?.bye();
    this.#owesBye = false;
  }

  /** No ACK in 32 s: the caller is not there (RFC 3261 §13.3.1.4). */
  #unconfirmed(): void {
    if (this.#over && !this.#owesBye) return;
    this.#session?.bye();
    this.#owesBye = false;
    this.#end('robot-bye');
  }

  async #reinvited(invite: IncomingInviteRequest): Promise<void> {
    const response = invite.message.body ? await this.change(invite.message.body) : { statusCode: 488 };
    if (this.#over) return;
    if (response.statusCode === 200) invite.accept(response);
    else invite.reject(response);
  }

  #end(how: CallEnd): void {
    if (this.#over) return;
    this.#leave();
    this.#options.call.end(how);
  }

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#media?.close();
    this.#options.call.detach();
    this.#options.onOver();
  }
}
