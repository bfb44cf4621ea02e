import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RestFault } from '../../../../demo/platform/faults.js';
import { floor } from './agent.js';

const empty = { message: '', retcode: '0', event: null };

describe('polling for events', () => {
  it('is held for ten seconds, then answered without an event', async () => {
    const { ready, clock, center } = await floor();
    const poll = (await ready('101')).poll();
    await clock.advance(9_999);
    assert.equal(center.agents.heldPolls, 1);
    await clock.advance(1);
    assert.equal(center.agents.heldPolls, 0);
    assert.deepEqual((await poll).json, empty);
  });

  it('is held for as long as configured, also with call data in its address', async () => {
    const { ready, clock, center } = await floor({ hold: 25_000 });
    const one = await ready('101');
    const poll = one.ask('GET', 'agentevent/{id}?calldata=x');
    await clock.advance(24_999);
    assert.equal(center.agents.heldPolls, 1);
    await clock.advance(1);
    assert.deepEqual((await poll).json, empty);
  });

  it('brings an event at once, one per poll, in their order', async () => {
    const { ready, clock, center } = await floor();
    const one = await ready('101');
    const poll = one.poll();
    await clock.advance(3_000);
    await one.ask('POST', 'onlineagent/{id}/work');
    assert.equal(center.agents.heldPolls, 0);
    assert.deepEqual((await poll).json, {
      message: '',
      retcode: '0',
      event: { eventType: 'AgentState_SetWork_Success', workNo: '101', content: null },
    });
    assert.deepEqual(await one.eventTypes(), ['AgentState_Work']);
  });

  it('loses no event and no Guid to a poll that is given up while the answer is under way', async () => {
    const { ready, clock, center } = await floor();
    const one = await ready('101');
    await clock.advance(60_000);
    const given = new AbortController();
    const poll = one.poll({ signal: given.signal });
    await clock.advance(0);
    center.agents.session('101', one.guid).enter('work');
    given.abort();
    await assert.rejects(poll, { name: 'AbortError' });
    const again = await one.poll();
    assert.deepEqual(again.json?.['event'], { eventType: 'AgentState_SetWork_Success', workNo: '101', content: null });
    assert.notEqual(again.headers.get('set-guid'), null);
  });

  it('is refused where the sign-in asked for push', async () => {
    const { agent } = await floor();
    const one = agent('101');
    await one.signIn({ callBackUri: 'https://desk.example/', serviceToken: 'token' });
    assert.equal(await one.code('GET', 'agentevent/{id}'), '000-001');
  });

  for (const [what, fault, expected] of [
    ['no event', { kind: 'json', json: { message: '', retcode: '0' } }, { message: '', retcode: '0' }],
    ['null', { kind: 'json', json: empty }, empty],
    ['a list', { kind: 'json', json: { ...empty, event: [] } }, { ...empty, event: [] }],
    ['a stop code', { kind: 'json', json: { message: '', retcode: '000-003' } }, { message: '', retcode: '000-003' }],
    ['an empty body', { kind: 'body', body: '' }, null],
    ['204', { kind: 'status', status: 204 }, null],
    ['503', { kind: 'status', status: 503 }, null],
  ] as const satisfies readonly (readonly [string, RestFault, unknown])[])
    it(`can be made to answer with ${what}, and loses nothing by it`, async () => {
      const { agent, center } = await floor();
      const one = agent('101');
      await one.signIn();
      center.faults.next('agentevent', fault);
      const given = await one.poll();
      assert.equal(given.status, fault.kind === 'status' ? fault.status : 200);
      assert.deepEqual(given.json, expected);
      assert.deepEqual(await one.eventTypes(), ['AgentOther_InService', 'AgentState_Ready']);
    });
});

describe('Guid', () => {
  it('is replaced after 60 s, at a poll alone; the one before is good until it is 120 s old', async () => {
    const { ready, clock } = await floor();
    const one = await ready('101');
    const first = one.guid;
    const status = () => one.ask('GET', 'onlineagent/{id}/agentstatus');
    await clock.advance(59_999);
    await one.ask('POST', 'onlineagent/{id}/work');
    assert.equal((await one.poll()).headers.get('set-guid'), null);
    await clock.advance(1);
    assert.equal((await status()).headers.get('set-guid'), null);
    assert.equal(one.guid, first);
    assert.notEqual((await one.poll()).headers.get('set-guid'), null);
    assert.notEqual(one.guid, first);
    const old = (asked = first) => one.code('GET', 'onlineagent/{id}/agentstatus', { guid: asked });
    assert.equal(await old(), '0');
    await clock.advance(59_999);
    assert.equal(await old(), '0');
    await clock.advance(1);
    assert.equal(await old(), '000-003');
    assert.equal((await status()).json?.['retcode'], '0');
  });

  it('is replaced at the end of a poll that was held over its time', async () => {
    const { ready, clock } = await floor();
    const one = await ready('101');
    await clock.advance(55_000);
    const poll = one.poll();
    await clock.advance(10_000);
    assert.notEqual((await poll).headers.get('set-guid'), null);
  });

  it('is told once: an answer that is lost takes it along', async () => {
    const { ready, clock, center } = await floor();
    const one = await ready('101');
    await clock.advance(60_000);
    await one.ask('POST', 'onlineagent/{id}/work');
    center.faults.next('agentevent', { kind: 'lost-answer' });
    await assert.rejects(one.poll(), TypeError);
    assert.equal((await one.poll()).headers.get('set-guid'), null);
    await clock.advance(60_000);
    assert.equal(await one.code('GET', 'agentevent/{id}'), '000-003');
  });

  it('is asked for anew by updateGuid', async () => {
    const { ready, clock } = await floor();
    const one = await ready('101');
    const first = one.guid;
    await clock.advance(119_000);
    assert.equal(await one.code('PUT', 'onlineagent/{id}/updateGuid'), '0');
    assert.notEqual(one.guid, first);
    assert.equal(await one.code('PUT', 'onlineagent/{id}/updateGuid', { guid: first }), '0');
  });

  it('is refused where it is missing, wrong or another agent’s: 000-003; 100-006 is for who is not signed in', async () => {
    const { ready, agent } = await floor();
    const one = await ready('101');
    const other = await ready('102');
    for (const guid of [null, 'x.AgentGateway0', other.guid])
      assert.equal(await one.code('GET', 'agentevent/{id}', { guid }), '000-003');
    assert.equal(await agent('103').code('GET', 'agentevent/{id}', { guid: one.guid }), '100-006');
  });

  it('comes and goes as configured', async () => {
    const { ready, clock } = await floor({ guidInterval: 1_000, guidTimeout: 2_000 });
    const one = await ready('101');
    const first = one.guid;
    await clock.advance(1_000);
    await one.events();
    const poll = one.poll();
    await clock.advance(10_000);
    await poll;
    assert.notEqual(one.guid, first);
    await assert.rejects(floor({ guidInterval: 2, guidTimeout: 2 }), RangeError);
  });
});

describe('status', () => {
  for (const [operation, events, state] of [
    ['saybusy', ['AgentState_SetNotReady_Success', 'AgentState_Busy'], 3],
    ['work', ['AgentState_SetWork_Success', 'AgentState_Work'], 5],
    ['rest/60/1', ['AgentState_SetRest_Success'], 8],
    ['sayfree', ['AgentState_Ready'], 4],
  ] as const)
    it(`${operation} is told and kept`, async () => {
      const { ready } = await floor();
      const one = await ready('101');
      assert.equal(await one.code('POST', `onlineagent/{id}/${operation}`), '0');
      assert.deepEqual(await one.eventTypes(), events);
      assert.equal(await one.state(), state);
      if (state !== 4) assert.equal(await one.code('POST', `onlineagent/{id}/${operation}`), '100-009');
    });

  for (const [enter, cancel, event] of [
    ['saybusy', 'cancelbusy', 'AgentState_CancelNotReady_Success'],
    ['work', 'cancelwork', 'AgentState_CancelWork_Success'],
    ['rest/60/1', 'cancelrest', 'AgentState_CancelRest_Success'],
  ] as const)
    it(`${cancel} leads back, from ${enter} alone`, async () => {
      const { ready } = await floor();
      const one = await ready('101');
      assert.equal(await one.code('POST', `onlineagent/{id}/${cancel}`), '100-009');
      await one.ask('POST', `onlineagent/{id}/${enter}`);
      await one.events();
      assert.equal(await one.code('POST', `onlineagent/{id}/${cancel}`), '0');
      assert.deepEqual(await one.eventTypes(), [event, 'AgentState_Ready']);
      assert.equal(await one.state(), 4);
    });

  it('says when a rest is over, unless it was ended before', async () => {
    const { ready, clock } = await floor();
    const one = await ready('101');
    await one.ask('POST', 'onlineagent/{id}/rest/60/1');
    await clock.advance(60_000);
    assert.deepEqual(await one.eventTypes(), ['AgentState_SetRest_Success', 'AgentState_Rest_Timeout']);
    await one.ask('POST', 'onlineagent/{id}/cancelrest');
    await one.ask('POST', 'onlineagent/{id}/rest/30/1');
    await one.ask('POST', 'onlineagent/{id}/cancelrest');
    await one.events();
    await clock.advance(30_000);
    assert.deepEqual(await one.eventTypes(), []);
  });

  it('refuses what is no rest, and flags that are none', async () => {
    const { ready } = await floor();
    const one = await ready('101');
    for (const path of ['rest/0/1', 'rest/86400/1', 'rest/60/256', 'rest/x/1', 'autoanswer/yes', 'resetskill/1'])
      assert.equal(await one.code('POST', `onlineagent/{id}/${path}`), '000-002', path);
    for (const path of ['resetskill/true?skillid=1;2&phonelinkage=0', 'autoanswer/true', 'autoenteridle/false'])
      assert.equal(await one.code('POST', `onlineagent/{id}/${path}`), '0', path);
  });

  it('is part of what a reloaded console asks for', async () => {
    const { ready } = await floor();
    const one = await ready('101');
    assert.deepEqual((await one.ask('POST', 'onlineagent/{id}/syncagentinfo')).json, {
      message: 'success',
      retcode: '0',
      result: {
        agentStateInfo: { state: 4, callData: '', mainCallId: '', curCallId: '' },
        callinfo: null,
      },
    });
  });
});
