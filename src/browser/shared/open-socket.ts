/**
 * Opens a WebSocket. Rejects with a `NetworkError` where it does not open, with the signal's reason where that aborts
 * first. Handlers that are set in the same task as the promise's callback miss no message.
 */
export const openSocket = (url: string, protocol: string, signal: AbortSignal): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol);
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
      resolve(socket);
    };
  });
