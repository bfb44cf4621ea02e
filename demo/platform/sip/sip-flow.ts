import {
  IncomingRequestMessage,
  LoggerFactory,
  type IncomingResponseMessage,
  URI,
  UserAgentCore,
  type UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';
import type { Dialog, DialogFlow } from './dialog.js';

/** An open WebSocket, as far as a flow sends over it. */
export interface Connection {
  readonly open: boolean;
  send(message: string): void;
}

export interface SipFlowOptions {
  readonly domain: string;
  readonly connection: Connection;
  /** From tag of the other end's requests; null where the first request is ours. */
  readonly peerTag: string | null;
  /** A flow that lost its connection waits for another one for so long, ms. */
  readonly linger: number;
  readonly delegate: (flow: SipFlow) => UserAgentCoreDelegate;
  /** Nothing more comes of it. */
  onOver(flow: SipFlow): void;
}

const loggerFactory = new LoggerFactory();
loggerFactory.builtinEnabled = false; // it prints whole messages
export const sipLogger = loggerFactory.getLogger('sip');

/**
 * Everything with one Call-ID: a user agent core of its own, which sends over the connection that the other end used
 * last. A dialog does not end with its connection: it belongs to whoever knows Call-ID and tags, over whichever
 * WebSocket (RFC 3261 §12, RFC 7118 §5).
 *
 *     connected ⇄ disconnected ─▶ over
 *        │        linger, or nothing to wait for
 *        └────────────────────────▲ dispose()
 */
export class SipFlow implements DialogFlow {
  readonly dialogs = new Set<Dialog>();
  readonly core: UserAgentCore;
  readonly contact: string;
  readonly #options: SipFlowOptions;
  #connection: Connection;
  /** Requests of ours without a final response, by CSeq: sent again over the next connection. */
  readonly #unanswered = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SipFlowOptions) {
    const { domain, connection, delegate } = options;
    this.#options = options;
    this.#connection = connection;
    const uri = new URI('sip', 'robot', domain, undefined, { transport: 'ws' });
    this.contact = `Contact: <${uri.toString()}>`;
    const transport = { protocol: 'WS', send: async (message: string) => this.#send(message) };
    this.core = new UserAgentCore(
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
      delegate(this),
    );
  }

  get connected(): boolean {
    return this.#connection.open;
  }

  /** Whether a request is the other end's, and not that of somebody who merely knows the Call-ID. */
  knows(message: IncomingRequestMessage): boolean {
    const { peerTag } = this.#options;
    return peerTag === message.fromTag || [...this.dialogs].some((dialog) => dialog.matches(message));
  }

  receive(message: IncomingRequestMessage | IncomingResponseMessage, connection: Connection): void {
    if (!(message instanceof IncomingRequestMessage)) {
      const { statusCode = 0, cseq, method } = message;
      if (statusCode >= 200) this.#unanswered.delete(`${cseq} ${method}`);
      return this.core.receiveIncomingResponseFromTransport(message);
    }
    this.#connect(connection);
    if (message.method === 'UPDATE') return void this.#updated(message);
    // sip.js answers 404 unless the user of the request URI is that of its AOR; here, the switchboard routes.
    if (!message.toTag) this.core.configuration.aor.user = message.ruri?.user;
    this.core.receiveIncomingRequestFromTransport(message);
  }

  /** The connection closed. Dialogs of visitors wait for another one. */
  disconnected(connection: Connection): void {
    if (connection !== this.#connection) return;
    for (const dialog of [...this.dialogs]) dialog.disconnected();
    if (this.dialogs.size === 0 && this.#unanswered.size === 0) return this.dispose();
    this.#timer = setTimeout(() => {
      for (const dialog of [...this.dialogs]) dialog.lost();
      this.dispose();
    }, this.#options.linger);
  }

  /** As if the gateway had never known it: nothing is sent. */
  forget(): void {
    for (const dialog of [...this.dialogs]) dialog.forget();
    this.dispose();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.core.dispose();
    this.#options.onOver(this);
  }

  #connect(connection: Connection): void {
    if (connection === this.#connection) return;
    clearTimeout(this.#timer);
    this.#connection = connection;
    for (const request of this.#unanswered.values()) connection.send(request);
  }

  #send(message: string): void {
    const cseq = /^CSeq: *(\d+ (?!ACK)\w+)/im.exec(message)?.[1];
    if (cseq !== undefined && !message.startsWith('SIP/2.0')) this.#unanswered.set(cseq, message);
    if (this.#connection.open) this.#connection.send(message);
  }

  /** UPDATE (RFC 3311), which sip.js does not know. */
  async #updated(message: IncomingRequestMessage): Promise<void> {
    const dialog = [...this.dialogs].find((candidate) => candidate.matches(message));
    this.core.replyStateless(message, (await dialog?.modify(message.body)) ?? { statusCode: 481 });
  }
}
