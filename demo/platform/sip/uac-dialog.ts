import type {
  IncomingRequestMessage,
  OutgoingInviteRequest,
  OutgoingInviteRequestDelegate,
  ResponseOptions,
  Session,
} from 'sip.js/lib/core/index.js';
import {
  isInDialog,
  respondToOffer,
  respondToReInvite,
  type Dialog,
  type DialogFlow,
  type OfferOutcome,
} from './dialog.js';
import { reInvite } from './re-invite.js';
import type { Phone } from './registrar.js';

export interface UacDialogOptions {
  readonly phone: Phone;
  /** User part of From. */
  readonly caller: string;
  /** SDP of the INVITE. */
  readonly offer: string;
  /** Header of every request and 2xx of ours in the dialog. */
  readonly contact: string;
  readonly delegate: UacDialogDelegate;
}

/** Whom the dialog tells what comes in it; nothing once it is over. */
interface UacDialogDelegate {
  /** A provisional response, with early media where there is a body. */
  onProgress(statusCode: number, body: string): void;
  /** 2xx; the ACK is sent. */
  onAccept(answer: string): void;
  /** Non-2xx final response, or the WebSocket closed before one. */
  onFailure(): void;
  /** BYE, which has its 200, or the WebSocket closed. */
  onBye(): void;
  /** A re-INVITE or UPDATE. */
  onOffer(offer: string): Promise<OfferOutcome>;
}

/**
 * An INVITE to an agent's phone and the dialog that it makes; the gateway is the UAC.
 *
 *            2xx, ACK sent            BYE
 *     early ──────────────▶ confirmed ────▶ terminated
 *       └─────────────────────────────────────▲ CANCEL, non-2xx final response
 *
 * The end of the WebSocket terminates it in any state. A 2xx that crosses the CANCEL gets its ACK, and BYE.
 */
export class UacDialog implements Dialog {
  readonly #options: UacDialogOptions;
  readonly #invite: OutgoingInviteRequest;
  readonly #flow: DialogFlow;
  #state: 'early' | 'confirmed' | 'terminated' = 'early';
  /** From the 2xx on. */
  #session: Session | null = null;

  constructor(options: UacDialogOptions) {
    const { phone, caller, offer } = options;
    this.#options = options;
    const { request, flow } = phone.invite({ caller, offer, delegate: this.#responses() });
    this.#invite = request;
    this.#flow = flow;
    flow.dialogs.add(this);
  }

  get established(): boolean {
    return this.#state === 'confirmed';
  }

  /** CANCEL or BYE. Idempotent. */
  hangUp(): void {
    const { established } = this;
    if (this.#state === 'terminated') return;
    this.#terminate();
    if (established) this.#session?.bye();
    else this.#invite.cancel();
  }

  /** Nothing is sent where the dialog is not established. */
  info(contentType: string, content: string): void {
    if (this.established)
      this.#session?.info(undefined, { body: { contentDisposition: 'render', contentType, content } });
  }

  /** 491 where the dialog is not established. */
  async reInvite(offer: string, signal: AbortSignal): Promise<OfferOutcome> {
    if (!this.#session || !this.established) return { statusCode: 491, answer: '' };
    return reInvite(this.#session, { contact: this.#options.contact, offer, signal });
  }

  matches(message: IncomingRequestMessage): boolean {
    return isInDialog(this.#session, message);
  }

  modify(offer: string): Promise<ResponseOptions> {
    const { contact, delegate } = this.#options;
    return respondToOffer(offer, contact, (sdp) => delegate.onOffer(sdp));
  }

  disconnected(): void {
    if (this.established) this.#left();
    else this.#failed();
  }

  lost(): void {
    this.disconnected();
  }

  forget(): void {
    this.disconnected();
  }

  #responses(): OutgoingInviteRequestDelegate {
    return {
      onProgress: ({ message: { statusCode = 180, body } }) => {
        if (this.#state === 'early') this.#options.delegate.onProgress(statusCode, body);
      },
      onAccept: (response) => {
        response.ack();
        if (this.#state === 'early') this.#confirmed(response.session, response.message.body);
        else response.session.bye();
      },
      onRedirect: () => this.#failed(),
      onReject: () => this.#failed(),
    };
  }

  #confirmed(session: Session, answer: string): void {
    this.#session = session;
    this.#state = 'confirmed';
    session.delegate = {
      onBye: (bye) => {
        bye.accept();
        this.#left();
      },
      onInfo: (info) => info.accept(),
      onInvite: (invite) => void respondToReInvite(invite, this),
    };
    this.#options.delegate.onAccept(answer);
  }

  #left(): void {
    if (this.#state === 'terminated') return;
    this.#terminate();
    this.#options.delegate.onBye();
  }

  #failed(): void {
    if (this.#state === 'terminated') return;
    this.#terminate();
    this.#options.delegate.onFailure();
  }

  #terminate(): void {
    this.#state = 'terminated';
    this.#flow.dialogs.delete(this);
  }
}
