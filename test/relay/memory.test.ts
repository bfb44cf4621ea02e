import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frame, opcodes, type RawClient } from './raw-client.js';
import { startRelay } from './relay-rig.js';
import { retainedBytes } from './retained.js';

const KiB = 1024;
const MiB = KiB * KiB;
/** For a relay that never closes. */
const limit = { timeout: 20_000 };

test('a short delta is kept alone, not with all that was read with it', async (t) => {
  const { join } = await startRelay(t, { limits: { dataBurst: 1_000 } });
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0 });
  recorder.send({ seq: 1 });
  await recorder.fence();
  const before = await retainedBytes();
  for (let seq = 2; seq < 152; seq += 1) {
    recorder.send({ seq });
    // Known already, and not kept.
    recorder.send({ seq: 1, payload: new Uint8Array(64 * KiB) });
  }
  await recorder.fence();
  const kept = (await retainedBytes()) - before;
  assert.ok(kept < 3 * MiB, `${kept} bytes`);
});

/** A socket that has said nothing. */
async function opened(client: RawClient): Promise<RawClient> {
  assert.match(await client.upgrade(), /101/);
  return client;
}

test('pieces of a message with pongs between them do not keep all that was read with them', limit, async (t) => {
  const { connect } = await startRelay(t);
  const client = await opened(connect());
  const pongs = Array.from({ length: 500 }, () => frame(opcodes.pong, new Uint8Array(125)));
  const piece = Buffer.concat([frame(opcodes.more, Uint8Array.of(32), false), ...pongs]).subarray(0, 500 * 131 + 7);
  const before = await retainedBytes();
  await client.write(frame(opcodes.text, Uint8Array.of(32), false));
  for (let pieces = 0; pieces < 800 && (await client.write(piece)); pieces += 1);
  const kept = (await retainedBytes()) - before;
  assert.ok(kept < 16 * MiB, `${kept} bytes`);
  assert.equal(await client.closed, 4429);
});

test('a message in 64 pieces is read, one in more closes with 4429', limit, async (t) => {
  const { connect, join } = await startRelay(t);
  const pieces = (text: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      frame(index === 0 ? opcodes.text : opcodes.more, Buffer.from(text.charAt(index)), index === count - 1),
    );
  const client = await opened(connect());
  for (const piece of pieces('{}'.padEnd(64), 64)) await client.write(piece);
  // It was read: as what is no hello.
  assert.equal(await client.closed, 4400);
  const other = await opened(connect());
  for (const piece of pieces('{}'.padEnd(65), 65)) await other.write(piece);
  assert.equal(await other.closed, 4429);
  await (await join('replayer')).fence();
});

test('a frame that comes byte by byte closes with 4429', limit, async (t) => {
  const { connect } = await startRelay(t);
  const client = await opened(connect());
  await client.write(frame(opcodes.text, new Uint8Array(200 * KiB)).subarray(0, 14));
  let isClosed = false;
  void client.closed.then(() => (isClosed = true));
  // Some arrive together, most alone.
  for (let bytes = 0; bytes < 20_000 && !isClosed; bytes += 1) {
    await client.write(Uint8Array.of(32));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(isClosed && (await client.closed), 4429);
});

test('pongs that nobody asked for count as frames, before the hello and after it', limit, async (t) => {
  const { open, join, audit } = await startRelay(t);
  for (const peer of [await open(), await join('replayer'), await join('recorder')]) {
    const refused = () => audit.filter(({ act }) => act === 'refused').length;
    const before = refused();
    for (let pongs = 0; pongs < 300; pongs += 1) peer.socket.pong();
    assert.deepEqual(await peer.closed, { code: 4429, reason: 'ping' });
    assert.equal(refused(), before + 1);
  }
});
