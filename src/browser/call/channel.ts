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
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      // CRLF alone is a keep-alive (RFC 5626 §3.5.1). Binary frames are allowed (RFC 7118 §5), but no gateway sends them.
      if (typeof data === 'string' && data.trim() !== '') this.onMessage?.(data);
    };
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
