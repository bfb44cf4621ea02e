import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import type { MediaFlow } from '../ports.js';
import type { BridgedCall, Bridging } from './bridged-call.js';
import type { DialogFlow, OfferOutcome } from './dialog.js';
import type { Side } from './media-flow.js';
import type { Phone } from './registrar.js';
import { Renegotiation } from './renegotiation.js';
import type { CallEnd } from './robot-call.js';
import { UacDialog } from './uac-dialog.js';
import { UasDialog } from './uas-dialog.js';

export interface BridgeOptions {
  /** The visitor's INVITE. */
  readonly request: IncomingInviteRequest;
  readonly call: BridgedCall;
  /** Header of every request and 2xx in both dialogs. */
  readonly contact: string;
  /** The visitor's. */
  readonly flow: DialogFlow;
}

/**
 * A back-to-back user agent (RFC 7092) between a visitor and an agent's phone: two dialogs, whose offers and answers go
 * from one to the other unchanged, so that media flows between the browsers. Its state is that of the two:
 *
 *     visitor      phone
 *     early        early              rings
 *       │            ├▶ terminated      no phone, non-2xx, its WebSocket closed, dismiss(): the visitor hears ringing
 *       ▼            ▼
 *     established  confirmed          talks: the phone's 2xx went to the visitor
 *       │            ├▶ terminated      dismiss(): the visitor's dialog stays
 *       ▼            ▼
 *     over         terminated         BYE of either end, or its WebSocket is lost; CANCEL; hangUp()
 */
export class Bridge implements Bridging {
  readonly #options: BridgeOptions;
  readonly #visitor: UasDialog;
  /** null where there is no phone to dial. */
  readonly #phone: UacDialog | null;
  /** Aborts when the call is over. */
  readonly #lifetime = new AbortController();
  /** From the phone's 2xx on. */
  #renegotiation: Renegotiation | null = null;

  constructor(options: BridgeOptions) {
    const { request, call } = options;
    this.#options = options;
    this.#visitor = this.#takeCall();
    call.attach(this);
    request.trying();
    const { phone } = call;
    this.#phone = phone && this.#dial(phone);
    if (!this.#phone) call.unreachable();
  }

  get connected(): boolean {
    return this.#options.flow.connected;
  }

  forget(): void {
    this.#visitor.forget();
  }

  hangUp(): void {
    this.#phone?.hangUp();
    this.#visitor.hangUp();
    this.#end('robot-bye');
  }

  dismiss(): void {
    this.#phone?.hangUp();
  }

  async flow(flow: MediaFlow): Promise<void> {
    await this.#renegotiation?.flow(flow);
  }

  #takeCall(): UasDialog {
    const { request, contact, flow } = this.#options;
    const dialog: UasDialog = new UasDialog({
      request,
      contact,
      flow,
      delegate: {
        onCancel: () => {
          dialog.reject(487);
          this.#visitorLeft('visitor-cancel');
        },
        onBye: () => this.#visitorLeft('visitor-bye'),
        onAckTimeout: () => this.#visitorLeft('robot-bye'),
        onInfo: (message) => {
          this.#phone?.info(message.getHeader('content-type') ?? 'application/dtmf-relay', message.body);
        },
        onOffer: (offer) => this.#exchange('visitor', offer),
        onLost: () => this.#visitorLeft('socket-lost'),
        onForgotten: () => this.#abandoned(),
      },
    });
    return dialog;
  }

  #dial(phone: Phone): UacDialog {
    const { request, call, contact } = this.#options;
    const dialog: UacDialog = new UacDialog({
      phone,
      caller: call.expected.caller,
      offer: request.message.body,
      contact,
      delegate: {
        onProgress: (statusCode, body) => this.#visitor.progress(statusCode, body),
        onAccept: (answer) => this.#accepted(dialog, answer),
        onFailure: () => call.unreachable(),
        onBye: () => {
          this.#visitor.hangUp();
          this.#end('robot-bye');
        },
        onOffer: (offer) => this.#exchange('phone', offer),
      },
    });
    return dialog;
  }

  #accepted(phone: UacDialog, answer: string): void {
    const { request, call } = this.#options;
    const offer = request.message.body;
    const { signal } = this.#lifetime;
    this.#renegotiation = new Renegotiation({ visitor: this.#visitor, phone, offer, answer, signal });
    this.#visitor.accept(answer);
    call.answered();
  }

  async #exchange(from: Side, offer: string): Promise<OfferOutcome> {
    return this.#renegotiation?.exchange(from, offer) ?? { statusCode: 491, answer: '' };
  }

  #visitorLeft(how: CallEnd): void {
    this.#phone?.hangUp();
    this.#end(how);
  }

  /** The INVITE may come again. */
  #abandoned(): void {
    this.#phone?.hangUp();
    this.#lifetime.abort();
    this.#options.call.detach();
  }

  #end(how: CallEnd): void {
    this.#lifetime.abort();
    this.#options.call.end(how);
  }
}
