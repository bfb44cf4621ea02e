import {
  IncomingRequestMessage,
  LoggerFactory,
  Parser,
  URI,
  UserAgentCore,
  type UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';

/** What the browser's WebSocket and that of `ws` have in common. */
export interface ClientSocket {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export const sdpBody = (content: string) => ({
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content,
});

/** A SIP user agent over a WebSocket, in Node and in pages: what happens is noted down, and tests wait for it. */
export class SipClient<Socket extends ClientSocket> {
  readonly notes: string[] = [];
  readonly socket: Socket;
  protected readonly core: UserAgentCore;
  readonly #waiting = new Map<string, () => void>();

  protected constructor(socket: Socket, user: string, delegate: UserAgentCoreDelegate = {}) {
    this.socket = socket;
    const loggerFactory = new LoggerFactory();
    loggerFactory.builtinEnabled = false;
    const uri = new URI('sip', user, `${user}.invalid`, undefined, { transport: 'ws' });
    this.core = new UserAgentCore(
      {
        aor: uri,
        contact: { uri, pubGruu: undefined, tempGruu: undefined, toString: () => `<${uri.toString()}>` },
        displayName: '',
        loggerFactory,
        hackViaTcp: false,
        routeSet: [],
        sipjsId: 'visit',
        supportedOptionTags: [],
        supportedOptionTagsResponse: [],
        userAgentHeaderFieldValue: undefined,
        viaForceRport: false,
        viaHost: `${user}.invalid`,
        authenticationFactory: () => undefined,
        transportAccessor: () => ({
          protocol: 'WS',
          send: (text) => {
            socket.send(text);
            return Promise.resolve();
          },
        }),
      },
      delegate,
    );
    socket.onmessage = ({ data }: { data: string }) => {
      if (data === '\r\n') return this.note('pong');
      const message = Parser.parseMessage(data, loggerFactory.getLogger('client'));
      if (message instanceof IncomingRequestMessage) this.core.receiveIncomingRequestFromTransport(message);
      else if (message) this.core.receiveIncomingResponseFromTransport(message);
    };
    socket.onclose = () => {
      this.core.dispose();
      this.note('closed');
    };
  }

  /** Resolves when the note is there; rejects after five seconds. */
  until(note: string): Promise<void> {
    if (this.notes.includes(note)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`No ${note}, only: ${this.notes.join(', ')}`));
      const timer = setTimeout(late, 5000);
      this.#waiting.set(note, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** A request outside of every call (OPTIONS, REGISTER …); the note is `METHOD status`. */
  request(method: string, to: URI, extraHeaders: readonly string[] = []): void {
    const target = new URI('sip', '', to.host);
    const message = this.core.makeOutgoingRequestMessage(method, target, to, to, {}, [...extraHeaders]);
    const noted = ({ message: { statusCode } }: { message: { statusCode: number | undefined } }) =>
      this.note(`${method} ${statusCode}`);
    this.core.request(message, { onAccept: noted, onReject: noted });
  }

  close(): Promise<void> {
    this.socket.close();
    return this.until('closed');
  }

  protected get contact(): string {
    return `Contact: ${this.core.configuration.contact.toString()}`;
  }

  protected note(note: string): void {
    this.notes.push(note);
    this.#waiting.get(note)?.();
  }
}

/** Resolves when the socket is open. */
export function opened<Client>(socket: ClientSocket, client: Client): Promise<Client> {
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(client);
    socket.onerror = (event: { message?: string }) => reject(new Error(event.message ?? 'No connection.'));
  });
}
