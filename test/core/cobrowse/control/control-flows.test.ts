import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { GRANT_MS } from '../../../../src/core/cobrowse/control/control-desk.js';
import type { AuditRecord } from '../../../../src/relay/audit.js';
import { systemClock } from '../../../../src/core/lib/clock.js';
import { FlowRig, Page, until } from '../flow-rig.js';

/** Ends what is still connected when the test is over: it would look for its relay for two minutes. */
const ends = <T extends { stop(): Promise<void> }>(t: TestContext, flow: T): T => {
  t.after(() => flow.stop());
  return flow;
};

/** A page whose visitor agreed, and an agent who asks for control of it. */
async function asking(t: TestContext) {
  const audit: AuditRecord[] = [];
  const rig = await FlowRig.start(t, { onAudit: (record) => audit.push(record) });
  const page = new Page();
  page.acts = [];
  let skew = 0;
  const clock = { ...systemClock, now: () => Date.now() + skew };
  const visitor = ends(t, rig.share(page, {}, clock).flow);
  visitor.agree();
  const { flow, picture } = rig.watch();
  const agent = ends(t, flow);
  await until(() => agent.control.state.name === 'free' && visitor.state.name === 'sharing');
  const desk = visitor.control!;
  agent.control.ask();
  await until(() => desk.state.name === 'asked');
  const allow = async () => {
    await desk.allow();
    await until(() => agent.control.state.name === 'mine');
  };
  const acted = () => audit.filter(({ act }) => act === 'acted').map(({ reason }) => reason);
  const after = (ms: number) => (skew += ms);
  return { rig, page, visitor, agent, picture, desk, allow, acted, after, audit };
}

const seat = (agent: { control: { state: { name: string; ended: string | null } } }) => {
  const { name, ended } = agent.control.state;
  return [name, ended];
};

test('an agent who was allowed to acts on the page, in the order of the acts, and hears what became of each', async (t) => {
  const { page, agent, allow, acted } = await asking(t);
  agent.control.do({ do: 'type', text: 'too early' });
  await allow();
  for (const character of 'Zoë') agent.control.do({ do: 'type', text: character });
  agent.control.do({ do: 'key', key: 'Tab', shift: false });
  agent.control.do({ do: 'fill', id: 4, text: '2026-11-26' });
  await until(() => agent.control.state.outcome?.do === 'fill');
  assert.equal(page.acts!.map((act) => (act.do === 'type' ? act.text : act.do)).join(' '), 'Z oë key fill');
  assert.equal(agent.control.state.outcome?.refused, 'secret');
  assert.deepEqual(acted(), ['type field', 'type field', 'key field', 'fill field: secret']);
});

test('the visitor says no; for half a minute they are not asked again', async (t) => {
  const { agent, desk, after, page } = await asking(t);
  desk.refuse();
  await until(() => agent.control.state.name === 'free');
  assert.deepEqual(seat(agent), ['free', 'refused']);
  agent.control.ask();
  await until(() => agent.control.state.name === 'free');
  assert.equal(desk.state.name, 'off');
  after(30_000);
  agent.control.ask();
  await until(() => desk.state.name === 'asked');
  assert.deepEqual(page.acts, []);
});

for (const [how, end] of [
  ['the visitor uses the page', ({ page }) => page.ownInput()],
  ['the visitor takes it back', ({ desk }) => desk.takeBack()],
  ['the visitor pauses', ({ visitor }) => visitor.pause()],
  ['the element leaves the page', ({ visitor }) => visitor.hold()],
] as const satisfies readonly (readonly [string, (room: Awaited<ReturnType<typeof asking>>) => void])[])
  test(`it is over at once when ${how}`, async (t) => {
    const room = await asking(t);
    await room.allow();
    end(room);
    assert.equal(room.desk.state.name, 'off');
    assert.equal(room.page.handsLeft, 1);
    await until(() => room.agent.control.state.name !== 'mine');
    assert.equal(room.agent.control.state.ended, 'over');
    room.agent.control.do({ do: 'type', text: 'x' });
    room.desk.act('anybody', { do: 'type', text: 'x' });
    assert.deepEqual(room.page.acts, []);
  });

test('it is over after ten minutes', async (t) => {
  const { desk, allow } = await asking(t);
  await allow();
  const { state } = desk;
  assert.ok(state.name === 'granted');
  assert.ok(Math.abs(state.until - Date.now() - GRANT_MS) < 60_000);
  assert.equal(GRANT_MS, 600_000);
});

test('a connection that is lost and comes back keeps the grant; a watcher who has left loses it', async (t) => {
  const { rig, agent, desk, allow } = await asking(t);
  await allow();
  rig.sockets[0]!.terminate();
  await until(() => agent.control.state.name !== 'mine');
  await until(() => agent.control.state.name === 'mine');
  await agent.stop();
  await until(() => desk.state.name === 'off');
});

test('what an agent gives back is over for both', async (t) => {
  const { agent, desk, allow } = await asking(t);
  await allow();
  agent.control.giveBack();
  await until(() => desk.state.name === 'off');
  assert.deepEqual(seat(agent), ['free', null]);
});

test('one agent has it at a time, and the others are told', async (t) => {
  const { rig, agent, desk, allow } = await asking(t);
  const other = ends(t, rig.watch().flow);
  await until(() => other.control.state.name === 'free');
  other.control.ask();
  await allow();
  await until(() => other.control.state.name === 'taken');
  other.control.do({ do: 'type', text: 'mine' });
  assert.deepEqual([agent.control.state.name, other.control.state.ended], ['mine', 'refused']);
  desk.takeBack();
  await until(() => other.control.state.name === 'free');
});

test('a hand that can’t be loaded is a no', async (t) => {
  const rig = await FlowRig.start(t);
  const page = new Page();
  Object.defineProperty(page, 'takeHand', { value: () => Promise.reject(new Error('not loaded')) });
  const visitor = ends(t, rig.share(page).flow);
  visitor.agree();
  const agent = ends(t, rig.watch().flow);
  await until(() => agent.control.state.name === 'free');
  agent.control.ask();
  await until(() => visitor.control!.state.name === 'asked');
  await visitor.control!.allow();
  await until(() => agent.control.state.ended === 'refused');
});

test('where the site does not allow it, an agent can’t ask', async (t) => {
  const rig = await FlowRig.start(t);
  const page = new Page();
  const visitor = ends(t, rig.share(page).flow);
  visitor.agree();
  const { flow, picture } = rig.watch();
  const agent = ends(t, flow);
  await until(() => picture.shows(page));
  agent.control.ask();
  assert.equal(agent.control.state.name, 'none');
  assert.equal(visitor.control, null);
});
