import {
  type IncomingInviteRequest,
  IncomingRequestMessage,
  LoggerFactory,
  Parser,
  URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';
import type { WebSocket } from 'ws';
import { CallLeg } from './call-leg.js';
import type { SipFault } from './fault-path.js';
import type { CreateRobotMedia } from './robot-media.js';
import type { Switchboard } from './switchboard.js';

export interface SipSocketOptions {
  readonly socket: WebSocket;
  readonly switchboard: Switchboard;
  readonly fault: SipFault | null;
  readonly createMedia: CreateRobotMedia;
}

/** SIP over one accepted WebSocket (RFC 7118): a user agent of its own, which lives as long as the socket. */
export class SipSocket {
  readonly #options: SipSocketOptions;
  readonly #core: UserAgentCore;
  readonly #legs = new Set<CallLeg>();
  readonly #logger;
  readonly #contact: string;

  constructor(options: SipSocketOptions) {
    const { socket, switchboard } = options;
    const { domain } = switchboard;
    const loggerFactory = new LoggerFactory();
    loggerFactory.builtinEnabled = false; // it would print whole messages
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
        onRegister: (request) => {
          const contact = request.message.getHeader('contact');
          const extraHeaders = contact === undefined ? [] : [`Contact: ${contact};expires=600`];
          request.accept({ statusCode: 200, extraHeaders });
        },
      },
    );
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#receive(data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const leg of [...this.#legs]) leg.lost();
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
        // The library answers 404 to every user that it does not take for its own; here, the switchboard decides.
        if (!message.toTag) this.#core.configuration.aor.user = message.ruri?.user;
        this.#core.receiveIncomingRequestFromTransport(message);
      }
    } catch {
      socket.close(1002); // what the library throws at is not SIP
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
    const leg: CallLeg = new CallLeg({
      request,
      call: route,
      fault,
      createMedia,
      contact: this.#contact,
      onOver: () => this.#legs.delete(leg),
    });
    this.#legs.add(leg);
  }

  /** The library knows no UPDATE. */
  async #updated(message: IncomingRequestMessage): Promise<void> {
    const leg = [...this.#legs].find((candidate) => candidate.owns(message));
    this.#core.replyStateless(message, (await leg?.change(message.body)) ?? { statusCode: 481 });
  }
}
