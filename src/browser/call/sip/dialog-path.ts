import type { GatewayTarget } from '../../../core/platform/click-to-call-event.js';
import type { IncomingMessage } from './incoming-message.js';
import { outgoingRequest, type Body, type OutgoingRequest } from './outgoing-message.js';
import { addressOf, sipUri, token } from './syntax.js';

/** What all requests of one call share. */
export interface Identity {
  readonly callId: string;
  readonly localTag: string;
  /** From, without its tag. */
  readonly from: string;
  /** To, without a tag. */
  readonly to: string;
  /** Request URI of the INVITE. */
  readonly uri: string;
  readonly contact: string;
  /** Transport and sent-by of the Via, over the channel as it is now. */
  readonly via: () => string;
}

/** Of one INVITE; `protocol`: the transport of the channel as it is when asked. */
export function identityOf({ caller, domain, accessCode }: GatewayTarget, protocol: () => string): Identity {
  // A browser has no address that could be named (RFC 7118 §5.2).
  const host = `${token()}.invalid`;
  const uri = sipUri(accessCode, domain);
  return {
    callId: token(),
    localTag: token(),
    from: `<${sipUri(caller, domain)}>`,
    to: `<${uri}>`,
    uri,
    contact: `${sipUri(caller, host)};transport=ws`,
    via: () => `${protocol()} ${host}`,
  };
}

/** A SIP dialog (RFC 3261 §12): made by a response to our INVITE, early or confirmed. */
export class DialogPath {
  readonly remoteTag: string;
  /** The highest one of the gateway's requests; -1 before the first. */
  remoteCseq = -1;
  /** The last reliable response (RFC 3262 §7.1); 0 where there was none. */
  rseq = 0;
  readonly #identity: Identity;
  readonly #to: string;
  #cseq: number;
  #route: readonly string[] = [];
  #target: string;
  #allow = '';

  constructor(identity: Identity, response: IncomingMessage) {
    this.#identity = identity;
    this.remoteTag = response.toTag;
    this.#to = response.header('to');
    this.#cseq = response.cseq;
    this.#target = identity.uri;
    this.establish(response);
  }

  /** A provisional response, or the 2xx: its route set is the one that counts (RFC 3261 §13.2.2.4). */
  establish(response: IncomingMessage): void {
    this.#route = response.list('record-route').reverse();
    this.learn(response);
  }

  /** The remote target (RFC 3261 §12.2.1.2) and the methods, as far as the message tells them. */
  learn(message: IncomingMessage): void {
    const contact = addressOf(message.list('contact')[0] ?? '');
    if (contact !== null) this.#target = contact;
    const allow = message.list('allow').join(',').toUpperCase();
    if (allow !== '') this.#allow = allow;
  }

  allows(method: string): boolean {
    return this.#allow.split(',').includes(method);
  }

  request(method: string, headers: readonly string[] = [], body?: Body): OutgoingRequest {
    this.#cseq += 1;
    return this.#outgoing(method, this.#cseq, headers, body);
  }

  /** The ACK for a 2xx. */
  ack(cseq: number): OutgoingRequest {
    return this.#outgoing('ACK', cseq, []);
  }

  #outgoing(method: string, cseq: number, headers: readonly string[], body?: Body): OutgoingRequest {
    const { from, localTag, callId } = this.#identity;
    const [first, ...others] = this.#route;
    // A strict router is addressed itself (RFC 3261 §12.2.1.1).
    const strict = first === undefined || /;\s*lr\b/i.test(first) ? null : addressOf(first);
    return outgoingRequest({
      method,
      uri: strict ?? this.#target,
      via: this.#identity.via(),
      from: `${from};tag=${localTag}`,
      to: this.#to,
      callId,
      cseq,
      route: strict === null ? this.#route : [...others, `<${this.#target}>`],
      headers,
      body,
    });
  }
}
