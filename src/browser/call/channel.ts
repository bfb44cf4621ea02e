import type { OpenChannel, SignalingChannel } from '../../core/call/ports.js';
import { openSocket } from '../shared/open-socket.js';

/** Opens a WebSocket with subprotocol `sip` (RFC 7118). */
export const openChannel: OpenChannel = async (url, signal) => new SocketChannel(await openSocket(url, 'sip', signal));

/** An open socket. A class, since Rollup treats a `null` property of an object literal as constant. */
class SocketChannel implements SignalingChannel {
  readonly #socket: WebSocket;
  onMessage: ((message: string) => void) | null = null;
  onClose: (() => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    // SIP may come in text and in binary frames (RFC 7118 §4.2).
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      this.onMessage?.(typeof data === 'string' ? data : new TextDecoder().decode(data));
    socket.onclose = () => this.onClose?.();
  }

  get protocol(): string {
    return this.#socket.url.startsWith('wss:') ? 'WSS' : 'WS';
  }

  send(message: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  close(): void {
    this.#socket.close(1000);
  }
}
