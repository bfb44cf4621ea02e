import type { OpenChannel, SignalingChannel } from '../core/call/ports.js';

/** Opens a WebSocket with subprotocol `sip` (RFC 7118); rejects when it fails, or `signal` aborts, before it is open. */
export const openChannel: OpenChannel = (url, signal) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'sip');
    const abort = () => {
      socket.onopen = socket.onclose = null;
      socket.close();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.onclose = () => {
      signal.removeEventListener('abort', abort);
      reject(new DOMException('The socket did not open.', 'NetworkError'));
    };
    socket.onopen = () => {
      signal.removeEventListener('abort', abort);
      resolve(new SocketChannel(socket));
    };
  });

/** An open socket. A class, since Rollup takes a `null` in an object literal for its value for ever. */
class SocketChannel implements SignalingChannel {
  readonly #socket: WebSocket;
  onMessage: ((message: string) => void) | null = null;
  onClose: (() => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      // CRLF alone is keep-alive (RFC 5626 §3.5.1); SIP over WebSocket may also come as binary, which nobody does.
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
