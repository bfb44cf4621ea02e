/** Process: a relay on a free port of loopback, which it tells its parent; then its usage, each time that it is asked. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRelay } from '../../src/relay.js';

export interface Usage {
  /** Seconds of CPU so far. */
  readonly cpu: number;
  /** Bytes in use, after a collection: of the heap, with what buffers hold outside of it. */
  readonly heap: number;
  /** Bytes of the process in memory. */
  readonly resident: number;
}

const relay = createRelay({ secret: process.env['CC_RELAY_SECRET'] ?? '', origins: ['*'] });
const server = createServer();
relay.attach(server);
await once(server.listen(0, '127.0.0.1'), 'listening');

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const usage: Usage = { cpu: (user + system) / 1e6, heap: heapUsed + external, resident: rss };
  process.send?.(usage);
});
process.on('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
