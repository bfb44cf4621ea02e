import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROBOT_ACCESS_CODE } from '../../../../demo/platform/agents/voice-call-routes.js';
import { floor } from './agent.js';

const connected = 168101;
const transferred = 168106;
const released = 168110;
const robot = { devicetype: 3, address: ROBOT_ACCESS_CODE };

/** A visitor whose call rings at agent 101. */
async function ringing(setUp: Parameters<typeof floor>[0] = {}, signIn = {}) {
  const made = await floor(setUp);
  const one = await made.ready('101', signIn);
  await made.create();
  const { callId } = made.call();
  return { ...made, one, callId };
}

/** The same, answered; the first events are gone. */
async function talking(setUp: Parameters<typeof floor>[0] = {}, signIn = {}) {
  const made = await ringing(setUp, signIn);
  made.phone().answer();
  await made.one.events();
  await made.heard();
  return made;
}

describe('a call for an agent', () => {
  it('rings where somebody is free, and is told as documented until its end', async () => {
    const { one, heard, phone, callId, call, gateways } = await ringing({}, { autoenteridle: 'false' });
    assert.deepEqual(await heard(), [connected]);
    assert.equal(gateways.calls.length, 0);
    const { accessCode, caller } = phone().expected;
    assert.equal(caller, 'AnonymousCard');
    assert.match(callId, /^\d+-\d+$/);
    const ring = { caller, transfer: 'no', callid: callId, transfrom: '', called: accessCode };
    const rest = { type: 'main', mediaAbility: '1', feature: '0' };
    assert.equal(await one.state(), 7);
    assert.equal(await one.code('PUT', 'voicecall/{id}/answer'), '0');
    const before = await one.events();
    phone().answer();
    phone().end('visitor');
    assert.deepEqual(
      [...before, ...(await one.events())].map(({ eventType, workNo, content }) => [eventType, workNo, content]),
      [
        ['AgentEvent_Ringing', '101', { ...ring, ...rest, mediaType: '2' }],
        ['AgentEvent_Talking', '101', { caller, callid: callId, called: accessCode, ...rest }],
        ['AgentEvent_Customer_Release', '101', { callid: callId, number: caller }],
        ['AgentEvent_Call_Release', '101', callId],
        ['AgentState_Work', '101', null],
      ],
    );
    assert.equal(await one.state(), 5);
    assert.equal(call().endedBy, 'visitor');
    assert.deepEqual(await heard(), [released]);
  });

  it('leaves the agent free again where the sign-in says so', async () => {
    const { one, phone } = await talking({}, { autoenteridle: true });
    phone().end('visitor');
    assert.equal((await one.eventTypes()).at(-1), 'AgentState_Ready');
    assert.equal(await one.state(), 4);
  });

  it('leaves the agent in the status that was asked for meanwhile', async () => {
    const { one, phone } = await talking();
    await one.ask('POST', 'onlineagent/{id}/saybusy');
    assert.deepEqual(await one.eventTypes(), ['AgentState_SetNotReady_Success']);
    assert.equal(await one.state(), 7);
    phone().end('agent');
    assert.deepEqual(await one.eventTypes(), ['AgentEvent_Call_Release', 'AgentState_Busy']);
    assert.equal(await one.state(), 3);
  });

  it('says that it answers by itself, with a number for the media type', async () => {
    const { one } = await ringing({}, { autoanswer: 'true' });
    const [event] = await one.events();
    assert.equal(event?.eventType, 'AgentEvent_Auto_Answer');
    assert.equal((event.content as { mediaType: unknown }).mediaType, 2);
  });

  it('has the object form of Call_Release as a quirk', async () => {
    const { one, phone, callId } = await talking({ typeQuirks: true });
    phone().end('agent');
    assert.deepEqual((await one.events())[0]?.content, { callid: callId });
  });

  it('has the call id of the text session around it', async () => {
    const { send, poll, ready, create, call } = await floor();
    await ready('101');
    await send('CONNECT');
    await create();
    const { json } = await poll();
    assert.equal((json?.['downlinkMessages'] as { callId: string }[])[0]?.callId, call().callId);
  });

  it('rings as video where the visitor shows a picture', async () => {
    const { ready, create } = await floor();
    const one = await ready('101');
    await create({ body: { channel: 'WEB', mediaAbility: '1' } });
    assert.equal(((await one.events())[0]?.content as { mediaAbility: string }).mediaAbility, '3');
  });

  for (const [why, prepare] of [
    ['nobody is signed in', async () => undefined],
    ['the phone is not registered', ({ agent }) => agent('101').signIn()],
    ['the agent gave no phone', ({ agent }) => agent('101').signIn({ phonenum: '' })],
    ['the agent is busy', async ({ ready }) => (await ready('101')).ask('POST', 'onlineagent/{id}/saybusy')],
    [
      'the phone’s socket is lost',
      async ({ ready, phones }) => {
        await ready('101');
        phones.register('40101', false);
      },
    ],
  ] as const satisfies readonly (readonly [string, (made: Awaited<ReturnType<typeof floor>>) => Promise<unknown>])[])
    it(`goes to the robot where ${why}`, async () => {
      const made = await floor();
      await prepare(made);
      await made.create();
      assert.deepEqual([made.gateways.calls.length, made.phones.calls.length], [1, 0]);
    });

  it('goes to the robot where the scenario is about the robot', async () => {
    const { ready, create, clock, gateways, phones } = await floor({ channel: 'silent-agent' });
    await ready('101');
    await create();
    await clock.advance(1_000);
    assert.deepEqual([gateways.calls.length, phones.calls.length], [1, 0]);
  });

  it('goes to the agent who has been free the longest', async () => {
    const { ready, create, phone, clock } = await floor();
    await ready('102');
    await clock.advance(1_000);
    await ready('101');
    await create();
    assert.equal(phone().number, '40102');
  });

  for (const [how, act] of [
    ['is not answered for 20 s', ({ clock }) => clock.advance(20_000)],
    ['is declined by the phone', async ({ phone }) => phone().decline()],
  ] as const satisfies readonly (readonly [string, (made: Awaited<ReturnType<typeof ringing>>) => Promise<void>])[])
    it(`goes on to the robot where it ${how}; the visitor’s first leg stays a while`, async () => {
      const made = await ringing();
      const { one, heard, phone, clock, gateways, callId, call } = made;
      await act(made);
      const events = (await one.events()).slice(1);
      assert.deepEqual(
        events.map(({ eventType, content }) => [eventType, content]),
        [
          ['AgentEvent_No_Answer', callId],
          ['AgentState_Ready', null],
        ],
      );
      assert.deepEqual(await heard(), [connected, transferred, connected]);
      assert.deepEqual(phone().fate, ['dismissed']);
      await clock.advance(2_000);
      assert.deepEqual(phone().fate, ['dismissed', 'hung up']);
      gateways.calls[0]?.answer();
      assert.equal(call().endedBy, null);
      gateways.calls[0]?.visitorHangsUp();
      assert.equal(call().endedBy, 'visitor');
    });

  it('is declined by a release while it rings', async () => {
    const { one, gateways, callId } = await ringing();
    assert.equal(await one.code('DELETE', `voicecall/{id}/release?callid=${callId}`), '0');
    assert.deepEqual((await one.eventTypes()).slice(1), ['AgentEvent_Call_Release', 'AgentState_Ready']);
    assert.equal(gateways.calls.length, 1);
  });

  it('ends with the visitor’s drop, rung or answered', async () => {
    for (const make of [ringing, talking]) {
      const { one, drop, phone } = await make();
      await drop();
      assert.deepEqual((await one.eventTypes()).slice(-3), [
        'AgentEvent_Customer_Release',
        'AgentEvent_Call_Release',
        'AgentState_Ready',
      ]);
      assert.deepEqual(phone().fate, ['hung up']);
    }
  });
});

describe('an agent in a call', () => {
  it('releases it: the visitor is told 168110', async () => {
    const { one, heard, phone, call } = await talking();
    assert.equal(await one.code('DELETE', 'voicecall/{id}/release'), '0');
    assert.deepEqual(await one.eventTypes(), ['AgentEvent_Call_Release', 'AgentState_Ready']);
    assert.deepEqual(await heard(), [released]);
    assert.deepEqual([phone().fate, call().endedBy], [['hung up'], 'agent']);
    assert.equal(await one.code('DELETE', 'voicecall/{id}/release'), '100-007');
  });

  it('holds it and takes it back, muted or not', async () => {
    const { one, phone, callId } = await talking();
    assert.equal(await one.code('POST', 'voicecall/{id}/gethold'), '100-007');
    assert.equal(await one.code('POST', 'voicecall/{id}/beginmute'), '0');
    assert.equal(await one.code('POST', 'voicecall/{id}/hold'), '0');
    assert.equal(await one.code('POST', 'voicecall/{id}/hold'), '100-007');
    const held = (await one.ask('GET', 'calldata/{id}/holdlist')).json?.['result'] as { callid: string }[];
    assert.deepEqual(
      held.map(({ callid }) => callid),
      [callId],
    );
    assert.equal(await one.code('POST', `voicecall/{id}/gethold?callid=${callId}`), '0');
    assert.equal(await one.code('POST', 'voicecall/{id}/endmute'), '0');
    assert.deepEqual(phone().flows, ['to-agent', 'none', 'to-agent', 'both']);
    const events = await one.events();
    assert.deepEqual(
      events.map(({ eventType }) => eventType),
      ['AgentEvent_Hold', 'AgentEvent_Talking'],
    );
    assert.equal(events[0]?.content, callId);
    assert.deepEqual((await one.ask('GET', 'calldata/{id}/holdlist')).json?.['result'], []);
  });

  it('is told of nothing that was overtaken: a hold that ends with the call', async () => {
    const { one, phone } = await talking();
    const taken: (() => void)[] = [];
    phone().flow = () => new Promise((resolve) => taken.push(resolve));
    await one.ask('POST', 'voicecall/{id}/hold');
    phone().end('visitor');
    for (const resolve of taken) resolve();
    assert.ok(!(await one.eventTypes()).includes('AgentEvent_Hold'));
  });

  it('can’t do any of that while it rings, or without a call', async () => {
    const { one, drop } = await ringing();
    const operations = ['hold', 'gethold', 'beginmute', 'endmute', 'transfer'];
    for (const operation of operations)
      assert.equal(await one.code('POST', `voicecall/{id}/${operation}`, { body: robot }), '100-007');
    await drop();
    for (const operation of operations)
      assert.equal(await one.code('POST', `voicecall/{id}/${operation}`, { body: robot }), '100-007');
    assert.equal(await one.code('PUT', 'voicecall/{id}/answer'), '100-007');
  });

  it('can’t sign out, except by force: then the robot goes on', async () => {
    const { one, heard, phone, gateways, call } = await talking();
    assert.equal(await one.code('DELETE', 'onlineagent/{id}/logout'), '100-010');
    assert.equal(await one.code('DELETE', 'onlineagent/{id}/forcelogout'), '0');
    assert.deepEqual(await heard(), [transferred, connected]);
    assert.deepEqual([phone().fate, gateways.calls.length, call().endedBy], [['dismissed'], 1, null]);
  });

  it('is signed out when the console is gone: the robot goes on', async () => {
    const { heard, clock, gateways } = await talking();
    await clock.advance(120_000);
    assert.deepEqual(await heard(), [transferred, connected]);
    assert.equal(gateways.calls.length, 1);
  });
});

describe('a transfer', () => {
  it('goes to the robot: 168106, then a new 168101; the agent has done with it', async () => {
    const { one, heard, phone, clock, gateways, call } = await talking();
    const body = { ...robot, mode: 0, callid: call().callId, holdflag: 'true', caller: '' };
    assert.equal(await one.code('POST', 'voicecall/{id}/transfer', { body }), '0');
    assert.deepEqual(await one.eventTypes(), ['AgentEvent_Call_Release', 'AgentState_Ready']);
    assert.deepEqual(await heard(), [transferred, connected]);
    assert.deepEqual(phone().fate, ['dismissed']);
    assert.notEqual(gateways.calls[0]?.expected.accessCode, phone().expected.accessCode);
    phone().end('visitor');
    await clock.advance(2_000);
    assert.equal(call().endedBy, null);
  });

  it('goes to another agent, who reads and writes the same call’s data', async () => {
    const { one, ready, phone, callId } = await talking();
    const two = await ready('102');
    const calldata = Buffer.from('Ada wants the lamp').toString('base64');
    const data = { callid: callId, calldata, isDataEncoded: true };
    assert.equal(await one.code('PUT', 'calldata/{id}/setcalldataex', { body: data }), '0');
    const body = { devicetype: '2', address: '102', mode: 2 };
    assert.equal(await one.code('POST', 'voicecall/{id}/transfer', { body }), '0');
    assert.equal(phone().number, '40102');
    phone().answer();
    const [ring, talk] = await two.events();
    assert.equal(ring?.eventType, 'AgentEvent_Ringing');
    const content = ring.content as { transfer: string; transfrom: string; callid: string };
    assert.deepEqual([content.transfer, content.transfrom, content.callid], ['yes', '101', callId]);
    assert.equal(talk?.eventType, 'AgentEvent_Talking');
    const { json } = await two.ask('GET', `calldata/{id}/appdata?callId=${callId}`);
    assert.deepEqual(json, { message: '', retcode: '0', result: 'Ada wants the lamp' });
    assert.equal(await one.code('GET', `calldata/{id}/appdata?callId=${callId}`), '100-007');
  });

  it('that nobody takes goes on to the robot', async () => {
    const { one, ready, clock, gateways, heard } = await talking();
    await ready('102');
    await one.ask('POST', 'voicecall/{id}/transfer', { body: { devicetype: 2, address: '102' } });
    await clock.advance(20_000);
    assert.equal(gateways.calls.length, 1);
    assert.deepEqual(await heard(), [transferred, connected, transferred, connected]);
  });

  for (const [why, body, code] of [
    ['an agent who is not there', { devicetype: 2, address: '103' }, '100-007'],
    ['oneself', { devicetype: 2, address: '101' }, '000-002'],
    ['a skill queue', { devicetype: 1, address: '5' }, '000-002'],
    ['nobody', { devicetype: 2 }, '000-002'],
    ['a word', { devicetype: 2, address: 'robot' }, '000-002'],
    ['a word for an IVR', { devicetype: 3, address: 'robot' }, '000-002'],
    ['an IVR that is not there', { devicetype: 3, address: '1790801' }, '000-002'],
    ['the IVR as if it were an agent', { ...robot, devicetype: 2 }, '000-002'],
    ['no device type', { address: ROBOT_ACCESS_CODE }, '000-002'],
    ['a call that is another', { ...robot, callid: '1-1' }, '100-007'],
  ] as const)
    it(`is refused to ${why}, and changes nothing`, async () => {
      const { one, heard } = await talking();
      assert.equal(await one.code('POST', 'voicecall/{id}/transfer', { body }), code);
      assert.equal(await one.state(), 7);
      assert.deepEqual(await heard(), []);
    });
});
