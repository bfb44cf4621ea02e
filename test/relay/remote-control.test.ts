import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, startRelay } from './relay-rig.js';

const click = { do: 'click', on: { id: 4, x: 0.5, y: 0.5 } } as const;
const minutes = (count: number) => count * 60_000;

async function granted(t: Parameters<typeof startRelay>[0], options?: Parameters<typeof startRelay>[1]) {
  const relay = await startRelay(t, options);
  const recorder = await relay.join('recorder', { caps: ['control'] });
  const [viewer, other] = [await relay.join('replayer'), await relay.join('replayer')];
  viewer.tell('control', { want: true });
  assert.equal((await recorder.next('control')).from, viewer.welcome.conn);
  const to = viewer.welcome.conn;
  recorder.tell('grant', { to, ms: minutes(10) });
  for (const peer of [viewer, other]) assert.deepEqual((await peer.next('grant')).d, { to, ms: minutes(10) });
  const acts = () => recorder.frames.filter(({ t: type }) => type === 'act').length;
  const nobody = async (peer: typeof viewer) => assert.deepEqual((await peer.next('grant')).d, { to: '', ms: 0 });
  return { ...relay, recorder, viewer, other, acts, nobody, to };
}

test('an act reaches the recorder from whom it granted control to, and from nobody else', async (t) => {
  const { recorder, viewer, other, acts, audit, to } = await granted(t);
  other.tell('act', click);
  await other.fence();
  viewer.tell('act', click);
  const act = await recorder.next('act');
  assert.equal(act.from, to);
  assert.deepEqual(act.d, click);
  assert.equal(acts(), 0);
  recorder.tell('acted', { to, do: 'click', what: 'button', refused: null });
  assert.deepEqual((await viewer.next('acted')).d, { to, do: 'click', what: 'button', refused: null });
  recorder.tell('acted', { to, do: 'type', what: 'field', refused: 'secret' });
  await viewer.next('acted');
  await other.fence();
  assert.ok(!other.frames.some(({ t: type }) => type === 'acted'));
  const lines = audit.filter(({ act: done }) => done === 'acted' || done.startsWith('control'));
  assert.deepEqual(
    lines.map(({ act: done, user, reason }) => [done, user, reason]),
    [
      ['control-asked', agent.id, undefined],
      ['control-granted', agent.id, undefined],
      ['acted', agent.id, 'click button'],
      ['acted', agent.id, 'type field: secret'],
    ],
  );
});

test('it is over after the time that was granted, and no grant is longer than the relay allows', async (t) => {
  const { recorder, viewer, nobody, acts, clock, to } = await granted(t);
  recorder.tell('grant', { to, ms: minutes(60) });
  assert.equal((await viewer.next('grant')).d.ms, minutes(10));
  await clock.advance(minutes(10));
  await nobody(viewer);
  viewer.tell('act', click);
  await viewer.fence();
  await recorder.fence();
  assert.equal(acts(), 0);
});

for (const [how, end] of [
  ['the recorder takes it back', async ({ recorder }) => recorder.tell('grant', { to: '', ms: 0 })],
  ['the agent gives it back', async ({ viewer }) => viewer.tell('control', { want: false })],
  ['the recorder’s connection is lost', async ({ recorder }) => recorder.socket.terminate()],
] as const satisfies readonly (readonly [string, (room: Awaited<ReturnType<typeof granted>>) => Promise<unknown>])[])
  test(`it is over when ${how}`, async (t) => {
    const room = await granted(t);
    await end(room);
    await room.nobody(room.viewer);
    await room.nobody(room.other);
    room.viewer.tell('act', click);
    await room.viewer.fence();
    assert.equal(room.acts(), 0);
    assert.ok(room.audit.some(({ act }) => act === 'control-over'));
  });

test('it is over when the agent’s connection is lost, also for the same agent who comes back', async (t) => {
  const { join, viewer, other, nobody, recorder, acts } = await granted(t);
  viewer.socket.terminate();
  await nobody(other);
  const back = await join('replayer', { resume: viewer.welcome.resumeToken });
  back.tell('act', click);
  await back.fence();
  await recorder.fence();
  assert.equal(acts(), 0);
});

test('who comes later is told who has it', async (t) => {
  const { join, to, clock } = await granted(t);
  await clock.advance(minutes(4));
  const late = await join('replayer');
  assert.deepEqual((await late.next('grant')).d, { to, ms: minutes(6) });
});

test('acts above the rate are dropped, and the connection lives', async (t) => {
  const { recorder, viewer, clock } = await granted(t, { limits: { actsPerSecond: 5, actsBurst: 10 } });
  for (let count = 0; count < 30; count += 1) viewer.tell('act', click);
  await viewer.fence();
  await recorder.fence();
  const count = () => recorder.frames.filter(({ t: type }) => type === 'act').length;
  assert.equal(count(), 10);
  await clock.advance(1_000);
  for (let again = 0; again < 30; again += 1) viewer.tell('act', click);
  await viewer.fence();
  await recorder.fence();
  assert.equal(count(), 15);
});

test('a grant to nobody who watches is a grant to nobody; a viewer grants nothing, a recorder does not act', async (t) => {
  const { recorder, viewer, nobody, enter } = await granted(t);
  recorder.tell('grant', { to: 'somebody', ms: minutes(1) });
  await nobody(viewer);
  const forger = await enter('replayer');
  await forger.next('welcome');
  forger.tell('grant', { to: 'x', ms: 1 });
  assert.equal((await forger.closed).code, 4403);
  recorder.tell('act', click);
  assert.equal((await recorder.closed).code, 4403);
});
