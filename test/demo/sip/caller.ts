/** A visitor's side of SIP over WebSocket, in Node and in pages: what happens is noted down, and tests wait for it. */
import {
  IncomingRequestMessage,
  LoggerFactory,
  type OutgoingInviteRequest,
  Parser,
  type Session,
  URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';

/** Smallest offers that pass for a call where no media is made of them. */
export const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
export const VIDEO_OFFER = `${OFFER}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`;

export interface CallerOptions {
  readonly domain: string;
  readonly accessCode: string;
  readonly caller: string;
  readonly offer?: string;
  /** Leaves the 200 without its ACK until `acknowledge()`. */
  readonly withoutAck?: boolean;
}

/** What the browser's WebSocket and that of `ws` have in common. */
export interface CallerSocket {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** Notes: `180`, `200`, a refusal's status, `INVITE 200` for requests within the dialog, `BYE`, `closed`. */
export class Caller<Socket extends CallerSocket> {
  readonly notes: string[] = [];
  /** Body of the last answer. */
  answer = '';
  /** Retry-After of the last refusal. */
  retryAfter: string | undefined;
  session: Session | null = null;
  /** Sends the ACK that `withoutAck` held back. */
  acknowledge: (() => void) | null = null;
  invite: OutgoingInviteRequest | null = null;
  readonly socket: Socket;
  readonly #core: UserAgentCore;
  readonly #waiting = new Map<string, () => void>();

  /** Resolves when the socket is open. */
  static connect<Socket extends CallerSocket>(socket: Socket): Promise<Caller<Socket>> {
    const caller = new Caller(socket);
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(caller);
      socket.onerror = (event: { message?: string }) => reject(new Error(event.message ?? 'No connection.'));
    });
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    const loggerFactory = new LoggerFactory();
    loggerFactory.builtinEnabled = false;
    const uri = new URI('sip', 'visitor', 'visitor.invalid', undefined, { transport: 'ws' });
    this.#core = new UserAgentCore({
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
      viaHost: 'visitor.invalid',
      authenticationFactory: () => undefined,
      transportAccessor: () => ({
        protocol: 'WS',
        send: (text) => {
          socket.send(text);
          return Promise.resolve();
        },
      }),
    });
    socket.onmessage = ({ data }: { data: string }) => {
      if (data === '\r\n') return this.#note('pong');
      const message = Parser.parseMessage(data, loggerFactory.getLogger('caller'));
      if (message instanceof IncomingRequestMessage) this.#core.receiveIncomingRequestFromTransport(message);
      else if (message) this.#core.receiveIncomingResponseFromTransport(message);
    };
    socket.onclose = () => {
      this.#core.dispose();
      this.#note('closed');
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

  call({ domain, accessCode, caller, offer = OFFER, withoutAck = false }: CallerOptions): void {
    const target = new URI('sip', accessCode, domain);
    const message = this.#message('INVITE', target, new URI('sip', caller, domain), offer);
    this.invite = this.#core.invite(message, {
      onProgress: ({ message: { statusCode } }) => this.#note(String(statusCode)),
      onReject: ({ message: response }) => {
        this.retryAfter = response.getHeader('retry-after');
        this.#note(String(response.statusCode));
      },
      onAccept: (response) => {
        this.answer = response.message.body;
        this.session = response.session;
        if (withoutAck) this.acknowledge = () => response.ack();
        else response.ack();
        this.session.delegate = {
          onBye: (bye) => {
            bye.accept();
            this.#note('BYE');
          },
        };
        this.#note('200');
      },
    });
  }

  /** A request outside of every call (OPTIONS, REGISTER …); the note is `METHOD status`. */
  request(method: string, domain: string): void {
    const target = new URI('sip', '', domain);
    const message = this.#message(method, target, new URI('sip', 'visitor', domain));
    const noted = ({ message: { statusCode } }: { message: { statusCode: number | undefined } }) =>
      this.#note(`${method} ${statusCode}`);
    this.#core.request(message, { onAccept: noted, onReject: noted });
  }

  /** INFO with a digit; noted as `INFO status`. */
  info(contentType: string, content: string): void {
    const noted = ({ message: { statusCode } }: { message: { statusCode: number | undefined } }) =>
      this.#note(`INFO ${statusCode}`);
    this.session?.info(
      { onAccept: noted, onReject: noted },
      { body: { contentDisposition: 'render', contentType, content } },
    );
  }

  /** Offers anew within the call; noted as `INVITE status`. */
  reinvite(content: string): void {
    this.session?.invite(
      {
        onAccept: (response) => {
          this.answer = response.message.body;
          response.ack();
          this.#note('INVITE 200');
        },
        onReject: ({ message: { statusCode } }) => this.#note(`INVITE ${statusCode}`),
      },
      {
        extraHeaders: [`Contact: ${this.#core.configuration.contact.toString()}`],
        body: { contentDisposition: 'session', contentType: 'application/sdp', content },
      },
    );
  }

  close(): Promise<void> {
    this.socket.close();
    return this.until('closed');
  }

  #message(method: string, target: URI, from: URI, offer?: string) {
    const body = offer && { contentDisposition: 'session', contentType: 'application/sdp', content: offer };
    const headers = [`Contact: ${this.#core.configuration.contact.toString()}`];
    return this.#core.makeOutgoingRequestMessage(method, target, from, target, {}, headers, body || undefined);
  }

  #note(note: string): void {
    this.notes.push(note);
    this.#waiting.get(note)?.();
  }
}
