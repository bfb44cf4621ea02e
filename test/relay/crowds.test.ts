import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { issueTicket } from '../../src/relay/ticket.js';
import { agent, secret, startRelay } from './relay-rig.js';

const KiB = 1024;

test('a viewer that asks for all of it again and again gets its share, and the last it asked for', async (t) => {
  const limits = { ringBytes: 40 * KiB, askBytesBurst: 40 * KiB, askBytesPerSecond: 10 * KiB };
  const { join, clock } = await startRelay(t, { limits });
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0, payload: new Uint8Array(20 * KiB) });
  await recorder.fence();
  const viewer = await join('replayer');
  for (let asks = 0; asks < 50; asks += 1) viewer.tell('need', { epoch: 0, from: 0 });
  await viewer.fence();
  // Two have been paid for; what was handed to the socket before the third is replaced by it.
  assert.ok(viewer.data.length <= 2, `${viewer.data.length} keyframes`);
  viewer.data.length = 0;
  await clock.advance(10_000);
  assert.equal(await viewer.nextData(1), 'k0');
  recorder.send({ seq: 1 });
  assert.equal(await viewer.nextData(1), 'd1');
  assert.equal(viewer.data.length, 0);
});

test('the share is the viewer’s, not its connection’s', async (t) => {
  const limits = { ringBytes: 40 * KiB, askBytesBurst: 40 * KiB, askBytesPerSecond: 10 * KiB };
  const { join } = await startRelay(t, { limits });
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0, payload: new Uint8Array(30 * KiB) });
  await recorder.fence();
  let viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  assert.equal(await viewer.nextData(1), 'k0');
  viewer = await join('replayer', { resume: viewer.welcome.resumeToken });
  viewer.tell('need', { epoch: 0, from: 0 });
  await viewer.fence();
  assert.equal(viewer.data.length, 0);
});

test('one user has so many rooms; an empty one of theirs goes for a new one', async (t) => {
  const { enter, join, acts, audit } = await startRelay(t, { limits: { roomsPerUser: 2, rooms: 3 } });
  const first = await join('replayer', { room: 'a' });
  await join('replayer', { room: 'b' });
  assert.deepEqual(await (await enter('replayer', { room: 'c' })).closed, { code: 4429, reason: 'rooms' });
  first.socket.close();
  await first.closed;
  await join('replayer', { room: 'c' });
  assert.equal(acts().filter((act) => act === 'room-ended').length, 1);
  assert.equal(audit.find(({ act }) => act === 'room-ended')?.reason, 'crowded-out');
});

test('rooms that one user opened and left keep no recorder out', async (t) => {
  const { join } = await startRelay(t, { limits: { rooms: 10, roomsPerUser: 10 } });
  for (let room = 0; room < 10; room += 1) {
    const passing = await join('replayer', { room: `left ${room}` });
    passing.socket.close();
    await passing.closed;
  }
  const recorder = await join('recorder', { room: 'honest' });
  await recorder.fence();
  // Where everybody has one room alone nobody is sent away for another.
  const other = await startRelay(t, { limits: { rooms: 1 } });
  const away = await other.join('recorder', { room: 'away' });
  away.socket.close();
  await away.closed;
  assert.deepEqual(await (await other.enter('replayer', { room: 'late' })).closed, { code: 4503, reason: 'rooms' });
});

test('one address has so many connections and rooms, as a trusted proxy tells it', async (t) => {
  const limits = { connectionsPerAddress: 2, roomsPerAddress: 1 };
  const { join, enter, open, host } = await startRelay(t, { trustProxy: true, limits });
  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
  const crowd = '203.0.113.9, 198.51.100.7';
  await join('replayer', { room: 'a' }, from(crowd));
  // What a client writes itself comes first and counts for nothing.
  const second = await enter('replayer', { room: 'b' }, from('192.0.2.1, 198.51.100.7'));
  assert.deepEqual(await second.closed, { code: 4429, reason: 'rooms' });
  await open(from(crowd));
  const [error] = await once(new WebSocket(`ws://${host}/`, 'cc-cobrowse.1', from(crowd)), 'error');
  assert.match(error.message, /429/);
  await join('replayer', { room: 'b' }, from('198.51.100.8'));
  // One customer of IPv6 has a whole network.
  await open(from('2001:db8:0:1::5'));
  await open(from('2001:db8:0:1:ffff::6'));
  const [third] = await once(new WebSocket(`ws://${host}/`, 'cc-cobrowse.1', from('2001:db8::1:0:0:0:7')), 'error');
  assert.match(third.message, /429/);
  await open(from('2001:db8:0:2::5'));
});

test('on loopback without a trusted proxy, which may be one, addresses count for nothing', async (t) => {
  const { open } = await startRelay(t, { limits: { connectionsPerAddress: 1 } });
  for (let connection = 0; connection < 5; connection += 1)
    await open({ headers: { 'X-Forwarded-For': '198.51.100.7' } });
});

test('of refusals without end the audit log has some, and then the number of the rest', async (t) => {
  const { enter, audit, clock } = await startRelay(t);
  for (let refused = 0; refused < 120; refused += 1) await (await enter('replayer', { signature: 'none' })).closed;
  assert.equal(audit.length, 50);
  await clock.advance(10_000);
  const { act, counts } = audit.at(-1)!;
  assert.deepEqual([audit.length, act, counts], [51, 'omitted', { lines: 70 }]);
});

test('of pauses without end too, and joins and ends are never left out', async (t) => {
  const { join, audit } = await startRelay(t, { limits: { controlBurst: 500 } });
  const recorder = await join('recorder');
  for (let pauses = 0; pauses < 100; pauses += 1) {
    recorder.tell('pause', {});
    recorder.tell('resume', {});
  }
  recorder.tell('end', {});
  await recorder.closed;
  const acts = audit.map(({ act }) => act);
  assert.equal(acts.filter((act) => act === 'paused' || act === 'unpaused').length, 50);
  assert.deepEqual(acts.slice(-3), ['omitted', 'left', 'room-ended']);
  assert.deepEqual(audit.at(-3)?.counts, { lines: 150 });
});

test('a viewer of many rooms is one user, whatever ticket it has', async (t) => {
  const { enter, join } = await startRelay(t, { limits: { roomsPerUser: 1 } });
  await join('replayer', { room: 'a' });
  const signature = issueTicket({ room: 'b', role: 'replayer', user: { ...agent, name: 'Other' } }, secret, 1_000_000);
  assert.equal((await (await enter('replayer', { room: 'b', signature })).closed).code, 4429);
});
