import { bodyOf, headerOf, response } from '../../support/scripted-gateway.js';
import type { GatewayProxy, Tap } from './gateway-proxy.js';
import { Judged } from './verdict.js';
import type { Stage } from './stage.js';

/** Method of a request, status of a response. */
export const kindOf = (message: string): string => /^(?:SIP\/2\.0 )?(\S+)/.exec(message)?.[1] ?? '';
/** Of the request, in its responses too. */
export const methodOf = (message: string): string => headerOf(message, 'CSeq').split(' ')[1] ?? '';
export const toTag = (message: string): string => /;tag=([^;]+)/.exec(headerOf(message, 'To'))?.[1] ?? '';

export const withHeaders = (message: string, ...headers: readonly string[]): string =>
  message.replace('\r\n', `\r\n${headers.map((header) => `${header}\r\n`).join('')}`);
export const withoutHeader = (message: string, name: string): string =>
  message.replace(new RegExp(`^${name}:.*\\r\\n`, 'im'), '');
export const withBody = (message: string, body: string): string =>
  `${message.slice(0, message.indexOf('\r\n\r\n') + 4).replace(/^Content-Length:.*/im, `Content-Length: ${body.length}`)}${body}`;

/** Another offer of whose answer this was: nothing but direction and version change. */
export const reoffer = (sdp: string, version: number, direction: 'sendonly' | 'sendrecv'): string =>
  sdp
    .replace(/^(o=\S+ \S+) \d+/m, `$1 ${100 + version}`)
    .replace(/^a=(?:sendrecv|sendonly|recvonly|inactive)/gm, `a=${direction}`)
    .replace(/^a=setup:\w+/gm, 'a=setup:actpass');

/** Stands between the visitor and the gateway, changes what they say, and speaks for the gateway. */
export class SipTap implements Tap {
  readonly #proxy: GatewayProxy;
  /** What becomes of a message of the visitor's, and of the gateway's; null: it is swallowed. */
  visitor: (message: string) => string | null = (message) => message;
  gateway: (message: string) => string | null = (message) => message;
  /** Everything that the visitor has sent, also what was swallowed. */
  readonly sent: string[] = [];
  /** The INVITE, and the 2xx that answered it. */
  #dialog = { invite: '', accepted: '' };
  /** Of requests of ours, by branch. */
  readonly #waiting = new Map<string, (final: string) => void>();
  /** Below those of the gateway itself. */
  #cseq = 0;

  constructor({ proxy }: Stage) {
    this.#proxy = proxy;
    proxy.tap = this;
  }

  /** The session description that the gateway answered the INVITE with. */
  get answer(): string {
    return bodyOf(this.#dialog.accepted);
  }

  fromVisitor(message: string): string | null {
    this.sent.push(message);
    if (kindOf(message) === 'INVITE') this.#dialog.invite ||= message;
    const waiting = this.#waiting.get(/branch=([^;\s]+)/.exec(headerOf(message, 'Via'))?.[1] ?? '');
    if (!message.startsWith('SIP/2.0') || !waiting) return this.visitor(message);
    if (Number(kindOf(message)) >= 200) waiting(message);
    return null;
  }

  fromGateway(message: string): string | null {
    const isAnswer = kindOf(message) === '200' && methodOf(message) === 'INVITE';
    if (isAnswer) this.#dialog.accepted ||= message;
    return this.gateway(message);
  }

  /** Answers a request of the visitor's in the gateway's place. */
  reply(request: string, status: number, headers: readonly string[] = [], body = ''): void {
    this.#proxy.say(response(request, status, headers, body, toTag(this.#dialog.accepted) || 'tap'));
  }

  say(message: string): void {
    this.#proxy.say(message);
  }

  /** A request of the gateway's within the dialog. Resolves with its final response. @throws Judged where none comes */
  ask(method: string, headers: readonly string[] = [], body = ''): Promise<string> {
    this.#cseq += 1;
    const branch = `z9hG4bKtap${method}${this.#cseq}`;
    this.#proxy.say(this.#request(method, this.#cseq, branch, headers, body));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Judged('hung', `no answer to the ${method}`)), 5_000);
      this.#waiting.set(branch, (final) => {
        clearTimeout(timer);
        this.#waiting.delete(branch);
        if (method === 'INVITE' && Number(kindOf(final)) >= 300) this.ack(final);
        resolve(final);
      });
    });
  }

  /** The ACK to the response that a re-INVITE of ours got. */
  ack(final: string, body = ''): void {
    const cseq = Number.parseInt(headerOf(final, 'CSeq'), 10);
    // That of a non-2xx is part of the transaction (RFC 3261 §17.1.1.3).
    const branch = Number(kindOf(final)) >= 300 ? `z9hG4bKtapINVITE${cseq}` : `z9hG4bKtapACK${cseq}`;
    this.#proxy.say(this.#request('ACK', cseq, branch, [], body));
  }

  #request(method: string, cseq: number, branch: string, headers: readonly string[], body: string): string {
    const { invite, accepted } = this.#dialog;
    return [
      `${method} ${/<([^>]+)>/.exec(headerOf(invite, 'Contact'))?.[1] ?? headerOf(invite, 'Contact')} SIP/2.0`,
      `Via: SIP/2.0/WS tap.invalid;branch=${branch}`,
      `From: ${headerOf(accepted, 'To')}`,
      `To: ${headerOf(invite, 'From')}`,
      `Call-ID: ${headerOf(invite, 'Call-ID')}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: ${headerOf(accepted, 'Contact')}`,
      ...headers,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      '',
      body,
    ].join('\r\n');
  }
}
