import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit, type Json } from './visitor.js';

const messages = (json: Json | null): Json[] => (json?.['downlinkMessages'] ?? []) as Json[];

for (const family of ['fabric', 'webadapter'] as const)
  describe(`text session, ${family}`, () => {
    it('opens, and tells the call id in the documented message', async () => {
      const { send, poll, clock, identity, center } = await visit({ family });
      assert.deepEqual((await send('CONNECT')).json, { resultCode: '0', resultDesc: '' });
      assert.equal(center.textSessions, 1);
      const { json } = await poll();
      assert.deepEqual([json?.['resultCode'], json?.['resultDesc']], ['0', 'query user messages success.']);
      const [system, agent, ...others] = messages(json);
      assert.deepEqual(others, []);
      assert.match(String(system?.['callId']), /^\d+-\d+$/);
      assert.deepEqual(
        { ...agent, callId: 'C', from: 'F' },
        {
          from: 'F',
          channel: 'WEB',
          to: identity.userId,
          controlType: 'CONNECT',
          mediaType: 'TEXT',
          content: 'connected',
          simQuestions: null,
          senderNickname: 'Agent',
          senderAvatar: '1',
          timestamp: clock.now(),
          sourceType: 'AGENT',
          callId: 'C',
          robotGender: null,
        },
      );
      assert.deepEqual([system?.['sourceType'], agent?.['callId']], ['SYSTEM', system?.['callId']]);
      assert.deepEqual(messages((await poll()).json), []);
    });

    it('finds the same session when it is opened twice', async () => {
      const { send, poll, center } = await visit({ family });
      await send('CONNECT');
      const before = messages((await poll()).json)[0]?.['callId'];
      await send('CONNECT');
      assert.equal(messages((await poll()).json)[0]?.['callId'], before);
      assert.equal(center.textSessions, 1);
    });

    it('closes, as often as one says so', async () => {
      const { send, poll, center } = await visit({ family });
      await send('CONNECT');
      for (let time = 0; time < 2; time += 1) assert.equal((await send('DISCONNECT')).json?.['resultCode'], '0');
      assert.equal(center.textSessions, 0);
      assert.notEqual((await poll()).json?.['resultCode'], '0');
    });

    it('is released when neither poll nor send is seen for its time', async () => {
      const { send, poll, center, clock } = await visit({ family, sessionTimeout: 60_000 });
      await send('CONNECT');
      for (const seen of [() => poll(), () => send('CHAT', { content: 'hello' })]) {
        await clock.advance(59_999);
        assert.equal((await seen()).json?.['resultCode'], '0');
      }
      await clock.advance(59_999);
      assert.equal(center.textSessions, 1);
      await clock.advance(1);
      assert.equal(center.textSessions, 0);
      assert.notEqual((await send('CHAT', { content: 'hello' })).json?.['resultCode'], '0');
    });

    it('is not kept alive by the polls for call events', async () => {
      const { send, create, center, clock, events } = await visit({ family, channel: 'waits' });
      await send('CONNECT');
      await create();
      for (let time = 0; time < 7; time += 1) {
        const poll = events();
        await clock.advance(10_000);
        await poll;
      }
      assert.deepEqual([center.textSessions, center.occupiedAgents], [0, 1]);
    });

    it('takes no word before it is open', async () => {
      const { send, poll } = await visit({ family });
      for (const type of ['CHAT', 'TRANS2AGENT'])
        assert.notEqual((await send(type, { content: 'hello' })).json?.['resultCode'], '0');
      assert.notEqual((await poll()).json?.['resultCode'], '0');
    });

    it('loses no message to a poll that was given up', async () => {
      const { send, poll, center, clock } = await visit({ family });
      await send('CONNECT');
      center.faults.next('poll', { kind: 'slow', ms: 1_000 });
      const given = new AbortController();
      const first = poll({ signal: given.signal });
      await clock.advance(500);
      given.abort();
      await assert.rejects(first, { name: 'AbortError' });
      assert.equal(messages((await poll()).json).length, 2);
    });
  });

describe('send, fabric', () => {
  for (const [what, fields] of [
    ['channel', { channel: 'PHONE' }],
    ['channel', { channel: undefined }],
    ['controlType', { controlType: 'connect' }],
    ['from', { from: 'somebody-else' }],
    ['from', { from: undefined }],
    ['mediaType', { mediaType: 'HTML' }],
    ['sourceType', { sourceType: 'AGENT' }],
    ['to', { to: 'another-channel' }],
    ['content', { content: 7 }],
    ['content', { controlType: 'CHAT', content: undefined }],
    ['content', { controlType: 'CHAT', content: '说'.repeat(342) }],
  ] as const)
    it(`refuses ${JSON.stringify(fields).slice(0, 60)}`, async () => {
      const { send, center } = await visit();
      await send('CONNECT');
      const { status, json } = await send('CONNECT', fields);
      assert.deepEqual([status, json], [400, { resultCode: '1', resultDesc: `parameter error: ${what}` }]);
      assert.equal(center.requests.at(-1)?.status, 400);
    });

  it('takes every documented type, and CONNECT without content', async () => {
    const { send } = await visit();
    assert.equal((await send('CONNECT', { content: undefined })).json?.['resultCode'], '0');
    for (const type of ['CHAT', 'TRANS2AGENT', 'INPUT', 'READ', 'DISCONNECT'])
      assert.equal((await send(type, { content: 'x' })).json?.['resultCode'], '0', type);
  });

  it('polls for oneself on the web channel', async () => {
    const { send, poll } = await visit();
    await send('CONNECT');
    for (const query of ['', '?channel=WEB', '?receiverId=visitor-1', '?receiverId=other&channel=WEB'])
      assert.equal((await poll({ query })).status, 400, query);
  });
});

describe('sendMessageForWebChannel', () => {
  it('wants its four fields, and no other types than documented', async () => {
    const { send } = await visit({ family: 'webadapter' });
    for (const fields of [
      { controlType: 'READ' },
      { mediaType: 'WEBCARD' },
      { mediaType: undefined },
      { content: undefined },
      { userAgent: undefined },
      { userAgent: '' },
    ])
      assert.equal((await send('CONNECT', fields)).status, 400, JSON.stringify(fields));
  });
});

describe('queryQueueInfo', () => {
  it('counts a queue of three down, and knows when the agent is there', async () => {
    const { send, create, ask, clock } = await visit({ channel: 'queue-of-three' });
    assert.equal((await ask('queryQueueInfo')).json?.['resultCode'], '160004');
    await send('CONNECT');
    assert.equal((await ask('queryQueueInfo')).json?.['resultCode'], '160021');
    await create();
    const seen: unknown[] = [];
    for (let second = 0; second < 10; second += 1) {
      const { json } = await ask('queryQueueInfo');
      seen.push(json?.['resultCode'] === '0' ? [json['position'], json['estimateWaitTime']] : json?.['resultCode']);
      await clock.advance(1_000);
    }
    assert.deepEqual(seen, [[3, 9], [3, 9], [3, 9], [2, 6], [2, 6], [2, 6], [1, 3], [1, 3], [1, 3], '160021']);
  });

  it('answers whole numbers under the documented names', async () => {
    const { send, create, ask, clock } = await visit({ channel: 'waits' });
    await send('CONNECT');
    await create();
    await clock.advance(2_500);
    assert.deepEqual((await ask('queryQueueInfo')).json, {
      position: 2,
      totalWaitTime: 2,
      currentDeviceWaitTime: 2,
      configMaxcWaitTime: 60,
      longestWaitTime: 2,
      estimateWaitTime: 7_200,
      resultCode: '0',
    });
  });

  it('is told about oneself only', async () => {
    const { send, ask, identity } = await visit();
    await send('CONNECT');
    const body = { userId: identity.userId, channelConfigId: identity.channelId, channel: 'WEB' };
    for (const change of [{ userId: 'other' }, { channelConfigId: undefined }, { channel: 'APP' }])
      assert.equal((await ask('queryQueueInfo', { body: { ...body, ...change } })).json?.['resultCode'], '1');
  });

  it('is unknown to the web adapter', async () => {
    const { ask } = await visit({ family: 'webadapter' });
    assert.equal((await ask('queryQueueInfo')).status, 404);
  });
});
