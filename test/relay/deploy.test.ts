/** `deploy/`: what compose would start, started here, with addresses of this machine in place of the containers' names. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Role } from '../../src/core/cobrowse/wire/control.js';
import { issueTicket } from '../../src/relay/ticket.js';
import { FlowRig, Page, room, until } from '../core/cobrowse/flow-rig.js';
import { missing } from '../support/debian.js';
import { freePort, openStore, retry } from './cluster-rig.js';
import { agent, secret, visitor } from './relay-rig.js';

interface Compose {
  readonly services: Record<string, { readonly environment?: Record<string, string>; readonly command?: string[] }>;
}

const skip = await missing('nginx with Redis', ['nginx-light', 'redis-server']);
const main = fileURLToPath(new URL('../../src/relay/main.ts', import.meta.url));
const read = (name: string): Promise<string> => readFile(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const relays = ['relay-1', 'relay-2', 'relay-3'] as const;

/** A program that ends with the test. */
function start(context: TestContext, [command, ...args]: string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(command!, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  context.after(async () => {
    child.kill();
    await gone;
  });
  return child;
}

describe('compose with three relays, Redis and nginx', { skip, timeout: 60_000 }, () => {
  it('carries a shared page, and goes on when the relay that has it stops', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'cc-deploy-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const { services } = parse(await read('compose.yaml'), { merge: true }) as Compose;
    const ports = { redis: await freePort(), balancer: await freePort() };

    const redis = [...services['redis']!.command!, '--port', `${ports.redis}`, '--bind', '127.0.0.1', '--dir', folder];
    for await (const chunk of start(t, redis).stdout) if (String(chunk).includes('Ready to accept')) break;

    const addresses = new Map<string, string>();
    const processes = new Map<string, ReturnType<typeof start>>();
    for (const name of relays) {
      const PORT = String(await freePort());
      const given: Record<string, string> = { CC_RELAY_SECRET: secret, CC_RELAY_ORIGINS: '*' };
      const told = Object.entries(services[name]!.environment!).map(([key, value]) => [
        key,
        value
          .replace(/\$\{(\w+):\?[^}]*\}/, (_, variable: string) => given[variable] ?? assert.fail(variable))
          .replace(/^wss:\/\/[^/]*/, `ws://127.0.0.1:${ports.balancer}`)
          .replace('redis:6379', `127.0.0.1:${ports.redis}`),
      ]);
      addresses.set(name, `127.0.0.1:${PORT}`);
      processes.set(name, start(t, [process.execPath, '--import', 'tsx', main], { ...Object.fromEntries(told), PORT }));
    }
    for (const { stderr } of processes.values()) await createInterface(stderr)[Symbol.asyncIterator]().next();

    const names = [...addresses].map(([name, address]) => `${name} ${address};`).join(' ');
    const server = (await read('nginx.conf'))
      .replace('listen 80', `listen 127.0.0.1:${ports.balancer}`)
      .replace('http://$relay:8090', 'http://$address')
      .replace(/resolver .*;/, '');
    const logs = `error_log stderr; pid ${folder}/pid; daemon off; events {}`;
    const http = `access_log off; map $relay $address { ${names} }\n${server}`;
    await writeFile(join(folder, 'nginx.conf'), `${logs}\nhttp { ${http} }`);
    start(t, ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]);

    const health = (name: string, query = ''): Promise<unknown> =>
      fetch(`http://127.0.0.1:${ports.balancer}/${name}/healthz${query}`).then((answer) => answer.json());
    // A proxy's clients get no counts, and each path is a relay of its own.
    assert.deepEqual(await retry(() => health('relay-1')), { status: 'ready' });
    const nodes = await Promise.all(
      relays.map(async (name) => ((await health(name, '?store')) as { node: string }).node),
    );
    assert.deepEqual(nodes, relays);

    const store = await openStore(t, `redis://127.0.0.1:${ports.redis}`);
    const rig = await FlowRig.start(t);
    const place = () => retry(async () => (await store.placeRoom(room)) ?? assert.fail('no relay is there'));
    rig.connection = async (role: Role) => {
      const { name, url } = await place();
      const user = role === 'recorder' ? visitor : agent;
      return { url, signature: issueTicket({ room, role, user, node: name }, secret) };
    };
    const page = new Page();
    const { flow } = rig.share(page);
    flow.agree();
    await until(() => flow.state.name === 'sharing');
    const { flow: watching, picture } = rig.watch();
    await until(() => picture.shows(page));
    const { name } = await place();
    processes.get(name)!.kill('SIGTERM');
    await until(() => flow.state.name !== 'sharing');
    page.add('said meanwhile');
    await until(() => flow.state.name === 'sharing' && picture.shows(page));
    assert.notEqual((await place()).name, name);
    await Promise.all([flow.stop(), watching.stop()]);
  });
});
