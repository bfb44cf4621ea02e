import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFrame } from '../../src/core/cobrowse/wire/frame.js';
import { issueTicket } from '../../src/relay/ticket.js';
import { randomFrom } from '../support/random.js';
import { frame, opcodes, RawClient } from './raw-client.js';
import { agent, secret, startRelay, visitor } from './relay-rig.js';
import { retainedBytes } from './retained.js';

/** Sockets that misbehave, one after the other: a minute of them; `RELAY_FUZZ=1000000` for a night. */
const sockets = Number(process.env['RELAY_FUZZ'] ?? 60_000);
const MiB = 1024 * 1024;

/** Picks, the same for the same seed. */
function pickFrom(seed: number) {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return { below, of: <T>(items: readonly T[]): T => items[below(items.length)]! };
}

type Picks = ReturnType<typeof pickFrom>;

/** Bytes, or a whole thing with some of them changed, cut or doubled. */
function garbled(pick: Picks, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  for (let changes = pick.below(4); changes > 0; changes -= 1)
    if (copy.length > 0) copy[pick.below(copy.length)] = pick.below(256);
  if (pick.below(8) === 0) return copy.subarray(0, pick.below(copy.length + 1));
  return pick.below(16) === 0 ? Buffer.concat([copy, copy]) : copy;
}

const jsonValues = [
  'null',
  '-1',
  '1e999',
  '"\\ud800"',
  '[[[[]]]]',
  '{"__proto__":{"t":"end"}}',
  'true',
  '1'.repeat(400),
];

function control(pick: Picks): string {
  const types = [
    'hello',
    'ping',
    'pong',
    'pointer',
    'mark',
    'need',
    'pause',
    'resume',
    'end',
    'ack',
    'welcome',
    'control',
    'grant',
    'act',
    'acted',
    'x',
  ];
  const bodies = ['{}', '{"at":null}', '{"epoch":0,"from":0}', '{"epoch":9007199254740991,"from":1}', '{"v":1}'];
  const body = pick.below(3) === 0 ? pick.of(jsonValues) : pick.of(bodies);
  const text = `{"t":"${pick.of(types)}","id":${pick.below(2) === 0 ? '1' : pick.of(jsonValues)},"d":${body}}`;
  return garbled(pick, Buffer.from(text)).toString('latin1');
}

function data(pick: Picks): Uint8Array {
  const kind = pick.below(2) === 0 ? 'keyframe' : 'delta';
  const numbers = { part: pick.below(3), lease: pick.below(3), epoch: pick.below(3), seq: pick.below(4) };
  const rest = { time: pick.below(10), inflatedLength: pick.below(1e6), payload: new Uint8Array(pick.below(2_000)) };
  return writeFrame({ kind, more: pick.below(2) === 0, ...numbers, ...rest });
}

function message(pick: Picks): Buffer {
  const opcode = pick.of([...Object.values(opcodes), 3, 11]);
  const payload = pick.below(2) === 0 ? Buffer.from(control(pick), 'latin1') : Buffer.from(data(pick));
  const isControl = opcode > 7;
  const framed = frame(opcode, isControl && pick.below(4) > 0 ? payload.subarray(0, 100) : payload, pick.below(6) > 0);
  return pick.below(4) === 0 ? garbled(pick, framed) : framed;
}

const upgrades = [
  'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: cc-cobrowse.1\r\n\r\n',
  'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab',
  'GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n',
];

test('whatever comes, whoever behaves is served, and nothing stays', { timeout: 600_000 }, async (t) => {
  const seed = Number(process.env['SEED'] ?? 20_261_126);
  t.diagnostic(`SEED=${seed} RELAY_FUZZ=${sockets}`);
  const pick = pickFrom(seed);
  const { host, join, clock } = await startRelay(t);
  const recorder = await join('recorder', { room: 'honest' });
  const viewer = await join('replayer', { room: 'honest' });
  recorder.send({ kind: 'keyframe', seq: 0 });
  await recorder.fence();
  viewer.tell('need', { epoch: 0, from: 0 });
  assert.equal(await viewer.nextData(1), 'k0');
  let before = 0;
  for (let count = 0; count < sockets; count += 1) {
    // Half of a first hundred is what a warm process holds.
    if (count === 100) before = await retainedBytes();
    const client = new RawClient(host);
    if (pick.below(8) === 0) {
      await client.write(garbled(pick, Buffer.from(pick.of(upgrades))));
    } else {
      await client.upgrade();
      const role = pick.below(2) === 0 ? 'recorder' : 'replayer';
      const user = role === 'recorder' ? visitor : agent;
      const room = `fuzz ${pick.below(5)}`;
      const signature = issueTicket({ room, role, user }, secret, clock.now());
      const hello = { t: 'hello', id: 1, d: { v: 1, room, role, user, tab: '', caps: [], signature } };
      const greets = pick.below(4) > 0;
      if (greets) await client.write(frame(opcodes.text, Buffer.from(JSON.stringify(hello))));
      for (let messages = pick.below(8); messages > 0; messages -= 1) await client.write(message(pick));
    }
    client.socket.destroy();
    if (count % 200 === 0) {
      await clock.advance(1_000);
      await recorder.fence();
      await viewer.fence();
    }
  }
  recorder.send({ seq: 1 });
  assert.equal(await viewer.nextData(1), 'd1');
  await clock.advance(60_000);
  const kept = (await retainedBytes()) - before;
  assert.ok(kept < 4 * MiB, `${kept} bytes`);
});
