import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { subprotocol } from '../../src/core/cobrowse/wire/control.js';

export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A WebSocket frame of a client, RFC 6455 §5.2; its mask is all zeros. */
export function frame(opcode: number, payload: Uint8Array = new Uint8Array(), isLast = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 14);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (length < 126 ? length : 127);
  if (length >= 126) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** A client that does what no WebSocket library would. */
export class RawClient {
  readonly socket: Socket;
  /** The code of the close frame that came; 1006 without one. */
  readonly closed: Promise<number>;
  #received = Buffer.alloc(0);

  constructor(host: string) {
    const { hostname, port } = new URL(`http://${host}`);
    // The other side's end does not end this one.
    this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('data', (chunk) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        const code = this.#closeCode();
        if (code !== null) resolve(code);
      });
      this.socket.on('close', () => resolve(1006));
    });
  }

  /** Asks for a WebSocket; resolves with the status line of the answer. */
  async upgrade(protocol: string = subprotocol): Promise<string> {
    const key = Buffer.alloc(16).toString('base64');
    const headers = [
      'GET / HTTP/1.1',
      'Host: relay.example',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
    ];
    this.socket.write(`${headers.join('\r\n')}\r\n\r\n`);
    while (!this.#received.includes('\r\n\r\n')) await once(this.socket, 'data');
    const end = this.#received.indexOf('\r\n\r\n') + 4;
    const head = this.#received.subarray(0, end).toString();
    this.#received = this.#received.subarray(end);
    return head.slice(0, head.indexOf('\r\n'));
  }

  /** Resolves when it has left; false where the connection is gone. */
  async write(bytes: Uint8Array): Promise<boolean> {
    await new Promise<void>((resolve) => this.socket.write(bytes, () => resolve()));
    return !this.socket.destroyed;
  }

  /** Frames of the server are short here. */
  #closeCode(): number | null {
    const bytes = this.#received;
    for (let at = 0; at + 2 <= bytes.length; at += 2 + (bytes[at + 1] ?? 0))
      if (bytes[at] === (0x80 | opcodes.close) && at + 4 <= bytes.length) return bytes.readUInt16BE(at + 2);
    return null;
  }
}
