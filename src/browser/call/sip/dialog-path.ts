import type { IncomingMessage } from './incoming-message.js';
import { outgoingRequest, type Body, type OutgoingRequest } from './outgoing-message.js';
import { addressOf } from './syntax.js';

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
  via(): string;
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
    return outgoingRequest({
      method,
      uri: this.#target,
      via: this.#identity.via(),
      from: `${from};tag=${localTag}`,
      to: this.#to,
      callId,
      cseq,
      route: this.#route,
      headers,
      body,
    });
  }
}
