/** A network of the visitor's own: a namespace whose only way out is a wire to this machine, so that its address can change. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ip = (...args: string[]): Promise<unknown> => promisify(execFile)('ip', args);

/** In the namespace: takes connections on a port of its loopback, and hands them to a socket in the file system. */
const FORWARD = `
const { connect, createServer } = require('node:net');
const [port, path] = process.argv.slice(1);
createServer((client) => {
  const host = connect(path);
  client.pipe(host).pipe(client);
  for (const [one, other] of [[client, host], [host, client]]) one.on('error', () => other.resetAndDestroy()).on('close', () => other.destroy());
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
`;

/** Why there can be none; false where there can. */
export async function noNamespaces(): Promise<string | false> {
  const name = `cc-try-${process.pid}`;
  try {
    await ip('netns', 'add', name);
    await ip('link', 'add', `cct${process.pid}`, 'type', 'veth', 'peer', 'name', 'cct', 'netns', name);
    await ip('netns', 'del', name);
    return false;
  } catch {
    await ip('netns', 'del', name).catch(() => undefined);
    return 'A network namespace needs root, iproute2 and a kernel with veth';
  }
}

export class VisitorNetwork {
  readonly #name = `cc-${process.pid}`;
  readonly #folder: string;
  readonly #servers: Server[] = [];
  readonly #children: ChildProcess[] = [];
  #last = 2;

  /** Of this machine on the wire: media are reached there. */
  readonly address = '10.77.0.1';

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<VisitorNetwork> {
    const network = new VisitorNetwork(await mkdtemp(join(tmpdir(), 'cc-network-')));
    const name = network.#name;
    await ip('netns', 'add', name);
    await ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    await ip('addr', 'add', `${network.address}/24`, 'dev', name);
    await ip('link', 'set', name, 'up');
    await ip('-n', name, 'addr', 'add', '10.77.0.2/24', 'dev', 'eth0');
    await ip('-n', name, 'link', 'set', 'eth0', 'up');
    await ip('-n', name, 'link', 'set', 'lo', 'up');
    return network;
  }

  /** An executable that runs another one in the namespace. */
  async inside(executable: string): Promise<string> {
    const path = join(this.#folder, 'inside');
    await writeFile(path, `#!/bin/sh\nexec ip netns exec ${this.#name} ${executable} "$@"\n`);
    await chmod(path, 0o755);
    return path;
  }

  /** A port of this machine's loopback is the same one of the namespace's. */
  async forward(port: number): Promise<void> {
    const path = join(this.#folder, String(port));
    const server = createServer((inside: Socket) => {
      const outside = connect(port, '127.0.0.1');
      inside.pipe(outside).pipe(inside);
      inside.on('error', () => outside.destroy()).on('close', () => outside.destroy());
      outside.on('error', () => inside.destroy()).on('close', () => inside.destroy());
    });
    this.#servers.push(server);
    await once(server.listen(path), 'listening');
    const args = ['netns', 'exec', this.#name, process.execPath, '-e', FORWARD, String(port), path];
    const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(child);
    await once(child.stdout, 'data');
  }

  /** As after another Wi-Fi: nothing for so many ms, then another address, and nothing goes to or from the old one. */
  async move(ms: number): Promise<void> {
    const on = ['-n', this.#name];
    await ip(...on, 'link', 'set', 'eth0', 'down');
    await ip(...on, 'addr', 'del', `10.77.0.${this.#last}/24`, 'dev', 'eth0');
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#last += 1;
    await ip(...on, 'addr', 'add', `10.77.0.${this.#last}/24`, 'dev', 'eth0');
    await ip(...on, 'link', 'set', 'eth0', 'up');
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill();
    for (const server of this.#servers) server.close();
    await ip('netns', 'del', this.#name);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
