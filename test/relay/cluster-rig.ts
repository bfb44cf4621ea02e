import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createRelay, type Relay } from '../../src/relay/relay.js';
import type { AuditRecord } from '../../src/relay/audit.js';
import { openRedisStore } from '../../src/relay/redis-store.js';
import type { RelayStore } from '../../src/relay/store.js';
import { secret } from './relay-rig.js';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** A Redis of the test's own that can be stopped and started again on the same port. */
export class Redis {
  readonly port: number;
  readonly #options: readonly string[];
  #process: ChildProcess | null = null;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  /** In memory; with `keeps` it knows after a start what it knew before. */
  static async start(context: TestContext, { keeps = false } = {}): Promise<Redis> {
    const folder = keeps ? await mkdtemp(join(tmpdir(), 'cc-redis-')) : null;
    const kept = folder ? ['--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
    const redis = new Redis(await freePort(), kept);
    context.after(async () => {
      await redis.stop();
      if (folder) await rm(folder, { recursive: true });
    });
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', ...this.#options];
    this.#process = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const chunk of this.#process.stdout!) if (String(chunk).includes('Ready to accept')) return;
    throw new Error('redis-server did not start');
  }

  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }
}

/** A store that is closed with the test. */
export async function openStore(context: TestContext, url: string): Promise<RelayStore> {
  const store = await openRedisStore(url);
  context.after(() => store.close());
  return store;
}

/** The wire between a relay and Redis, which can be cut. */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(target: number) {
    this.#server = createServer((socket) => {
      const other = connect(target, '127.0.0.1');
      for (const [one, end] of [
        [socket, other],
        [other, socket],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => undefined).on('close', () => end.destroy());
      }
      if (this.#isCut) return void socket.destroy();
      socket.pipe(other).pipe(socket);
    });
  }

  static async open(context: TestContext, target: number): Promise<Wire> {
    const wire = new Wire(target);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    context.after(() => {
      wire.cut();
      wire.#server.close();
    });
    return wire;
  }

  get url(): string {
    return `redis://127.0.0.1:${portOf(this.#server)}`;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  mend(): void {
    this.#isCut = false;
  }
}

export interface Node {
  readonly name: string;
  readonly url: string;
  readonly relay: Relay;
  readonly audit: AuditRecord[];
  /** Drains, and lets the port go. */
  stop(): Promise<void>;
}

/** A relay in this process that is one of several. */
export async function startNode(
  context: TestContext,
  name: string,
  redis: string,
  onAudit: (record: AuditRecord) => void = () => undefined,
): Promise<Node> {
  const server = createHttpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${portOf(server)}/`;
  const audit: AuditRecord[] = [];
  const store = await openRedisStore(redis);
  // It connects by itself, and until then says that it is away.
  while (!(await store.useOnce(`${name}:${url}:${Math.random()}`, 1_000).catch(() => false)))
    await new Promise((done) => setTimeout(done, 10));
  const relay = createRelay({
    ...{ secret, origins: ['*'], cluster: { store, node: { name, url } } },
    onAudit: (record) => {
      audit.push(record);
      onAudit(record);
    },
  });
  relay.attach(server);
  let stopped: Promise<void> | null = null;
  const stop = () =>
    (stopped ??= relay.close().then(async () => {
      server.close();
      server.closeAllConnections();
      await store.close();
    }));
  context.after(stop);
  return { name, url, relay, audit, stop };
}

/** Until it does not throw: a store connects by itself, a node says that it is there once a second. */
export async function retry<T>(act: () => Promise<T>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
