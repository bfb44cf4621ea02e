import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { ClusterOptions } from './cluster.js';
import { openRedisStore } from './redis-store.js';
import { createRelay, type Relay } from './relay.js';

/*
 * The relay alone, set up by its environment:
 *   CC_RELAY_SECRET   required, at least 32 characters: what the site's server signs tickets with
 *   CC_RELAY_ORIGINS  origins of the pages that may record, separated by commas or blanks; `*` is any
 *   CC_RELAY_TRUST_PROXY  1 where a proxy in front adds the client's address to X-Forwarded-For; limits by address go by it
 *   CC_RELAY_REDIS    redis://… where there are several relays; each has
 *   CC_RELAY_NODE       a name of its own (the host's name unless told) and
 *   CC_RELAY_URL        the wss://… address under which pages reach it and no other
 *   CC_RELAY_METRICS_PORT  GET /metrics for Prometheus on this port of CC_RELAY_METRICS_HOST (127.0.0.1 unless told); off without it
 *   PORT              default 8090
 *   CC_RELAY_HOST     address to listen on; default 127.0.0.1, so that only a proxy beside it, which adds TLS, reaches it
 * One line of JSON per act goes to the standard output. SIGTERM and SIGINT drain: connections are closed with 4503, and those
 * that do not go are cut; after 5 s at most the process ends.
 */

const STOP_MS = 5_000;
/** A request that is not whole by then is answered 408 and cut; nothing here takes more than its head. */
const REQUEST_MS = 5_000;
/** Sockets at once, those of requests too. */
const SOCKETS = 10_000;

const { CC_RELAY_SECRET: secret = '', CC_RELAY_ORIGINS: origins = '', CC_RELAY_HOST: host = '127.0.0.1' } = process.env;
const port = Number(process.env['PORT'] ?? 8090);

/** What is wrong with the environment is said in one line. */
function giveUp(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

if (secret.length < 32) {
  giveUp('CC_RELAY_SECRET is missing or too short: set it to at least 32 random characters.');
} else if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  giveUp('PORT is no port: set it to a number up to 65535.');
} else {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    giveUp(error.message.startsWith('CC_RELAY_') ? error.message : `CC_RELAY_ORIGINS: ${error.message}`);
  }
}

/** null where this relay is the only one. */
async function joinCluster(): Promise<ClusterOptions | null> {
  const { CC_RELAY_REDIS: redis = '', CC_RELAY_NODE: name = hostname(), CC_RELAY_URL: url = '' } = process.env;
  if (redis === '') return null;
  if (!/^wss?:\/\//.test(url))
    throw new RangeError('CC_RELAY_URL: with CC_RELAY_REDIS a relay needs its own wss://… address.');
  return { store: await openRedisStore(redis), node: { name, url } };
}

function serveMetrics(relay: Relay): void {
  const { CC_RELAY_METRICS_PORT: port = '', CC_RELAY_METRICS_HOST: host = '127.0.0.1' } = process.env;
  if (port === '') return;
  createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(relay.metrics());
  })
    .listen(Number(port), host)
    .unref();
}

async function start(): Promise<void> {
  const cluster = await joinCluster();
  const list = origins.split(/[\s,]+/).filter((origin) => origin !== '');
  const relay = createRelay({
    secret,
    ...(list.length > 0 ? { origins: list } : {}),
    ...(cluster ? { cluster } : {}),
    trustProxy: process.env['CC_RELAY_TRUST_PROXY'] === '1',
    onAudit: (record) => process.stdout.write(`${JSON.stringify(record)}\n`),
  });
  const server = createServer({
    headersTimeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: REQUEST_MS,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = SOCKETS;
  relay.attach(server);
  serveMetrics(relay);
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE' ? `Port ${port} is taken: choose another one with PORT=…` : error.message;
    giveUp(taken);
  });
  server.listen(port, host, () => {
    const address = server.address() as AddressInfo;
    const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    process.stderr.write(`The relay listens on ws://${name}:${address.port}\n`);
  });
  const stop = () => {
    void relay.close().then(() => {
      server.close();
      server.closeAllConnections();
      void cluster?.store.close();
    });
    setTimeout(() => process.exit(), STOP_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
