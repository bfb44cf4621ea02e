import type { Session } from 'sip.js/lib/core/index.js';
import { sdpBody } from './dialog-end.js';

export interface OfferWithin {
  /** Of the INVITE. */
  readonly extraHeaders: string[];
  /** SDP. */
  readonly offer: string;
  /** The call is over: no answer is to be expected any more. */
  readonly signal: AbortSignal;
}

export interface OfferOutcome {
  /** 200, or why not: 491 also where an offer of theirs, or the ACK of the one before, is still on its way. */
  readonly statusCode: number;
  /** SDP; empty unless 200. */
  readonly answer: string;
}

/** A re-INVITE and what becomes of it; never rejects. */
export function offerWithin(session: Session, { extraHeaders, offer, signal }: OfferWithin): Promise<OfferOutcome> {
  return new Promise((resolve) => {
    const refused = (statusCode = 500) => resolve({ statusCode, answer: '' });
    if (signal.aborted) return refused(481);
    signal.addEventListener('abort', () => refused(481), { once: true });
    try {
      session.invite(
        {
          onAccept: (response) => {
            response.ack();
            resolve({ statusCode: 200, answer: response.message.body });
          },
          onRedirect: () => refused(488),
          onReject: ({ message }) => refused(message.statusCode),
        },
        { extraHeaders, body: sdpBody(offer) },
      );
    } catch {
      refused(491);
    }
  });
}

/** Shorter where the call ends. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
