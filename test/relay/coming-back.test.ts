import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRelay, type Peer } from './relay-rig.js';

/** The connection is lost without a word. */
const lose = (peer: Peer) => peer.socket.terminate();

test('a recorder that lost its connection goes on where it was, unacknowledged frames again', async (t) => {
  const { join } = await startRelay(t);
  const first = await join('recorder');
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  first.send({ kind: 'keyframe', seq: 0 });
  first.send({ seq: 1 });
  assert.equal(await viewer.nextData(2), 'k0 d1');
  lose(first);
  await first.closed;
  const second = await join('recorder', { resume: first.welcome.resumeToken });
  const { conn, lease, resumed, epoch, seq } = second.welcome;
  assert.deepEqual([conn, lease, resumed, epoch, seq], [first.welcome.conn, first.welcome.lease, true, 1, 1]);
  assert.notEqual(second.welcome.resumeToken, first.welcome.resumeToken);
  second.send({ seq: 1 });
  second.send({ seq: 2 });
  assert.equal(await viewer.nextData(1), 'd2');
});

test('viewers are told of a navigation, how long it may take, and that it is over', async (t) => {
  const { join, clock } = await startRelay(t);
  const before = await join('recorder', { caps: ['mark'] });
  const viewer = await join('replayer');
  await viewer.next('recorder');
  lose(before);
  const away = (await viewer.next('recorder')).d;
  assert.deepEqual([away.state, away.graceMs], ['away', 120_000]);
  await clock.advance(100_000);
  const late = await join('replayer');
  assert.equal((await late.next('recorder')).d.graceMs, 20_000);
  const after = await join('recorder', { resume: before.welcome.resumeToken, caps: [] });
  assert.equal((await viewer.next('recorder')).d.state, 'here');
  await clock.advance(120_000);
  await viewer.fence();
  await after.fence();
});

test('beyond the grace the room is over, and the token good for nothing', async (t) => {
  const { join, enter, clock, acts } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  await viewer.next('recorder');
  lose(recorder);
  await viewer.next('recorder');
  await clock.advance(120_000);
  assert.deepEqual(await viewer.closed, { code: 4410, reason: 'recorder-gone' });
  const back = await enter('recorder', { resume: recorder.welcome.resumeToken });
  assert.deepEqual(await back.closed, { code: 4401, reason: 'ticket-malformed' });
  assert.deepEqual(acts().slice(2, 6), ['lost', 'left', 'left', 'room-ended']);
});

test('a keyframe that was cut short by the loss is asked for again', async (t) => {
  const { join, clock } = await startRelay(t);
  const before = await join('recorder');
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  before.send({ kind: 'keyframe', seq: 0, more: true });
  await before.fence();
  lose(before);
  await before.closed;
  const after = await join('recorder', { resume: before.welcome.resumeToken });
  after.send({ seq: 1 });
  await clock.advance(1_000);
  await after.next('keyframe');
  after.send({ kind: 'keyframe', seq: 1 });
  assert.equal(await viewer.nextData(1), 'k1');
});

test('a resume token is good once, and for its own room and role', async (t) => {
  const { join, enter } = await startRelay(t);
  const first = await join('replayer');
  const token = first.welcome.resumeToken;
  const asRecorder = await enter('recorder', { resume: token });
  assert.deepEqual(await asRecorder.closed, { code: 4403, reason: 'grant' });
  const elsewhere = await enter('replayer', { room: 'other', resume: token });
  assert.deepEqual(await elsewhere.closed, { code: 4403, reason: 'grant' });
  await join('replayer', { resume: token });
  assert.deepEqual(await first.closed, { code: 4409, reason: 'resumed-elsewhere' });
  assert.equal((await (await enter('replayer', { resume: token })).closed).code, 4401);
});

test('an unknown resume token beside a good ticket is a new beginning', async (t) => {
  const { join, ticket } = await startRelay(t);
  const viewer = await join('replayer', { resume: 'unknown', signature: ticket('replayer') });
  assert.equal(viewer.welcome.resumed, false);
});

test('a viewer that resumes is sent what it missed, after it asked', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  const before = await join('replayer');
  before.tell('need', { epoch: 0, from: 0 });
  recorder.send({ kind: 'keyframe', seq: 0 });
  assert.equal(await before.nextData(1), 'k0');
  lose(before);
  for (const seq of [1, 2]) recorder.send({ seq });
  await recorder.fence();
  const after = await join('replayer', { resume: before.welcome.resumeToken });
  assert.deepEqual([after.welcome.resumed, after.welcome.conn], [true, before.welcome.conn]);
  await after.fence();
  assert.deepEqual(after.data, []);
  after.tell('need', { epoch: 1, from: 1 });
  assert.equal(await after.nextData(2), 'd1 d2');
});

test('a viewer that stays away longer than 120 s is forgotten', async (t) => {
  const { join, enter, clock } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  await recorder.next('viewers');
  await recorder.next('viewers');
  lose(viewer);
  await recorder.next('viewers');
  await clock.advance(120_000);
  const back = await enter('replayer', { resume: viewer.welcome.resumeToken });
  assert.equal((await back.closed).code, 4401);
  await recorder.fence();
});

test('another tab of the same visitor takes over, with a greater lease and paused no more', async (t) => {
  const { join, enter, acts } = await startRelay(t);
  const first = await join('recorder', { tab: 'one' });
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  first.send({ kind: 'keyframe', seq: 0 });
  first.tell('pause', {});
  assert.equal(await viewer.nextData(1), 'k0');
  const second = await join('recorder', { tab: 'two' });
  assert.deepEqual(await first.closed, { code: 4409, reason: 'taken-over' });
  assert.deepEqual([second.welcome.lease, second.welcome.epoch], [first.welcome.lease + 1, 1]);
  assert.ok(acts().includes('took-over'));
  const news = [await viewer.next('recorder'), await viewer.next('recorder'), await viewer.next('recorder')];
  assert.deepEqual(
    news.map(({ d }) => [d.state, d.paused]),
    [
      ['here', false],
      ['here', true],
      ['here', false],
    ],
  );
  assert.equal((await (await enter('recorder', { resume: first.welcome.resumeToken })).closed).code, 4401);
  second.send({ kind: 'keyframe', seq: 0, epoch: 2 });
  assert.equal(await viewer.nextData(1), 'k0');
  second.send({ seq: 1, epoch: 2, lease: first.welcome.lease });
  assert.deepEqual(await second.closed, { code: 4409, reason: 'stale-lease' });
});

test('nobody else takes over, not even in the grace', async (t) => {
  const { join, enter, ticket } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  const other = () => ticket('recorder', 'room', 60, { id: 'visitor-2', name: 'Eve' });
  const refused = { code: 4409, reason: 'other-recorder' };
  assert.deepEqual(await (await enter('recorder', { signature: other() })).closed, refused);
  await viewer.next('recorder');
  lose(recorder);
  await viewer.next('recorder');
  assert.deepEqual(await (await enter('recorder', { signature: other() })).closed, refused);
});

test('a relay that is closed and started again: all come back with new tickets, the epoch grows on', async (t) => {
  const before = await startRelay(t);
  const recorder = await before.join('recorder');
  const viewer = await before.join('replayer');
  await before.relay.close();
  const drained = { code: 4503, reason: 'drain' };
  assert.deepEqual([await recorder.closed, await viewer.closed], [drained, drained]);

  const after = await startRelay(t);
  assert.equal((await (await after.enter('recorder', { resume: recorder.welcome.resumeToken })).closed).code, 4401);
  const again = await after.join('recorder');
  const watching = await after.join('replayer');
  assert.deepEqual([again.welcome.resumed, again.welcome.epoch, watching.welcome.resumed], [false, 0, false]);
  watching.tell('need', { epoch: 5, from: 9 });
  await watching.fence();
  again.send({ kind: 'keyframe', seq: 0, epoch: 6 });
  assert.equal(await watching.nextData(1), 'k0');
});

test(
  'draining closes strangers, too, and does not wait for those who do not answer',
  { timeout: 10_000 },
  async (t) => {
    const { relay, open, join, clock } = await startRelay(t);
    const stranger = await open();
    const deaf = await join('replayer');
    deaf.socket.pause();
    const closing = relay.close();
    assert.equal((await stranger.closed).code, 4503);
    await clock.advance(2_000);
    await closing;
  },
);
