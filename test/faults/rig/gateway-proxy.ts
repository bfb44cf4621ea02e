import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Frames, isMessage, textFrame, type Frame } from './frames.js';

interface Line {
  readonly client: Socket;
  readonly gateway: Socket;
  /** What the client sends is taken and goes nowhere; the same with what the gateway sends. */
  deaf: boolean;
}

/** What the visitor's page sends in a dialog that is over: its own BYE, or the response to the gateway's. */
export const isBye = (message: string): boolean => /^CSeq: *\d+ BYE/im.test(message);

/** Between the visitor and the gateway: what becomes of a message. Null: nothing, it is swallowed. */
export interface Tap {
  fromVisitor(message: string): string | null;
  fromGateway(message: string): string | null;
}

/** TCP in front of a gateway, which does to its WebSockets what networks do. */
export class GatewayProxy {
  readonly #target: URL;
  readonly #lines = new Set<Line>();
  #server: Server | null = null;
  #port = 0;
  /** The next connections are cut off behind their handshake: so many. */
  deafNext = 0;
  /** What a gateway says in the first so many ms of a connection arrives at their end. */
  slow = 0;
  /** `performance.now()` of every connection so far. */
  readonly connections: number[] = [];
  /** SIP messages of the visitor that went on to the gateway, keep-alives too. */
  readonly heard: string[] = [];
  tap: Tap | null = null;
  /** The gateway's messages come in binary frames. */
  binary = false;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/`;
  }

  /** Connections that are open and carry what is sent. */
  get alive(): number {
    return [...this.#lines].filter(({ deaf }) => !deaf).length;
  }

  /** Takes connections, on the same port each time. */
  async listen(): Promise<void> {
    this.#server = createServer((client) => this.#accept(client));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Closes what is open, and refuses what comes until `listen`. */
  cut(how: 'reset' | 'fin' = 'reset'): void {
    this.#server?.close();
    this.#server = null;
    this.drop(how);
  }

  /** Closes what is open; the next connection is taken. */
  drop(how: 'reset' | 'fin' = 'reset'): void {
    for (const { client, gateway } of this.#lines) {
      if (how === 'reset') client.resetAndDestroy();
      else client.end();
      gateway.destroy();
    }
    this.#lines.clear();
  }

  /** Half-open: what is open stays so, and carries nothing any more. */
  deafen(): void {
    for (const line of this.#lines) line.deaf = true;
  }

  /** To the visitor, as if the gateway had sent it. */
  say(message: string): void {
    this.#newest?.client.write(textFrame(message, 'server'));
  }

  /** To the gateway, as if the visitor had sent it. */
  tell(message: string): void {
    this.#newest?.gateway.write(textFrame(message, 'client'));
  }

  close(): void {
    this.cut();
  }

  get #newest(): Line | undefined {
    return [...this.#lines].filter(({ deaf }) => !deaf).at(-1);
  }

  #accept(client: Socket): void {
    const opened = performance.now();
    this.connections.push(opened);
    const gateway = connect(Number(this.#target.port), this.#target.hostname);
    const line: Line = { client, gateway, deaf: false };
    this.#lines.add(line);
    let deafSoon = this.deafNext > 0;
    if (deafSoon) this.deafNext -= 1;
    const [asked, said] = [new Frames(), new Frames()];
    /** The gateway has taken the handshake. */
    let open = false;
    client.on('data', (chunk: Buffer) => {
      if (line.deaf) return;
      if (!open) return void gateway.write(chunk);
      for (const frame of asked.read(chunk)) {
        const passed = this.#tapped(frame, 'client');
        if (passed && isMessage(frame)) this.heard.push(frame.payload.toString());
        if (passed) gateway.write(passed);
      }
    });
    gateway.on('data', (chunk: Buffer) => {
      if (line.deaf) return;
      const wait = this.slow - (performance.now() - opened);
      const passed = open
        ? Buffer.concat(said.read(chunk).map((frame) => this.#tapped(frame, 'server') ?? Buffer.alloc(0)))
        : chunk;
      if (wait > 0 && open) setTimeout(() => client.write(passed), wait);
      else client.write(passed);
      if (deafSoon) line.deaf = true;
      deafSoon = false;
      open = true;
    });
    const over = () => {
      if (!line.deaf) client.destroy();
      gateway.destroy();
      this.#lines.delete(line);
    };
    client.on('close', over).on('error', over);
    gateway.on('close', over).on('error', over);
  }

  #tapped(frame: Frame, by: 'client' | 'server'): Buffer | null {
    if (this.binary && by === 'server' && isMessage(frame)) frame.raw.writeUInt8(0x82, 0);
    if (!this.tap || !isMessage(frame)) return frame.raw;
    const text = frame.payload.toString();
    const passed = by === 'client' ? this.tap.fromVisitor(text) : this.tap.fromGateway(text);
    if (passed === null) return null;
    return passed === text ? frame.raw : textFrame(passed, by);
  }
}
