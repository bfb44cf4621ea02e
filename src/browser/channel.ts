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
      resolve(channelOver(socket));
    };
  });

function channelOver(socket: WebSocket): SignalingChannel {
  const channel: SignalingChannel = {
    protocol: socket.url.startsWith('wss:') ? 'WSS' : 'WS',
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    close: () => socket.close(1000),
    onMessage: null,
    onClose: null,
  };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    // CRLF alone is keep-alive (RFC 5626 §3.5.1); SIP over WebSocket may also come as binary, which nobody does.
    if (typeof data === 'string' && data.trim() !== '') channel.onMessage?.(data);
  };
  socket.onclose = () => channel.onClose?.();
  return channel;
}
