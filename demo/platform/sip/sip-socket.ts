import {
  type IncomingInviteRequest,
  type IncomingRegisterRequest,
  NameAddrHeader,
  Parser,
  URI,
} from 'sip.js/lib/core/index.js';
import type { WebSocket } from 'ws';
import { Bridge } from './bridge.js';
import { BridgedCall } from './bridged-call.js';
import { sdpBody } from './dialog.js';
import type { SipFault } from './fault-path.js';
import { MAX_EXPIRES, type Phone } from './registrar.js';
import { RobotLeg } from './robot-leg.js';
import type { CreateRobotMedia } from './robot-media.js';
import { sipLogger, type Connection, type SipFlow } from './sip-flow.js';
import type { SipFlows } from './sip-flows.js';
import type { Switchboard } from './switchboard.js';

export interface SipSocketOptions {
  readonly socket: WebSocket;
  readonly switchboard: Switchboard;
  readonly flows: SipFlows;
  readonly fault: SipFault | null;
  readonly createMedia: CreateRobotMedia;
  readonly mediaTimeout: number;
}

/** One accepted WebSocket that speaks SIP (RFC 7118): hands what comes to the flow with its Call-ID. */
export class SipSocket implements Connection {
  readonly #options: SipSocketOptions;
  readonly #phones = new Set<Phone>();

  constructor(options: SipSocketOptions) {
    const { socket, switchboard, flows } = options;
    this.#options = options;
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#receive(data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const phone of this.#phones) switchboard.registrar.disconnected(phone);
      flows.disconnected(this);
    });
  }

  get open(): boolean {
    const { socket } = this.#options;
    return socket.readyState === socket.OPEN;
  }

  send(message: string): void {
    this.#options.socket.send(message);
  }

  #receive(text: string): void {
    const { socket, flows, switchboard } = this.#options;
    if (text === '\r\n\r\n') return socket.send('\r\n'); // keep-alive (RFC 5626 §3.5.1)
    try {
      const message = Parser.parseMessage(text, sipLogger);
      if (!message) return;
      flows.receive(message, {
        connection: this,
        domain: switchboard.domain,
        delegate: (flow) => ({
          onInvite: (request) => this.#invited(request, flow),
          onRegister: (request) => this.#registered(request),
        }),
      });
    } catch {
      socket.close(1002); // sip.js throws at what is not SIP
    }
  }

  #invited(request: IncomingInviteRequest, flow: SipFlow): void {
    const { switchboard, fault, createMedia, mediaTimeout } = this.#options;
    const route = switchboard.route(request.message, fault);
    if ('status' in route) {
      const extraHeaders = route.retryAfter === undefined ? [] : [`Retry-After: ${route.retryAfter}`];
      request.reject({ statusCode: route.status, extraHeaders });
      return;
    }
    const { contact } = flow;
    if (route instanceof BridgedCall) new Bridge({ request, call: route, contact, flow });
    else new RobotLeg({ request, call: route, fault, createMedia, mediaTimeout, contact, flow });
  }

  #registered(request: IncomingRegisterRequest): void {
    const { message } = request;
    const { registrar } = this.#options.switchboard;
    const number = message.to.uri.user ?? '';
    const contact: unknown = message.parseHeader('contact');
    const header = message.getHeader('contact') ?? '';
    const expires = /;\s*expires=(\d+)/i.exec(header)?.[1] ?? message.getHeader('expires');
    const seconds = Math.min(Number(expires ?? MAX_EXPIRES), MAX_EXPIRES);
    // Without a Contact it queries the bindings (RFC 3261 §10.2), which are nobody's business.
    if (!(contact instanceof NameAddrHeader) || !(seconds >= 0)) return void request.reject({ statusCode: 400 });
    const phone = this.#phone(contact.uri, number);
    const done = seconds > 0 ? registrar.register(number, phone, seconds) : registrar.unregister(number, this.#phones);
    if (!done) return void request.reject({ statusCode: 403 });
    if (seconds > 0) this.#phones.add(phone);
    request.accept({ statusCode: 200, extraHeaders: [`Contact: <${contact.uri.toString()}>;expires=${seconds}`] });
  }

  #phone(target: URI, number: string): Phone {
    const { switchboard, flows } = this.#options;
    const { domain } = switchboard;
    return {
      invite: ({ caller, offer, delegate }) => {
        const callId = crypto.randomUUID();
        const flow = flows.open(callId, { connection: this, domain });
        const to = new URI('sip', number, domain);
        const from = new URI('sip', caller, domain);
        const headers = [flow.contact, 'Allow: ACK,BYE,CANCEL,INFO,INVITE,OPTIONS,UPDATE'];
        const body = sdpBody(offer);
        const message = flow.core.makeOutgoingRequestMessage('INVITE', target, from, to, { callId }, headers, body);
        return { flow, request: flow.core.invite(message, delegate) };
      },
    };
  }
}
