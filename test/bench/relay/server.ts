/**
 * Process: the relay as it is shipped, or a bare echo of `ws` (argument `echo`), on a free port of loopback, which it tells its
 * parent; then its usage, each time that it is asked.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createRelay } from '../../../src/relay.js';

export interface Memory {
  /** Bytes in use, after a collection: of the heap, with what buffers hold outside of it. */
  readonly heap: number;
  /** Bytes of the process. */
  readonly resident: number;
}

const server = createServer();
if (process.argv[2] === 'echo')
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) =>
    socket.on('message', (data, binary) => socket.send(data, { binary })),
  );
else
  createRelay({
    secret: process.env['CC_RELAY_SECRET'] ?? '',
    origins: ['*'],
    limits: { rooms: 10_000, strangers: 10_000 },
  }).attach(server);
await once(server.listen(0, '127.0.0.1', 4_096), 'listening');

process.on('message', (what) => {
  if (what === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1e6);
    return;
  }
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const memory: Memory = { heap: heapUsed + external, resident: rss };
  process.send?.(memory);
});
process.on('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
