import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './visitor.js';

for (const family of ['fabric', 'webadapter'] as const)
  describe(`click-to-call, ${family}`, () => {
    const own = family === 'fabric';

    it('answers check, create, events and drop in the words of the samples', async () => {
      const { ask, create, events, drop, gateways } = await visit({ family, channel: 'direct-agent' });
      assert.deepEqual(
        (await ask('checkClickToCallSupport')).json,
        own
          ? { resultCode: '0', resultDesc: '', webRTCSupported: true, clickToCallSupported: true }
          : { resultCode: '0', webRTCSupported: true, clickToCallSupported: true },
      );
      assert.deepEqual(
        (await create()).json,
        own ? { resultCode: '0', 'resultDesc:': null } : { resultCode: '0', resultDesc: 'connect successfully.' },
      );
      const { json } = await events();
      const accessCode = gateways.calls[0]?.expected.accessCode ?? '';
      assert.match(accessCode, /^\d{15}$/);
      assert.deepEqual(json, {
        resultCode: '0',
        resultDesc: 'Call connected',
        eventId: 168101,
        content: {
          domain: 'gateway.example',
          gwAddresses: gateways.addresses,
          accessCode,
          clickToCallCaller: 'AnonymousCard',
        },
      });
      assert.deepEqual((await drop()).json, {
        resultCode: '0',
        resultDesc: own ? '' : 'disconnect successfully.',
      });
    });

    it('is found with and without /v1', async () => {
      const { ask } = await visit({ family });
      const path = own ? '/apiaccess/ccmessaging' : '/service-cloud/rest/webadapter/webadapterfacade';
      const without = { path: `${path}/checkClickToCallSupport` };
      assert.equal((await ask('checkClickToCallSupport', without)).json?.['clickToCallSupported'], true);
      assert.equal((await ask('checkClickToCallSupport')).json?.['clickToCallSupported'], true);
    });

    it('holds one agent from create to drop', async () => {
      const { create, drop, center, call } = await visit({ family, channel: 'waits' });
      assert.equal(center.occupiedAgents, 0);
      await create();
      assert.deepEqual([center.occupiedAgents, call().state, call().media], [1, 'queued', 'voice']);
      await drop();
      assert.deepEqual([center.occupiedAgents, call().state, call().endedBy], [0, 'ended', 'visitor']);
      assert.equal(call().dropRequested, true);
    });

    it('refuses a second call, until the first one is over', async () => {
      const { create, drop, center } = await visit({ family, channel: 'waits' });
      await create();
      assert.deepEqual((await create()).json, { resultCode: '13', resultDesc: 'connect failed' });
      assert.equal(center.occupiedAgents, 1);
      await drop();
      assert.equal((await create()).json?.['resultCode'], '0');
    });

    it('leaves no timer behind when it is over', async () => {
      const { create, drop, clock } = await visit({ family, channel: 'agent-free' });
      await create();
      assert.ok(clock.pending > 0);
      await drop();
      assert.equal(clock.pending, 0);
    });

    it('drops as often as one likes, also what never was', async () => {
      const { create, drop } = await visit({ family });
      assert.equal((await drop()).json?.['resultCode'], '0');
      await create();
      for (let time = 0; time < 2; time += 1) assert.equal((await drop()).json?.['resultCode'], '0');
    });

    it('hangs up at the gateway when it is dropped', async () => {
      const { create, drop, gateways, call } = await visit({ family, channel: 'direct-agent' });
      await create();
      gateways.calls[0]?.answer();
      assert.equal(call().state, 'connected');
      await drop();
      assert.deepEqual([gateways.calls[0]?.over, call().endedBy], [true, 'visitor']);
    });

    it('wants mediaAbility as "0" or "1"', async () => {
      const { create, center } = await visit({ family });
      for (const mediaAbility of [0, 1, '2', '', undefined])
        assert.equal((await create({ body: { channel: 'WEB', mediaAbility } })).status, 400);
      assert.equal(center.occupiedAgents, 0);
      assert.equal((await create({ body: { channel: 'WEB', mediaAbility: '1' } })).json?.['resultCode'], '0');
      assert.equal(center.calls[0]?.media, 'video');
    });

    it('needs a text session only where that is configured', async () => {
      const free = await visit({ family });
      assert.equal((await free.create()).json?.['resultCode'], '0');
      const bound = await visit({ family, requireTextSession: true, channel: 'waits' });
      for (const answer of [await bound.ask('checkClickToCallSupport'), await bound.create()])
        assert.equal(answer.json?.['resultCode'], '13');
      await bound.send('CONNECT');
      assert.equal((await bound.ask('checkClickToCallSupport')).json?.['resultCode'], '0');
      assert.equal((await bound.create()).json?.['resultCode'], '0');
      await bound.send('DISCONNECT');
      assert.deepEqual([bound.center.occupiedAgents, bound.call().endedBy], [0, 'platform']);
    });

    it('keeps the call of a visitor whose text session ends, where none is needed', async () => {
      const { send, create, center } = await visit({ family, channel: 'waits' });
      await send('CONNECT');
      await create();
      await send('DISCONNECT');
      assert.equal(center.occupiedAgents, 1);
    });

    it('frees the agent of a call that nobody asks about any more', async () => {
      const { create, events, center, clock, call } = await visit({ family, channel: 'waits' });
      await create();
      await events();
      await clock.advance(100_000);
      const poll = events();
      await clock.advance(10_000);
      await poll;
      await clock.advance(119_999);
      assert.equal(center.occupiedAgents, 1);
      await clock.advance(1);
      assert.deepEqual([center.occupiedAgents, call().endedBy], [0, 'platform']);
    });

    it('frees the agent of a call that nobody ever asked about', async () => {
      const { create, center, clock } = await visit({ family, channel: 'waits' });
      await create();
      await clock.advance(120_000);
      assert.equal(center.occupiedAgents, 0);
    });

    it('keeps a call while a poll for it is held, however long, and the one before gave way', async () => {
      const { create, events, center, clock } = await visit({ family, channel: 'waits', hold: 300_000 });
      await create();
      await events();
      const polls = [events(), events()];
      await clock.advance(299_999);
      assert.deepEqual([center.occupiedAgents, center.heldPolls], [1, 1]);
      await clock.advance(1);
      for (const poll of polls) assert.equal((await poll).json?.['eventId'], undefined);
    });

    it('keeps a call that is talking, polled or not', async () => {
      const { create, events, gateways, center, clock } = await visit({ family, channel: 'direct-agent' });
      await create();
      gateways.calls[0]?.answer();
      await events();
      await clock.advance(3_600_000);
      assert.equal(center.occupiedAgents, 1);
    });

    it('keeps visitors apart', async () => {
      const one = await visit({ family, channel: 'waits' });
      await one.create();
      const other = one.center.visitorCookie({ ...one.identity, userId: 'visitor-2' }).split(/[=;]/)[1] ?? '';
      const headers = own ? { 'ccmessaging-token': other } : { cookie: `ccmessaging-token=${other}` };
      assert.equal((await one.events({ headers })).json?.['resultCode'], '13');
      assert.equal((await one.create({ headers })).json?.['resultCode'], '0');
      assert.equal(one.center.occupiedAgents, 2);
    });
  });

describe('click-to-call, fabric', () => {
  it('wants the web channel named in every operation', async () => {
    const { ask, center } = await visit();
    for (const operation of ['checkClickToCallSupport', 'getClickToCallEvents'])
      for (const query of ['', '?channel=APP']) assert.equal((await ask(operation, { query })).status, 400, operation);
    for (const operation of ['createClickToCall', 'dropClickToCall'])
      assert.equal((await ask(operation, { body: { mediaAbility: '0' } })).status, 400, operation);
    assert.equal(center.occupiedAgents, 0);
  });
});

describe('the contact center', () => {
  it('ends every call, text session and poll when it closes, and leaves no timer', async () => {
    const { send, create, events, center, clock, gateways } = await visit({ channel: 'platform-releases' });
    await send('CONNECT');
    await create();
    await clock.advance(1_000);
    gateways.calls[0]?.answer();
    for (let time = 0; time < 2; time += 1) assert.equal((await events()).status, 200);
    const held = events();
    await clock.advance(0);
    center.close();
    assert.equal((await held).json?.['eventId'], 168110);
    assert.deepEqual(
      [center.occupiedAgents, center.textSessions, center.heldPolls, gateways.calls[0]?.over, clock.pending],
      [0, 0, 0, true, 0],
    );
  });
});
