import { subprotocol } from '../../core/cobrowse/wire/control.js';
import type { OpenRelaySocket, RelaySocket } from '../../core/cobrowse/ports.js';
import { CobrowseError } from '../../core/cobrowse/cobrowse-error.js';
import { openSocket } from '../shared/open-socket.js';
import { isLoopback } from '../../core/lib/loopback.js';

/** Opens the relay's WebSocket. @throws CobrowseError `bad-response` where the address is none, or not safe */
export const openRelaySocket: OpenRelaySocket = async (url, signal) =>
  new BrowserRelaySocket(await openSocket(safe(url), subprotocol, signal));

/** `wss:`; `ws:` only where page and relay are both on loopback. */
function safe(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const local = url?.protocol === 'ws:' && isLoopback(url.hostname) && isLoopback(location.hostname);
  if (!url || (url.protocol !== 'wss:' && !local))
    throw new CobrowseError('bad-response', 'The platform named a relay that is not reached by wss:.');
  return address;
}

class BrowserRelaySocket implements RelaySocket {
  readonly #socket: WebSocket;
  onMessage: ((message: string | Uint8Array) => void) | null = null;
  onClose: ((code: number) => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      this.onMessage?.(typeof data === 'string' ? data : new Uint8Array(data));
    socket.onclose = ({ code }) => this.onClose?.(code);
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  close(): void {
    this.#socket.close(1000);
  }
}
