import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SipFrames } from './sip-frames.js';

interface Line {
  readonly client: Socket;
  readonly gateway: Socket;
  /** What the client sends is taken and goes nowhere; the same with what the gateway sends. */
  deaf: boolean;
}

/** What the visitor's page sends in a dialog that is over: its own BYE, or the response to the gateway's. */
export const isBye = (message: string): boolean => /^CSeq: *\d+ BYE/im.test(message);

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

  close(): void {
    this.cut();
  }

  #accept(client: Socket): void {
    const opened = performance.now();
    this.connections.push(opened);
    const gateway = connect(Number(this.#target.port), this.#target.hostname);
    const line: Line = { client, gateway, deaf: false };
    this.#lines.add(line);
    let deafSoon = this.deafNext > 0;
    if (deafSoon) this.deafNext -= 1;
    const frames = new SipFrames();
    client.on('data', (chunk: Buffer) => {
      if (line.deaf) return;
      gateway.write(chunk);
      if (chunk.subarray(0, 4).toString() !== 'GET ') this.heard.push(...frames.read(chunk));
    });
    gateway.on('data', (chunk: Buffer) => {
      if (line.deaf) return;
      const wait = this.slow - (performance.now() - opened);
      const handshake = chunk.subarray(0, 5).toString() === 'HTTP/';
      if (wait > 0 && !handshake) setTimeout(() => client.write(chunk), wait);
      else client.write(chunk);
      if (deafSoon) line.deaf = true;
      deafSoon = false;
    });
    const over = () => {
      if (!line.deaf) client.destroy();
      gateway.destroy();
      this.#lines.delete(line);
    };
    client.on('close', over).on('error', over);
    gateway.on('close', over).on('error', over);
  }
}
