import type { Session } from 'sip.js/lib/core/index.js';
import { sdpBody, type OfferOutcome } from './dialog.js';

export interface ReInvite {
  /** Header of the INVITE. */
  readonly contact: string;
  /** SDP. */
  readonly offer: string;
  /** Aborts when the call is over: no response is awaited any more. */
  readonly signal: AbortSignal;
}

/** Sends a re-INVITE and acknowledges its 2xx. Never rejects: 481 after the abort, 491 while another one is pending. */
export function reInvite(session: Session, { contact, offer, signal }: ReInvite): Promise<OfferOutcome> {
  return new Promise((resolve) => {
    const fail = (statusCode = 500) => resolve({ statusCode, answer: '' });
    if (signal.aborted) return fail(481);
    signal.addEventListener('abort', () => fail(481), { once: true });
    try {
      session.invite(
        {
          onAccept: (response) => {
            response.ack();
            resolve({ statusCode: 200, answer: response.message.body });
          },
          onRedirect: () => fail(488),
          onReject: ({ message }) => fail(message.statusCode),
        },
        { extraHeaders: [contact], body: sdpBody(offer) },
      );
    } catch {
      fail(491);
    }
  });
}
