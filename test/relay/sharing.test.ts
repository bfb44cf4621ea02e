import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, startRelay, visitor } from './relay-rig.js';

test('a keyframe and the deltas after it reach a viewer that asks, and one that comes late', async (t) => {
  const { join, clock } = await startRelay(t);
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0, more: true });
  recorder.send({ kind: 'keyframe', seq: 0, part: 1 });
  recorder.send({ seq: 1 });
  await recorder.fence();
  const viewer = await join('replayer');
  await viewer.fence();
  assert.deepEqual(viewer.data, []);
  viewer.tell('need', { epoch: 0, from: 0 });
  assert.equal(await viewer.nextData(3), 'k0 k0 d1');
  recorder.send({ seq: 2, payload: Uint8Array.of(9, 9) });
  await viewer.fence();
  assert.deepEqual(await viewer.nextData(1), 'd2');
  await clock.advance(1_000);
  assert.deepEqual((await recorder.next('ack')).d, { epoch: 1, seq: 2 });
});

test('the bytes of a data frame pass unchanged', async (t) => {
  const { join } = await startRelay(t);
  const [recorder, viewer] = [await join('recorder'), await join('replayer')];
  viewer.tell('need', { epoch: 0, from: 0 });
  const payload = crypto.getRandomValues(new Uint8Array(60_000));
  recorder.send({ kind: 'keyframe', seq: 0, epoch: 3, time: 1_700_000_000_123, inflatedLength: 70_000, payload });
  await recorder.fence();
  await viewer.fence();
  const lease = recorder.welcome.lease;
  const head = { kind: 'keyframe', more: false, part: 0, lease, epoch: 3, seq: 0, time: 1_700_000_000_123 };
  assert.deepEqual(viewer.data, [{ ...head, inflatedLength: 70_000, payload }]);
});

test('several viewers that need a keyframe cause one request, and one in step gets none of it', async (t) => {
  const { join, clock } = await startRelay(t, { limits: { ringBytes: 2_000, behindBytes: 4_000 } });
  const recorder = await join('recorder');
  const inStep = await join('replayer');
  inStep.tell('need', { epoch: 0, from: 0 });
  recorder.send({ kind: 'keyframe', seq: 0 });
  for (const seq of [1, 2, 3]) recorder.send({ seq, payload: new Uint8Array(500) });
  assert.equal(await inStep.nextData(4), 'k0 d1 d2 d3');
  const late = [await join('replayer'), await join('replayer')];
  for (const viewer of late) {
    viewer.tell('need', { epoch: 0, from: 0 });
    await viewer.fence();
  }
  await recorder.next('keyframe');
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'keyframe'));
  recorder.send({ kind: 'keyframe', seq: 3 });
  recorder.send({ seq: 4 });
  for (const viewer of late) assert.equal(await viewer.nextData(2), 'k3 d4');
  assert.equal(await inStep.nextData(1), 'd4');
  // It was answered: nobody is asked again.
  await clock.advance(60_000);
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'keyframe'));
});

test('a recorder begins with a keyframe by itself, and is asked where none comes, and again', async (t) => {
  const { join, clock } = await startRelay(t);
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  await viewer.fence();
  const recorder = await join('recorder');
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'keyframe'));
  await clock.advance(1_000);
  await recorder.next('keyframe');
  await clock.advance(5_000);
  await recorder.next('keyframe');
});

test('whoever waits as a recorder comes gets the keyframe that it begins with, and asks for no other', async (t) => {
  const { join, clock } = await startRelay(t);
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  await viewer.fence();
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0 });
  assert.equal(await viewer.nextData(1), 'k0');
  await clock.advance(10_000);
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'keyframe'));
});

test('who comes while a keyframe is on its way waits for that one', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0, more: true });
  await recorder.fence();
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  await viewer.fence();
  recorder.send({ kind: 'keyframe', seq: 0, part: 1 });
  assert.equal(await viewer.nextData(2), 'k0 k0');
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'keyframe'));
});

test('a gap is filled from the ring, and by a keyframe where it is gone from there', async (t) => {
  const { join } = await startRelay(t, { limits: { ringBytes: 2_000 } });
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  recorder.send({ kind: 'keyframe', seq: 0 });
  for (const seq of [1, 2, 3, 4]) recorder.send({ seq, payload: new Uint8Array(500) });
  assert.equal(await viewer.nextData(5), 'k0 d1 d2 d3 d4');
  viewer.tell('need', { epoch: 1, from: 3 });
  assert.equal(await viewer.nextData(2), 'd3 d4');
  viewer.tell('need', { epoch: 1, from: 1 });
  await recorder.next('keyframe');
  recorder.send({ kind: 'keyframe', seq: 4 });
  assert.equal(await viewer.nextData(1), 'k4');
});

test('a new epoch reaches viewers as a keyframe, whatever they had', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  viewer.tell('need', { epoch: 0, from: 0 });
  recorder.send({ kind: 'keyframe', seq: 0 });
  recorder.send({ seq: 1 });
  recorder.send({ kind: 'keyframe', seq: 0, epoch: 2, more: true });
  recorder.send({ seq: 1, epoch: 2 });
  recorder.send({ kind: 'keyframe', seq: 0, epoch: 2, part: 1 });
  assert.equal(await viewer.nextData(5), 'k0 d1 k0 k0 d1');
});

test('pointer and mark reach the recorder with their sender, the latest wins, no closer than 50 ms', async (t) => {
  const { join, clock, audit } = await startRelay(t);
  const recorder = await join('recorder', { caps: ['mark'] });
  const viewer = await join('replayer');
  assert.deepEqual((await viewer.next('recorder')).d.caps, ['mark']);
  for (const x of [1, 2, 3]) viewer.tell('pointer', { at: [x, 0] }, { from: 'somebody else' });
  viewer.tell('mark', { points: [[1, 1]] });
  await viewer.fence();
  const first = await recorder.next('pointer');
  assert.deepEqual([first.from, first.d], [viewer.welcome.conn, { at: [1, 0] }]);
  assert.equal((await recorder.next('mark')).from, viewer.welcome.conn);
  await clock.advance(50);
  assert.deepEqual((await recorder.next('pointer')).d, { at: [3, 0] });
  await recorder.fence();
  assert.ok(!recorder.frames.some(({ t: type }) => type === 'pointer'));
  assert.deepEqual(
    audit.filter(({ act }) => act === 'pointed' || act === 'marked').map(({ act, user }) => [act, user]),
    [
      ['pointed', agent.id],
      ['marked', agent.id],
    ],
  );
});

test('viewers hear of a pause, late ones too', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  const viewer = await join('replayer');
  assert.equal((await viewer.next('recorder')).d.paused, false);
  recorder.tell('pause', {});
  assert.equal((await viewer.next('recorder')).d.paused, true);
  const late = await join('replayer');
  assert.deepEqual((await late.next('recorder')).d, {
    state: 'here',
    paused: true,
    user: visitor,
    caps: [],
    graceMs: 0,
  });
  recorder.tell('resume', {});
  assert.equal((await viewer.next('recorder')).d.paused, false);
});

test('a recorder is told who watches', async (t) => {
  const { join } = await startRelay(t);
  const recorder = await join('recorder');
  assert.deepEqual((await recorder.next('viewers')).d.viewers, []);
  const viewer = await join('replayer');
  assert.deepEqual((await recorder.next('viewers')).d.viewers, [{ conn: viewer.welcome.conn, user: agent }]);
  viewer.socket.close();
  assert.deepEqual((await recorder.next('viewers')).d.viewers, []);
});

for (const ending of ['recorder', 'replayer'] as const)
  test(`a ${ending} ends it for both`, async (t) => {
    const { join, audit } = await startRelay(t);
    const peers = { recorder: await join('recorder'), replayer: await join('replayer') };
    peers[ending].tell('end', {});
    const closed = { code: 4410, reason: `ended-by-${ending}` };
    assert.deepEqual([await peers.recorder.closed, await peers.replayer.closed], [closed, closed]);
    assert.equal(audit.at(-1)?.act, 'room-ended');
  });
