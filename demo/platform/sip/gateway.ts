import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { faultOfPath } from './fault-path.js';
import { SipSocket, type SipSocketOptions } from './sip-socket.js';

const HOST = '127.0.0.1';
/** No SIP message of a call comes near; a browser's offer with video has 6 KB. */
const MAX_MESSAGE = 64 * 1024;

/** A server on a port of its own. */
export interface Listener {
  /** `ws://127.0.0.1:PORT`, without a path. */
  readonly origin: string;
  /** Closes every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** A SIP over WebSocket server; the path that a client connects to names its fault, see faultPath. */
export async function openGateway(options: Omit<SipSocketOptions, 'socket' | 'fault'>): Promise<Listener> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, handleProtocols: () => 'sip' });
  const server = createHttpServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request, stream, head) => {
    const fault = faultOfPath(request.url ?? '');
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (fault === undefined || !protocols.includes('sip')) {
      stream.end(`HTTP/1.1 ${fault === undefined ? '404 Not Found' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      if (fault?.kind === 'mute') socket.on('error', () => socket.terminate());
      else new SipSocket({ ...options, socket, fault });
    });
  });
  return listen(server, () => {
    for (const socket of sockets.clients) socket.terminate();
  });
}

/** Accepts TCP connections, and never sends anything. */
export function openBlackHole(): Promise<Listener> {
  return listen(createTcpServer(), () => {});
}

/** The origin of a port on which nobody listens: one that was free a moment ago. */
export async function closedOrigin(): Promise<string> {
  const port = await openBlackHole();
  await port.close();
  return port.origin;
}

async function listen(server: Server, beforeClose: () => void): Promise<Listener> {
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('error', () => connection.destroy());
    connection.on('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const connection of connections) connection.destroy();
  };
  return {
    origin: `ws://${HOST}:${port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        beforeClose();
        cut();
      }),
  };
}
