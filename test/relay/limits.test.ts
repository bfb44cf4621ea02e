import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { createRelay } from '../../src/relay/relay.js';
import { secret, startRelay } from './relay-rig.js';

test('a limit that can not be kept is refused when the relay is made', () => {
  for (const limits of [{ viewers: 0 }, { idleMs: 1.5 }, { roomMs: Infinity }, { viewer: 5 }, { deltaBytes: 1_000 }])
    assert.throws(() => createRelay({ secret, limits }), RangeError);
});

test('without a hello a connection is closed after 5 s', async (t) => {
  const { open, clock, audit } = await startRelay(t);
  const peer = await open();
  await clock.advance(4_999);
  assert.equal(peer.socket.readyState, WebSocket.OPEN);
  await clock.advance(1);
  assert.deepEqual(await peer.closed, { code: 4408, reason: 'hello' });
  assert.deepEqual([audit.length, audit[0]?.act, audit[0]?.code], [1, 'refused', 4408]);
});

test('a hello above 4 KiB, and a control frame above 8 KiB, closes with 4413', async (t) => {
  const { open, join } = await startRelay(t);
  const stranger = await open();
  stranger.socket.send(' '.repeat(4_097));
  assert.equal((await stranger.closed).code, 4413);
  const viewer = await join('replayer');
  viewer.socket.send(' '.repeat(8_000) + JSON.stringify({ t: 'ping', id: 1, d: {} }));
  await viewer.next('pong');
  viewer.socket.send(' '.repeat(8_193));
  assert.equal((await viewer.closed).code, 4413);
});

test('a data frame above 256 KiB closes with 4413, also one that the socket refuses to read', async (t) => {
  const { join } = await startRelay(t);
  const KiB = 1024;
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0, payload: new Uint8Array(256 * KiB) });
  await recorder.fence();
  recorder.send({ seq: 1, payload: new Uint8Array(256 * KiB + 1) });
  assert.equal((await recorder.closed).code, 4413);
  const again = await join('recorder');
  again.send({ kind: 'keyframe', seq: 0, inflatedLength: 33 * KiB * KiB });
  assert.equal((await again.closed).code, 4413);
});

test('a keyframe above 4 MiB closes with 4413', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  for (let part = 0; part < 17; part += 1)
    recorder.send({ kind: 'keyframe', seq: 0, part, more: true, payload: new Uint8Array(256 * 1024) });
  assert.deepEqual(await recorder.closed, { code: 4413, reason: 'keyframe' });
});

test('data frames out of order close with 4400, repeated ones are known', async (t) => {
  const { join } = await startRelay(t);
  for (const wrong of [
    { seq: 3 },
    { epoch: 2, seq: 1 },
    { kind: 'keyframe', seq: 0 },
    { kind: 'keyframe', seq: 1, part: 1 },
  ] as const) {
    const recorder = await join('recorder', { room: JSON.stringify(wrong) });
    recorder.send({ kind: 'keyframe', seq: 0 });
    for (const seq of [1, 1]) recorder.send({ seq });
    await recorder.fence();
    recorder.send(wrong);
    assert.deepEqual(await recorder.closed, { code: 4400, reason: 'order' });
  }
});

test('too many control frames, pings of the socket, or data close with 4429', async (t) => {
  const limits = { controlPerSecond: 10, controlBurst: 5, dataPerSecond: 10, dataBurst: 3, dataBytesBurst: 1_000 };
  const { join, clock } = await startRelay(t, { limits });
  const steady = await join('replayer');
  for (let second = 0; second < 3; second += 1) {
    for (let frame = 0; frame < 3; frame += 1) steady.tell('pointer', { at: null });
    await steady.fence();
    await clock.advance(1_000);
  }
  const flood = await join('replayer');
  for (let frame = 0; frame < 6; frame += 1) flood.tell('pointer', { at: null });
  assert.deepEqual(await flood.closed, { code: 4429, reason: 'control' });
  const pings = await join('replayer');
  for (let ping = 0; ping < 6; ping += 1) pings.socket.ping();
  assert.deepEqual(await pings.closed, { code: 4429, reason: 'ping' });
  for (const bytes of [1, 600]) {
    const recorder = await join('recorder', { room: `${bytes} bytes` });
    recorder.send({ kind: 'keyframe', seq: 0 });
    for (const seq of [1, 2, 3]) recorder.send({ seq, payload: new Uint8Array(bytes) });
    assert.deepEqual(await recorder.closed, { code: 4429, reason: 'data' });
  }
  await steady.fence();
});

test('five viewers, and no sixth', async (t) => {
  const { join, enter } = await startRelay(t);
  const viewers = [];
  for (let viewer = 0; viewer < 5; viewer += 1) viewers.push(await join('replayer'));
  assert.deepEqual(await (await enter('replayer')).closed, { code: 4403, reason: 'room-full' });
  await join('replayer', { room: 'other' });
  await join('recorder');
  viewers[0]!.socket.close();
  await viewers[0]!.closed;
  await join('replayer');
  // The one that left comes back, and finds its seat taken.
  const back = await enter('replayer', { resume: viewers[0]!.welcome.resumeToken });
  assert.deepEqual(await back.closed, { code: 4403, reason: 'room-full' });
});

test('no more rooms and no more strangers than allowed', async (t) => {
  const { join, enter, open, host } = await startRelay(t, { limits: { rooms: 1, strangers: 2 } });
  await join('replayer');
  assert.deepEqual(await (await enter('replayer', { room: 'other' })).closed, { code: 4503, reason: 'rooms' });
  await open();
  const second = await open();
  const [error] = await once(new WebSocket(`ws://${host}/`, 'cc-cobrowse.1'), 'error');
  assert.match(error.message, /503/);
  second.socket.close();
  await second.closed;
  await join('replayer');
});

test('a room lasts 2 h at most', async (t) => {
  const { join, clock } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  for (let minute = 10; minute < 120; minute += 10) {
    await clock.advance(600_000);
    viewer.tell('pointer', { at: null });
    await viewer.fence();
  }
  await clock.advance(599_999);
  await viewer.fence();
  await clock.advance(1);
  const over = { code: 4410, reason: 'time' };
  assert.deepEqual([await recorder.closed, await viewer.closed], [over, over]);
});

test('a room where nothing happens for 15 min is ended; a ping is nothing', async (t) => {
  const { join, clock } = await startRelay(t);
  const recorder = await join('recorder');
  await clock.advance(14 * 60_000);
  recorder.send({ kind: 'keyframe', seq: 0 });
  await recorder.fence();
  await clock.advance(14 * 60_000);
  await recorder.fence();
  await clock.advance(60_000);
  assert.deepEqual(await recorder.closed, { code: 4410, reason: 'idle' });
});

test('a connection that answers no ping is dead', async (t) => {
  const { join, clock } = await startRelay(t, { limits: { pingMs: 20_000 } });
  const viewer = await join('replayer');
  const recorder = await join('recorder', {}, { autoPong: false });
  await viewer.next('recorder');
  await viewer.next('recorder');
  await clock.advance(20_000);
  await Promise.all([viewer.fence(), recorder.fence()]);
  await clock.advance(20_000);
  assert.equal((await viewer.next('recorder')).d.state, 'away');
  assert.equal((await recorder.closed).code, 1006);
  await viewer.fence();
});
