import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WebSocket } from 'ws';
import { issueTicket } from '../../src/relay/ticket.js';
import { RawClient } from './raw-client.js';
import { agent, Peer, secret } from './relay-rig.js';

// Made into plain JavaScript once: six processes that load a TypeScript loader each take longer than the rest of this folder.
const main = fileURLToPath(new URL('../.tmp/relay-main.js', import.meta.url));
const source = fileURLToPath(new URL('../../src/relay/main.ts', import.meta.url));
await build({
  entryPoints: [source],
  outfile: main,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
});

function run(context: TestContext, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  context.after(() => child.kill('SIGKILL'));
  const output = { text: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  return { child, errors: createInterface(child.stderr)[Symbol.asyncIterator](), output, exit: once(child, 'exit') };
}

test('the relay alone says where it listens, logs a line per act, and drains on SIGTERM', async (t) => {
  const { child, errors, output, exit } = run(t, { CC_RELAY_SECRET: secret });
  const line = String((await errors.next()).value);
  const url = /ws:\/\/127\.0\.0\.1:\d+$/.exec(line)?.[0] ?? assert.fail(line);
  assert.equal((await fetch(`${url.replace('ws', 'http')}/healthz`)).status, 200);
  const peer = new Peer(new WebSocket(url, 'cc-cobrowse.1'));
  await once(peer.socket, 'open');
  const signature = issueTicket({ room: 'room', role: 'replayer', user: agent }, secret);
  peer.tell('hello', { v: 1, room: 'room', role: 'replayer', user: agent, signature, tab: '', caps: [] });
  await peer.next('welcome');
  child.kill('SIGTERM');
  assert.equal((await peer.closed).code, 4503);
  assert.deepEqual(await exit, [0, null]);
  const acts = output.text
    .trim()
    .split('\n')
    .map((json) => JSON.parse(json).act);
  assert.deepEqual(acts, ['joined', 'left', 'room-ended']);
  assert.ok(!output.text.includes(signature) && !output.text.includes(secret) && !output.text.includes(agent.name));
});

test('SIGTERM ends it, whatever clients do', { timeout: 30_000 }, async (t) => {
  const { child, errors, exit } = run(t, { CC_RELAY_SECRET: secret });
  const line = String((await errors.next()).value);
  const host = /127\.0\.0\.1:\d+$/.exec(line)?.[0] ?? assert.fail(line);
  // The fifth is only connected.
  const clients = Array.from({ length: 5 }, () => new RawClient(host));
  t.after(() => clients.forEach(({ socket }) => socket.destroy()));
  const [away, silent, half, idle] = clients as [RawClient, RawClient, RawClient, RawClient];
  assert.match(await away.upgrade('sip'), /400/);
  // Says nothing more, not even that it saw the close.
  assert.match(await silent.upgrade(), /101/);
  half.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX: ');
  idle.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(idle.socket, 'data');
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});

test('a request that is never whole is cut', { timeout: 30_000 }, async (t) => {
  const { child, errors } = run(t, { CC_RELAY_SECRET: secret });
  const line = String((await errors.next()).value);
  const host = /127\.0\.0\.1:\d+$/.exec(line)?.[0] ?? assert.fail(line);
  const clients = Array.from({ length: 100 }, () => new RawClient(host));
  t.after(() => clients.forEach(({ socket }) => socket.destroy()));
  for (const { socket } of clients) socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX: ');
  await Promise.all(clients.map(({ socket }) => once(socket, 'end')));
  assert.equal(child.exitCode, null);
});

for (const [env, message] of [
  [{}, /^CC_RELAY_SECRET .*32/],
  [{ CC_RELAY_SECRET: 'x'.repeat(31) }, /^CC_RELAY_SECRET [^x]*32/],
  [{ CC_RELAY_SECRET: secret, PORT: 'eighty' }, /^PORT/],
  [
    { CC_RELAY_SECRET: secret, CC_RELAY_ORIGINS: 'https://a.example, shop.example' },
    /^CC_RELAY_ORIGINS: “shop.example”/,
  ],
  [{ CC_RELAY_SECRET: secret, CC_RELAY_HOST: '192.0.2.1' }, /EADDRNOTAVAIL/],
] as const)
  test(`with ${Object.keys(env).join(' and ') || 'nothing'} set wrong it says so in one line`, async (t) => {
    const { errors, exit } = run(t, env);
    const lines = [];
    for await (const line of { [Symbol.asyncIterator]: () => errors }) lines.push(line);
    assert.equal(lines.length, 1);
    assert.match(String(lines[0]), message);
    assert.equal((await exit)[0], 1);
  });
