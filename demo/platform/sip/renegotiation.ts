import type { MediaFlow } from '../ports.js';
import type { OfferOutcome } from './dialog.js';
import { asOffer, limitDirections, otherSide, raiseVersion, withDirectionsOf, type Side } from './media-flow.js';

/** One end of the call, as far as its session is changed. */
interface Negotiator {
  readonly established: boolean;
  /** Never rejects; 491 where it is not established. */
  reInvite(offer: string, signal: AbortSignal): Promise<OfferOutcome>;
}

export interface RenegotiationOptions {
  readonly visitor: Negotiator;
  readonly phone: Negotiator;
  /** SDP of the visitor's INVITE, and the phone's answer to it. */
  readonly offer: string;
  readonly answer: string;
  /** Aborts when the call is over. */
  readonly signal: AbortSignal;
}

/**
 * After a glare (491) the offer is made again after this many ms (RFC 3261 §14.1: within 2 s), this many times in all.
 */
const GLARE_PAUSE = 250;
const GLARE_TRIES = 8;

interface End {
  readonly dialog: Negotiator;
  /** Its last description, as it sent it. */
  sdp: string;
  /** Offers of the bridge's own that it got in the other end's name: by so much its `o=` versions are ahead. */
  reOffers: number;
}

/**
 * Offer/answer between the two ends of a bridged call, after the first exchange. What one end offers goes to the other
 * one, whose answer comes back. Hold and mute are the bridge's own re-INVITEs to both, made of the last description of
 * each. One exchange after the other.
 */
export class Renegotiation {
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #signal: AbortSignal;
  #flow: MediaFlow = 'both';
  /** Settles with the last exchange that was asked for. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ visitor, phone, offer, answer, signal }: RenegotiationOptions) {
    this.#signal = signal;
    this.#ends = {
      visitor: { dialog: visitor, sdp: offer, reOffers: 0 },
      phone: { dialog: phone, sdp: answer, reOffers: 0 },
    };
  }

  /** Re-INVITEs both ends with this flow, and keeps to it in every later exchange. Resolves with their responses. */
  flow(flow: MediaFlow): Promise<void> {
    this.#flow = flow;
    return this.#enqueue(async () => {
      const { visitor, phone } = this.#ends;
      if (!visitor.dialog.established || !phone.dialog.established) return;
      await Promise.all([this.#reOffer('phone'), this.#reOffer('visitor')]);
    });
  }

  /** An offer from one end, answered by the other one. */
  exchange(from: Side, offer: string): Promise<OfferOutcome> {
    return this.#enqueue(async () => {
      const to = otherSide(from);
      const [offerer, answerer] = [this.#ends[from], this.#ends[to]];
      const { statusCode, answer } = await answerer.dialog.reInvite(this.#relayed(from, offer), this.#signal);
      if (statusCode !== 200) return { statusCode, answer: '' };
      offerer.sdp = offer;
      answerer.sdp = this.#flow === 'both' ? answer : withDirectionsOf(answerer.sdp, answer);
      return { statusCode, answer: this.#relayed(to, answer) };
    });
  }

  /** Offers the other end's last description, with the flow of now. The answer changes nothing else. */
  async #reOffer(to: Side, tries = GLARE_TRIES): Promise<void> {
    const from = otherSide(to);
    const end = this.#ends[to];
    end.reOffers += 1;
    const offer = asOffer(this.#relayed(from, this.#ends[from].sdp));
    const { statusCode } = await end.dialog.reInvite(offer, this.#signal);
    if (statusCode === 200) return;
    end.reOffers -= 1;
    if (statusCode !== 491 || tries === 1) return;
    await pause(GLARE_PAUSE, this.#signal);
    await this.#reOffer(to, tries - 1);
  }

  /** A description as the other end gets it: unchanged where nothing is held or muted, and never was. */
  #relayed(from: Side, sdp: string): string {
    return raiseVersion(limitDirections(sdp, from, this.#flow), this.#ends[otherSide(from)].reOffers);
  }

  #enqueue<Result>(exchange: () => Promise<Result>): Promise<Result> {
    const done = this.#queue.then(exchange);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

/** Resolves at once where the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
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
