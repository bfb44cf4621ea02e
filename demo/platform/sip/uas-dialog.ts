import type { IncomingInviteRequest, IncomingRequestMessage, ResponseOptions, Session } from 'sip.js/lib/core/index.js';
import {
  isInDialog,
  respondToOffer,
  respondToReInvite,
  sdpBody,
  type Dialog,
  type DialogFlow,
  type OfferOutcome,
} from './dialog.js';
import { reInvite } from './re-invite.js';

export interface UasDialogOptions {
  /** The visitor's INVITE. */
  readonly request: IncomingInviteRequest;
  /** Header of every request and 2xx of ours in the dialog. */
  readonly contact: string;
  /** The dialog is one of its dialogs until it is over. */
  readonly flow: DialogFlow;
  readonly delegate: UasDialogDelegate;
}

/** Whom the dialog tells what comes in it; nothing once it is over. */
interface UasDialogDelegate {
  /** CANCEL, while the INVITE has no final response. The delegate sends one. */
  onCancel(): void;
  /** BYE; it has its 200. */
  onBye(): void;
  /** No ACK within 64*T1 (32 s) of the 2xx; BYE is sent (RFC 3261 §13.3.1.4). */
  onAckTimeout(): void;
  /** INFO; it gets its 200. */
  onInfo(message: IncomingRequestMessage): void;
  /** A re-INVITE or UPDATE. */
  onOffer(offer: string): Promise<OfferOutcome>;
  /** The WebSocket closed, and no other one followed. */
  onLost(): void;
  /** The gateway knows nothing of it any more; the INVITE may come again. */
  onForgotten(): void;
}

/**
 * A visitor's INVITE and the dialog that it makes; the gateway is the UAS.
 *
 *                2xx sent            ACK               BYE
 *     early ─────────────▶ accepted ─────▶ confirmed ──────▶ terminated
 *       │                     │ hang up                        ▲
 *       │                     └─▶ owes-bye ────────────────────┤ ACK, or none in 32 s: BYE
 *       └──────────────────────────────────────────────────────┘ non-2xx final response
 *
 * A BYE from the visitor terminates it in any state. The end of its WebSocket does not, unless no other one follows. A UAS must not send BYE before it
 * has the ACK (RFC 3261 §15): that is what `owes-bye` waits for. Whoever owns the dialog is done with it by then.
 */
export class UasDialog implements Dialog {
  readonly #options: UasDialogOptions;
  #state: 'early' | 'accepted' | 'confirmed' | 'owes-bye' | 'terminated' = 'early';
  /** From the 2xx on. */
  #session: Session | null = null;

  constructor(options: UasDialogOptions) {
    const { request, flow, delegate } = options;
    this.#options = options;
    request.delegate = {
      onCancel: () => {
        if (this.early) delegate.onCancel();
      },
    };
    flow.dialogs.add(this);
  }

  get early(): boolean {
    return this.#state === 'early';
  }

  /** A 2xx was sent, and nobody hung up. */
  get established(): boolean {
    return this.#state === 'accepted' || this.#state === 'confirmed';
  }

  /** Nothing more comes of it, but for the BYE where it is owed. */
  get over(): boolean {
    return !this.early && !this.established;
  }

  /** Provisional response, with early media where there is a `body`. */
  progress(statusCode: number, body = ''): void {
    this.#options.request.progress({ statusCode, ...(body === '' ? {} : { body: sdpBody(body) }) });
  }

  accept(answer: string): void {
    const { request, delegate } = this.#options;
    const { session } = request.accept({ statusCode: 200, extraHeaders: ['Allow: UPDATE'], body: sdpBody(answer) });
    this.#session = session;
    this.#state = 'accepted';
    session.delegate = {
      onAck: () => this.#acknowledged(),
      onAckTimeout: () => this.#ackTimedOut(),
      onBye: (bye) => {
        bye.accept();
        const { established } = this;
        this.#terminate();
        if (established) delegate.onBye();
      },
      onInfo: (info) => {
        if (this.established) delegate.onInfo(info.message);
        info.accept();
      },
      onInvite: (invite) => void respondToReInvite(invite, this),
    };
  }

  /** Non-2xx final response. */
  reject(statusCode: number): void {
    if (!this.early) return;
    this.#options.request.reject({ statusCode });
    this.#terminate();
  }

  /** 480, or BYE as soon as one may be sent. Idempotent. */
  hangUp(): void {
    if (this.#state === 'confirmed') return this.#bye();
    if (this.#state !== 'accepted') return this.reject(480);
    this.#state = 'owes-bye';
    this.#options.flow.dialogs.delete(this);
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

  disconnected(): void {}

  lost(): void {
    const { over } = this;
    this.#terminate();
    if (!over) this.#options.delegate.onLost();
  }

  forget(): void {
    const { over } = this;
    this.#terminate();
    if (!over) this.#options.delegate.onForgotten();
  }

  /** Of the 2xx; the ACK of a re-INVITE changes nothing. */
  #acknowledged(): void {
    if (this.#state === 'owes-bye') this.#bye();
    else if (this.#state === 'accepted') this.#state = 'confirmed';
  }

  #ackTimedOut(): void {
    const { established } = this;
    if (!established && this.#state !== 'owes-bye') return;
    this.#bye();
    if (established) this.#options.delegate.onAckTimeout();
  }

  #bye(): void {
    this.#terminate();
    this.#session?.bye();
  }

  #terminate(): void {
    this.#state = 'terminated';
    this.#options.flow.dialogs.delete(this);
  }
}
