import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ContactCenter } from '../../../../demo/platform/contact-center.js';
import { FakeGateways } from '../fake-gateways.js';
import { ORIGIN } from '../visitor.js';
import { floor } from './agent.js';

const GUID = /^JSESSIONID=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.AgentGateway0$/;

describe('signing in', () => {
  it('answers in the types of the sample, with a Guid', async () => {
    const { agent, clock } = await floor();
    const { status, json, headers } = await agent('101').signIn({ agenttype: '4', status: '4', releasephone: 'false' });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      message: '',
      retcode: '0',
      result: {
        vdnid: 1,
        workno: '101',
        mediatype: 'TTF',
        loginTime: String(clock.now()),
        isForceChange: 'false',
        serverName: 'AgentGateway',
        timeRemaining: '9',
      },
    });
    assert.match(headers.get('set-guid') ?? '', GUID);
  });

  for (const [status, expected] of [
    [4, ['AgentOther_InService', 'AgentState_Ready']],
    ['3', ['AgentOther_InService', 'AgentState_Ready', 'AgentState_SetNotReady_Success']],
    [5, ['AgentOther_InService', 'AgentState_Ready', 'AgentState_Work']],
  ] as const)
    it(`tells of itself, with status ${status}`, async () => {
      const { agent } = await floor();
      const one = agent('101');
      await one.signIn({ status });
      const events = await one.events();
      assert.deepEqual(
        events,
        expected.map((eventType) => ({ eventType, workNo: '101', content: null })),
      );
      assert.equal(await one.state(), Number(status));
    });

  it('works without a media server', async () => {
    const { agent } = await floor();
    assert.equal((await agent('101').signIn({}, '/loginex')).json?.['retcode'], '0');
  });

  for (const [why, id, body, code] of [
    ['a wrong password', '101', { password: 'no' }, '100-004'],
    ['an agent who is none', '999', {}, '100-004'],
    ['no password', '101', { password: undefined }, '100-001'],
    ['a password of 33 characters', '101', { password: 'x'.repeat(33) }, '100-001'],
    ['a phone number of 25 characters', '101', { phonenum: '1'.repeat(25) }, '100-001'],
    ['a phone number that is no SIP user', '101', { phonenum: '1@2' }, '100-001'],
    ['a status that is none', '101', { status: 8 }, '100-001'],
    ['an agent type that is none', '101', { agenttype: 5 }, '100-012'],
    ['a flag that is none', '101', { autoanswer: 'maybe' }, '100-001'],
    ['an id below the range', '100', {}, '000-002'],
    ['an id above the range', '1000000', {}, '000-002'],
    ['an id that is no number', '1o1', {}, '000-002'],
  ] as const)
    it(`is refused for ${why}`, async () => {
      const { agent } = await floor();
      const { status, json, headers } = await agent(id).signIn(body);
      assert.deepEqual([status, json?.['retcode']], [200, code]);
      assert.equal(headers.get('set-guid'), null);
    });

  it('takes the whole range of ids', async () => {
    const gateways = new FakeGateways();
    const agents = [{ agentId: '999999', password: 'demo' }];
    const { agent } = await floor({ agents });
    assert.equal((await agent('999999').signIn()).json?.['retcode'], '0');
    for (const agentId of ['100', '1000000', 'x'])
      assert.throws(
        () => new ContactCenter({ gateways, appKey: '', appSecret: '', agents: [{ agentId, password: '' }] }),
        RangeError,
      );
  });

  it('is refused for a body that is no JSON object', async () => {
    const { agent } = await floor();
    for (const body of ['{', '[]', 'null'])
      assert.equal(await agent('101').code('PUT', 'onlineagent/{id}', { body }), '000-006');
  });

  it('is refused the second time, unless by force', async () => {
    const { agent, phones } = await floor();
    const first = agent('101');
    const second = agent('101');
    await first.signIn();
    phones.register('40101');
    assert.equal((await second.signIn()).json?.['retcode'], '100-002');
    assert.equal((await second.signIn({}, '/forcelogin')).json?.['retcode'], '0');
    assert.equal(await first.code('GET', 'onlineagent/{id}/agentstatus'), '000-003');
    assert.deepEqual(await second.eventTypes(), ['AgentOther_InService', 'AgentState_Ready']);
  });

  it('by force answers the poll of the one before', async () => {
    const { agent, clock } = await floor();
    const first = agent('101');
    await first.signIn();
    await first.events();
    const poll = first.poll();
    await clock.advance(1_000);
    await agent('101').signIn({}, '/forcelogin');
    assert.equal((await poll).json?.['retcode'], '000-003');
  });

  it('is refused with another agent’s phone number', async () => {
    const { agent, phones } = await floor();
    await agent('101').signIn({ phonenum: '777' });
    assert.equal((await agent('102').signIn({ phonenum: '777' })).json?.['retcode'], '100-013');
    assert.deepEqual(phones.numbers, ['777']);
  });
});

describe('signing out', () => {
  for (const path of ['logout', 'forcelogout'])
    it(`${path} ends everything`, async () => {
      const { agent, phones, clock } = await floor();
      const one = agent('101');
      await one.signIn();
      await one.events();
      const poll = one.poll();
      await clock.advance(1_000);
      assert.equal(await one.code('DELETE', `onlineagent/{id}/${path}`), '0');
      assert.equal((await poll).json?.['retcode'], '100-006');
      assert.deepEqual(phones.numbers, []);
      assert.equal(await one.code('GET', 'agentevent/{id}'), '100-006');
      assert.equal(await one.code('DELETE', `onlineagent/{id}/${path}`), '100-006');
      assert.equal((await one.signIn()).json?.['retcode'], '0');
    });

  it('happens by itself after two minutes without a poll', async () => {
    const { agent, clock, center } = await floor({ guidTimeout: 600_000 });
    const one = agent('101');
    await one.signIn();
    await clock.advance(119_999);
    assert.equal(await one.code('GET', 'onlineagent/{id}/agentstatus'), '0');
    await one.events();
    await clock.advance(119_999);
    assert.deepEqual(center.agents.signedIn, ['101']);
    await clock.advance(1);
    assert.deepEqual(center.agents.signedIn, []);
    assert.equal(await one.code('GET', 'onlineagent/{id}/agentstatus'), '100-006');
  });

  it('leaves no timer behind', async () => {
    const { agent, clock } = await floor();
    const before = clock.pending;
    const one = agent('101');
    await one.signIn();
    await one.ask('POST', 'onlineagent/{id}/rest/60/1');
    await one.code('DELETE', 'onlineagent/{id}/logout');
    assert.equal(clock.pending, before);
  });
});

describe('another site’s console', () => {
  const origin = 'https://desk.example';

  it('may read and send the Guid where its origin is listed', async () => {
    const { agent, center } = await floor({ origins: [origin] });
    const preflight = await center.handle(
      new Request(`${ORIGIN}/agentgateway/resource/onlineagent/101`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT' },
      }),
    );
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PUT, DELETE/);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /\bguid\b/i);
    const { headers } = await agent('101').ask('PUT', 'onlineagent/{id}', {
      body: { password: 'demo' },
      headers: { origin },
    });
    assert.equal(headers.get('access-control-allow-origin'), origin);
    assert.match(headers.get('access-control-expose-headers') ?? '', /\bSet-GUID\b/);
  });

  it('gets nothing where it is not', async () => {
    const { agent } = await floor();
    const { headers } = await agent('101').ask('PUT', 'onlineagent/{id}', { headers: { origin } });
    assert.equal(headers.get('access-control-allow-origin'), null);
  });
});

describe('addresses', () => {
  it('are 404 or 405 with the platform’s code where nothing is, or not with this method', async () => {
    const { agent } = await floor();
    const one = agent('101');
    await one.signIn();
    for (const [method, path, status] of [
      ['GET', 'nowhere/{id}', 404],
      ['POST', 'agentevent/{id}', 405],
      ['POST', 'calldata/{id}/setcalldataex', 405],
    ] as const) {
      const given = await one.ask(method, path);
      assert.deepEqual([given.status, given.json?.['retcode']], [status, '000-002']);
    }
  });
});
