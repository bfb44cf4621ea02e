import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import type { DialogFlow, OfferOutcome } from './dialog.js';
import { infoDigit } from './dtmf.js';
import type { SipFault } from './fault-path.js';
import type { CallEnd, Leg, RobotCall } from './robot-call.js';
import type { CreateRobotMedia, RobotMedia } from './robot-media.js';
import { UasDialog } from './uas-dialog.js';

export interface RobotLegOptions {
  /** The visitor's INVITE. */
  readonly request: IncomingInviteRequest;
  readonly call: RobotCall;
  readonly fault: SipFault | null;
  readonly createMedia: CreateRobotMedia;
  /** Hangs up where no RTP comes for so long, ms. */
  readonly mediaTimeout: number;
  /** Header of every request and 2xx in the dialog. */
  readonly contact: string;
  /** The visitor's. */
  readonly flow: DialogFlow;
}

/** How often it is looked for media before it counts as gone. */
const LOOKS = 15;

/** SDP without ICE and DTLS, as from a gateway that knows no WebRTC. */
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
 * The robot at the other end of a visitor's INVITE: 180 at once, 200 when ordered, media. Its state is its dialog's.
 */
export class RobotLeg implements Leg {
  readonly #options: RobotLegOptions;
  readonly #dialog: UasDialog;
  /** null for the fault that has none. */
  readonly #media: RobotMedia | null;
  readonly #answer: Promise<string>;
  /** The last description of ours. */
  #sdp = '';
  #versions = 0;
  readonly #over = new AbortController();
  /** Until the 200, then until the BYE that was ordered. */
  #timer: NodeJS.Timeout | undefined;
  #mediaTimer: NodeJS.Timeout | undefined;
  /** The visitor is to send nothing. */
  #held = false;

  constructor(options: RobotLegOptions) {
    const { request, contact, flow, call, fault, createMedia } = options;
    this.#options = options;
    const onDigit = (digit: string) => call.digit(digit);
    this.#media =
      fault?.kind === 'bad-sdp' ? null : createMedia({ sound: call.expected.orders.sound ?? true, onDigit });
    this.#dialog = new UasDialog({
      request,
      contact,
      flow,
      delegate: {
        onCancel: () => this.#cancelled(),
        onBye: () => this.#end('visitor-bye'),
        onAckTimeout: () => this.#end('robot-bye'),
        onInfo: (message) => {
          const digit = infoDigit(message.getHeader('content-type') ?? '', message.body);
          if (digit !== null) call.digit(digit);
        },
        onOffer: (offer) => this.#answerAgain(offer),
        onLost: () => this.#end('socket-lost'),
        onForgotten: () => this.#close(),
      },
    });
    call.attach(this, this.#media);
    this.#dialog.progress(180);
    this.#answer = this.#media?.answer(request.message.body) ?? Promise.resolve(BAD_SDP);
    this.#answer.then(
      () => this.#ring(),
      () => this.#refuse(),
    );
  }

  get connected(): boolean {
    return this.#options.flow.connected;
  }

  forget(): void {
    this.#dialog.forget();
  }

  async hold(on: boolean): Promise<number> {
    this.#versions += 1;
    this.#held = on;
    const offer = this.#sdp
      .replace(/^(o=\S+ \S+) \d+/m, `$1 ${100 + this.#versions}`)
      .replace(/^a=(sendrecv|sendonly|recvonly|inactive)/gm, on ? 'a=sendonly' : 'a=sendrecv')
      .replace(/^a=setup:\w+/gm, 'a=setup:actpass');
    return (await this.#dialog.reInvite(offer, this.#over.signal)).statusCode;
  }

  hangUp(): void {
    if (this.#dialog.over) return;
    this.#dialog.hangUp();
    this.#end('robot-bye');
  }

  #ring(): void {
    if (!this.#dialog.early || this.#options.fault?.kind === 'answers-on-cancel') return;
    this.#timer = setTimeout(() => void this.#accept(), this.#options.call.expected.orders.answerAfter ?? 0);
  }

  /** The offer has no audio that the robot supports. */
  #refuse(): void {
    if (!this.#dialog.early) return;
    this.#dialog.reject(488);
    this.#close();
  }

  #cancelled(): void {
    if (this.#options.fault?.kind === 'answers-on-cancel') {
      void this.#accept();
      return;
    }
    this.#dialog.reject(487);
    this.#end('visitor-cancel');
  }

  async #accept(): Promise<void> {
    const answer = await this.#answer;
    if (!this.#dialog.early) return;
    const { call } = this.#options;
    this.#sdp = answer;
    this.#dialog.accept(answer);
    const { hangUpAfter } = call.expected.orders;
    if (hangUpAfter !== undefined) this.#timer = setTimeout(() => this.hangUp(), hangUpAfter);
    call.answered();
    this.#expectMedia();
  }

  /** Nobody else tells a gateway that the visitor's browser is gone. */
  #expectMedia(before = 0, quiet = 1): void {
    this.#mediaTimer = setTimeout(() => {
      const packets = this.#media?.received().audioPackets ?? 0;
      if (this.#held || packets !== before) this.#expectMedia(packets);
      else if (quiet < LOOKS) this.#expectMedia(packets, quiet + 1);
      else this.hangUp();
    }, this.#options.mediaTimeout / LOOKS);
  }

  async #answerAgain(offer: string): Promise<OfferOutcome> {
    try {
      if (this.#media) {
        this.#sdp = await this.#media.answer(offer);
        return { statusCode: 200, answer: this.#sdp };
      }
    } catch {
      // No audio in it that the robot supports.
    }
    return { statusCode: 488, answer: '' };
  }

  #end(how: CallEnd): void {
    this.#close();
    this.#options.call.end(how);
  }

  /** Frees the call for another INVITE, unless `end` follows. */
  #close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#mediaTimer);
    this.#over.abort();
    this.#media?.close();
    this.#options.call.detach();
  }
}
