import type { IncomingInviteRequest, IncomingRequestMessage, ResponseOptions, Session } from 'sip.js/lib/core/index.js';

/** An INVITE dialog of a gateway, as its WebSocket dispatches to it. */
export interface Dialog {
  /** Whether this is an in-dialog request of it (RFC 3261 §12.2.2). */
  matches(message: IncomingRequestMessage): boolean;
  /** The final response to a re-INVITE or UPDATE (RFC 3311) with this offer; an UPDATE may have none. */
  modify(offer: string): Promise<ResponseOptions>;
  /** The WebSocket closed; another one may follow. */
  disconnected(): void;
  /** None followed. */
  lost(): void;
  /** The gateway lost its memory: nothing is sent any more. */
  forget(): void;
}

/** What a dialog's messages go over. */
export interface DialogFlow {
  /** Those that are not over. */
  readonly dialogs: Set<Dialog>;
  /** Its WebSocket is open, as far as is known here. */
  readonly connected: boolean;
}

/** What became of an offer within a dialog. */
export interface OfferOutcome {
  /** 200, or the non-2xx final response: 491 also for an offer that must wait for another offer, or for an ACK. */
  readonly statusCode: number;
  /** SDP; empty unless 200. */
  readonly answer: string;
}

/** A dialog ID is Call-ID, local tag and remote tag (RFC 3261 §12). */
export const isInDialog = (session: Session | null, { callId, toTag, fromTag }: IncomingRequestMessage): boolean =>
  session?.id === callId + toTag + fromTag;

export const sdpBody = (content: string) => ({
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content,
});

/**
 * The final response to an in-dialog offer, or to an UPDATE without one. `contact` is the header of every 2xx to a
 * target refresh request (RFC 3261 §12.2.2).
 */
export async function respondToOffer(
  offer: string,
  contact: string,
  onOffer: (offer: string) => Promise<OfferOutcome>,
): Promise<ResponseOptions> {
  const extraHeaders = [contact];
  if (offer === '') return { statusCode: 200, extraHeaders };
  const { statusCode, answer } = await onOffer(offer);
  return statusCode === 200 ? { statusCode, extraHeaders, body: sdpBody(answer) } : { statusCode };
}

/** Responds to a re-INVITE, unless the dialog is over by then. One without an offer asks for ours: 488. */
export async function respondToReInvite(
  invite: IncomingInviteRequest,
  dialog: Dialog & { readonly established: boolean },
): Promise<void> {
  const offer = invite.message.body;
  const response = offer === '' ? { statusCode: 488 } : await dialog.modify(offer);
  if (!dialog.established) return;
  if (response.statusCode === 200) invite.accept(response);
  else invite.reject(response);
}
