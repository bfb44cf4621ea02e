import type {
  IncomingInviteRequest,
  IncomingRequestMessage,
  OutgoingInviteRequest,
  ResponseOptions,
  Session,
} from 'sip.js/lib/core/index.js';
import type { MediaFlow } from '../ports.js';
import type { BridgedCall, Bridging } from './bridged-call.js';
import { isWithin, sdpBody, type DialogEnd } from './dialog-end.js';
import { asOffer, directedAs, laterVersion, limited, otherSide, type Side } from './media-flow.js';
import { offerWithin, pause, type OfferOutcome } from './offer-within.js';
import type { Phone } from './registrar.js';

export interface BridgeOptions {
  /** The visitor's INVITE. */
  readonly request: IncomingInviteRequest;
  readonly call: BridgedCall;
  /** Header of every INVITE and of every 2xx to one (RFC 3261 §12.1.1). */
  readonly contact: string;
  /** The visitor's dialog holds nothing any more. */
  onOver(): void;
}

/** An offer that met another one is made again after so many ms, so many times in all (RFC 3261 §14.1: within 2 s). */
const GLARE_PAUSE = 250;
const GLARE_TRIES = 8;

interface End {
  state: 'ringing' | 'talking' | 'over';
  session: Session | null;
  /** Its last description, as it gave it. */
  said: string;
  /** So many offers were made to it that the other end knows nothing of. */
  offers: number;
}

/**
 * A back-to-back user agent between a visitor and an agent's phone: two dialogs, whose descriptions go from one to the
 * other as they are, so that media runs between the browsers. Holding and muting are offers of its own to both ends,
 * made of what each said last.
 */
export class Bridge implements Bridging {
  readonly visitorEnd = this.#dialogEnd('visitor');
  readonly #phoneEnd = this.#dialogEnd('phone');
  readonly #options: BridgeOptions;
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #phone: Phone | null;
  readonly #invite: OutgoingInviteRequest | null;
  readonly #lifetime = new AbortController();
  #flow: MediaFlow = 'both';
  /** Changes of the session are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #acknowledged = false;
  /** Hung up between 200 and ACK, where no BYE may be sent yet (RFC 3261 §15). */
  #owesBye = false;

  constructor(options: BridgeOptions) {
    const { request, call } = options;
    this.#options = options;
    const offer = request.message.body;
    this.#ends = {
      visitor: { state: 'ringing', session: null, said: offer, offers: 0 },
      phone: { state: 'ringing', session: null, said: '', offers: 0 },
    };
    call.attach(this);
    request.delegate = { onCancel: () => this.#cancelled() };
    request.trying();
    this.#phone = call.phone;
    this.#invite =
      this.#phone?.invite({ caller: call.expected.caller, offer, delegate: this.#answers() }, this.#phoneEnd) ?? null;
    if (this.#invite) return;
    this.#ends.phone.state = 'over';
    call.unreachable();
  }

  hangUp(): void {
    this.dismiss();
    this.#endVisitor();
    this.#end('robot-bye');
  }

  dismiss(): void {
    const { phone } = this.#ends;
    if (phone.state === 'over') return;
    const { state } = phone;
    this.#phoneOver();
    if (state === 'talking') phone.session?.bye();
    else this.#invite?.cancel();
  }

  flow(flow: MediaFlow): Promise<void> {
    this.#flow = flow;
    return this.#inTurn(async () => {
      const { visitor, phone } = this.#ends;
      if (visitor.state !== 'talking' || phone.state !== 'talking') return;
      await Promise.all([this.#remind('phone'), this.#remind('visitor')]);
    });
  }

  /** What the phone may say to its INVITE. */
  #answers(): Parameters<Phone['invite']>[0]['delegate'] {
    return {
      onProgress: ({ message }) => {
        const { statusCode = 180, body } = message;
        if (this.#ends.visitor.state !== 'ringing' || this.#ends.phone.state !== 'ringing') return;
        this.#options.request.progress({ statusCode, ...(body === '' ? {} : { body: sdpBody(body) }) });
      },
      onAccept: (response) => {
        response.ack();
        if (this.#ends.phone.state === 'ringing') this.#accepted(response.session, response.message.body);
        // It crossed the CANCEL.
        else response.session.bye();
      },
      onRedirect: () => this.#unreachable(),
      onReject: () => this.#unreachable(),
    };
  }

  #accepted(session: Session, answer: string): void {
    const { request, call } = this.#options;
    const { visitor, phone } = this.#ends;
    Object.assign(phone, { state: 'talking', session, said: answer });
    session.delegate = {
      onBye: (bye) => {
        bye.accept();
        this.#phoneLeft();
      },
      onInfo: (info) => info.accept(),
      onInvite: (invite) => void this.#reinvited('phone', invite),
    };
    const accepted = request.accept({ statusCode: 200, extraHeaders: ['Allow: UPDATE'], body: sdpBody(answer) });
    Object.assign(visitor, { state: 'talking', session: accepted.session });
    accepted.session.delegate = {
      onAck: () => {
        this.#acknowledged = true;
        if (this.#owesBye) accepted.session.bye();
        this.#owesBye = false;
      },
      onAckTimeout: () => {
        accepted.session.bye();
        this.#owesBye = false;
        this.#visitorLeft('robot-bye');
      },
      onBye: (bye) => {
        bye.accept();
        this.#visitorLeft('visitor-bye');
      },
      onInfo: (info) => {
        const { body } = info.message;
        const contentType = info.message.getHeader('content-type') ?? 'application/dtmf-relay';
        if (phone.state === 'talking')
          session.info(undefined, { body: { contentDisposition: 'render', contentType, content: body } });
        info.accept();
      },
      onInvite: (invite) => void this.#reinvited('visitor', invite),
    };
    call.answered();
  }

  #unreachable(): void {
    if (this.#ends.phone.state === 'over') return;
    this.#phoneOver();
    this.#options.call.unreachable();
  }

  #cancelled(): void {
    if (this.#ends.visitor.state !== 'ringing') return;
    this.#options.request.reject({ statusCode: 487 });
    this.#visitorLeft('visitor-cancel');
  }

  #visitorLeft(how: 'visitor-bye' | 'visitor-cancel' | 'socket-lost' | 'robot-bye'): void {
    this.#ends.visitor.state = 'over';
    this.dismiss();
    this.#end(how);
  }

  #phoneLeft(): void {
    if (this.#ends.phone.state === 'over') return;
    this.#phoneOver();
    this.#endVisitor();
    this.#end('robot-bye');
  }

  #phoneOver(): void {
    this.#ends.phone.state = 'over';
    this.#phone?.forget(this.#phoneEnd);
  }

  #endVisitor(): void {
    const { visitor } = this.#ends;
    if (visitor.state === 'ringing') this.#options.request.reject({ statusCode: 480 });
    else if (visitor.state === 'talking' && this.#acknowledged) visitor.session?.bye();
    else if (visitor.state === 'talking') this.#owesBye = true;
    visitor.state = 'over';
  }

  #end(how: Parameters<BridgedCall['end']>[0]): void {
    this.#leave();
    this.#options.call.end(how);
  }

  #leave(): void {
    this.#lifetime.abort();
    this.#options.onOver();
  }

  #dialogEnd(side: Side): DialogEnd {
    return {
      owns: (message: IncomingRequestMessage) => isWithin(this.#ends[side].session, message),
      change: (offer) => this.#change(side, offer),
      lost: () => (side === 'phone' ? this.#phoneLost() : this.#visitorLost()),
    };
  }

  #phoneLost(): void {
    if (this.#ends.phone.state === 'talking') this.#phoneLeft();
    else this.#unreachable();
  }

  /** A call that talked is over, one that only rang may come again at another gateway. */
  #visitorLost(): void {
    if (this.#ends.visitor.state === 'talking') return this.#visitorLeft('socket-lost');
    this.#ends.visitor.state = 'over';
    this.dismiss();
    this.#leave();
    this.#options.call.detach();
  }

  async #reinvited(from: Side, invite: IncomingInviteRequest): Promise<void> {
    const offer = invite.message.body;
    const response = offer === '' ? { statusCode: 488 } : await this.#change(from, offer);
    if (this.#ends[from].state !== 'talking') return;
    if (response.statusCode === 200) invite.accept(response);
    else invite.reject(response);
  }

  #change(from: Side, offer: string): Promise<ResponseOptions> {
    const extraHeaders = [this.#options.contact];
    if (offer === '') return Promise.resolve({ statusCode: 200, extraHeaders });
    return this.#inTurn(async () => {
      const to = otherSide(from);
      const { statusCode, answer } = await this.#offer(to, this.#handedOn(from, offer));
      if (statusCode !== 200) return { statusCode };
      this.#ends[from].said = offer;
      const { said } = this.#ends[to];
      this.#ends[to].said = this.#flow === 'both' ? answer : directedAs(answer, said);
      return { statusCode, extraHeaders, body: sdpBody(this.#handedOn(to, answer)) };
    });
  }

  /** Offers anew what the other end said last, as the flow has it now. What comes back changes nothing else. */
  async #remind(to: Side, tries = GLARE_TRIES): Promise<void> {
    const from = otherSide(to);
    this.#ends[to].offers += 1;
    const { statusCode } = await this.#offer(to, asOffer(this.#handedOn(from, this.#ends[from].said)));
    if (statusCode === 200) return;
    this.#ends[to].offers -= 1;
    if (statusCode !== 491 || tries === 1) return;
    await pause(GLARE_PAUSE, this.#lifetime.signal);
    await this.#remind(to, tries - 1);
  }

  /** A description as it goes to the other end: unchanged while nothing is held and never was. */
  #handedOn(from: Side, sdp: string): string {
    return laterVersion(limited(sdp, from, this.#flow), this.#ends[otherSide(from)].offers);
  }

  #offer(to: Side, offer: string): Promise<OfferOutcome> {
    const { session, state } = this.#ends[to];
    if (!session || state !== 'talking') return Promise.resolve({ statusCode: 491, answer: '' });
    const extraHeaders = [this.#options.contact];
    return offerWithin(session, { extraHeaders, offer, signal: this.#lifetime.signal });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
