import {
  type IncomingInviteRequest,
  type IncomingRegisterRequest,
  IncomingRequestMessage,
  LoggerFactory,
  NameAddrHeader,
  Parser,
  URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';
import type { WebSocket } from 'ws';
import { Bridge } from './bridge.js';
import { BridgedCall } from './bridged-call.js';
import { sdpBody, type Dialog } from './dialog.js';
import type { SipFault } from './fault-path.js';
import { MAX_EXPIRES, type Phone } from './registrar.js';
import { RobotLeg } from './robot-leg.js';
import type { CreateRobotMedia } from './robot-media.js';
import type { Switchboard } from './switchboard.js';

export interface SipSocketOptions {
  readonly socket: WebSocket;
  readonly switchboard: Switchboard;
  readonly fault: SipFault | null;
  readonly createMedia: CreateRobotMedia;
}

/**
 * One accepted WebSocket that speaks SIP (RFC 7118): a user agent core of its own, for as long as the socket is open.
 */
export class SipSocket {
  readonly #options: SipSocketOptions;
  readonly #core: UserAgentCore;
  readonly #dialogs = new Set<Dialog>();
  readonly #phones = new Set<Phone>();
  readonly #logger;
  readonly #contact: string;

  constructor(options: SipSocketOptions) {
    const { socket, switchboard } = options;
    const { domain } = switchboard;
    const loggerFactory = new LoggerFactory();
    loggerFactory.builtinEnabled = false; // it prints whole messages
    this.#logger = loggerFactory.getLogger('sip');
    const uri = new URI('sip', 'robot', domain, undefined, { transport: 'ws' });
    this.#contact = `Contact: <${uri.toString()}>`;
    const transport = {
      protocol: 'WS',
      send: async (message: string) => {
        if (socket.readyState === socket.OPEN) socket.send(message);
      },
    };
    this.#options = options;
    this.#core = new UserAgentCore(
      {
        aor: new URI('sip', '', domain),
        contact: { uri, pubGruu: undefined, tempGruu: undefined, toString: () => `<${uri.toString()}>` },
        displayName: '',
        loggerFactory,
        hackViaTcp: false,
        routeSet: [],
        sipjsId: 'robot',
        supportedOptionTags: [],
        supportedOptionTagsResponse: [],
        userAgentHeaderFieldValue: 'robot',
        viaForceRport: false,
        viaHost: `gateway.${domain}`,
        authenticationFactory: () => undefined,
        transportAccessor: () => transport,
      },
      {
        onInvite: (request) => this.#invited(request),
        onRegister: (request) => this.#registered(request),
      },
    );
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#receive(data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const phone of this.#phones) switchboard.registrar.disconnected(phone);
      for (const dialog of [...this.#dialogs]) dialog.disconnected();
      this.#core.dispose();
    });
  }

  #receive(text: string): void {
    const { socket } = this.#options;
    if (text === '\r\n\r\n') return socket.send('\r\n'); // keep-alive (RFC 5626 §3.5.1)
    try {
      const message = Parser.parseMessage(text, this.#logger);
      if (!message) return;
      if (!(message instanceof IncomingRequestMessage)) this.#core.receiveIncomingResponseFromTransport(message);
      else if (message.method === 'UPDATE') void this.#updated(message);
      else {
        // sip.js answers 404 unless the user of the request URI is that of its AOR; here, the switchboard routes.
        if (!message.toTag) this.#core.configuration.aor.user = message.ruri?.user;
        this.#core.receiveIncomingRequestFromTransport(message);
      }
    } catch {
      socket.close(1002); // sip.js throws at what is not SIP
    }
  }

  #invited(request: IncomingInviteRequest): void {
    const { switchboard, fault, createMedia } = this.#options;
    const route = switchboard.route(request.message, fault);
    if ('status' in route) {
      const extraHeaders = route.retryAfter === undefined ? [] : [`Retry-After: ${route.retryAfter}`];
      request.reject({ statusCode: route.status, extraHeaders });
      return;
    }
    const [contact, dialogs] = [this.#contact, this.#dialogs];
    if (route instanceof BridgedCall) new Bridge({ request, call: route, contact, dialogs });
    else new RobotLeg({ request, call: route, fault, createMedia, contact, dialogs });
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
    const { domain } = this.#options.switchboard;
    return {
      dialogs: this.#dialogs,
      invite: ({ caller, offer, delegate }) => {
        const to = new URI('sip', number, domain);
        const from = new URI('sip', caller, domain);
        const headers = [this.#contact, 'Allow: ACK,BYE,CANCEL,INFO,INVITE,OPTIONS,UPDATE'];
        const message = this.#core.makeOutgoingRequestMessage('INVITE', target, from, to, {}, headers, sdpBody(offer));
        return this.#core.invite(message, delegate);
      },
    };
  }

  /** UPDATE (RFC 3311), which sip.js does not know. */
  async #updated(message: IncomingRequestMessage): Promise<void> {
    const dialog = [...this.#dialogs].find((candidate) => candidate.matches(message));
    this.#core.replyStateless(message, (await dialog?.modify(message.body)) ?? { statusCode: 481 });
  }
}
