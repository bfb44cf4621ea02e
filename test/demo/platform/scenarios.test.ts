import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scenarios } from '../../../demo/platform/scenarios.js';
import { visit, type Json } from './visitor.js';

const content = (event: Json | null): Json => (event?.['content'] ?? {}) as Json;

/** Creates a call, and says when in ms which event came, until none comes for `still` ms. */
async function story(channel: string, { answers = true, still = 30_000, pace = 1 } = {}) {
  const made = await visit({ channel, pace });
  const { clock, gateways, center } = made;
  assert.equal((await made.create()).json?.['resultCode'], '0');
  const begin = clock.now();
  const events: Json[] = [];
  const times: [number, unknown][] = [];
  let answered = 0;
  for (let last = clock.now(); clock.now() - last < still && !center.calls[0]!.silent;) {
    const event = await made.nextEvent();
    if (!event) continue;
    last = clock.now();
    events.push(event);
    times.push([last - begin, event['eventId']]);
    if (answers && gateways.calls.length > answered) gateways.calls[answered++]?.answer();
  }
  return { ...made, events, times };
}

describe('the list of scenarios', () => {
  it('has an id of its own, title and line for each, in both languages', () => {
    assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
    for (const { id, title, description } of scenarios)
      for (const text of [title.en, title.zh, description?.en, description?.zh]) assert.ok(text, id);
  });

  it('is taken as it stands by every channel', async () => {
    for (const { id } of scenarios) {
      const { create } = await visit({ channel: id });
      assert.equal((await create()).status, 200, id);
    }
  });
});

describe('scenario', () => {
  it('agent-free: queued at once, connected after a second', async () => {
    const { times } = await story('agent-free');
    assert.deepEqual(times, [
      [0, 168102],
      [1_000, 168101],
    ]);
  });

  it('direct-agent: connected at once', async () => {
    assert.deepEqual((await story('direct-agent')).times, [[0, 168101]]);
  });

  it('queue-of-three: connected after nine seconds', async () => {
    const { times } = await story('queue-of-three');
    assert.deepEqual(
      times.filter(([, id]) => id === 168101),
      [[9_000, 168101]],
    );
    assert.deepEqual(times[0], [0, 168102]);
  });

  it('goes at the pace that is asked for', async () => {
    const { times, gateways } = await story('agent-hangs-up', { pace: 0.1 });
    assert.deepEqual(times, [
      [0, 168102],
      [100, 168101],
    ]);
    assert.equal(gateways.calls[0]?.expected.orders.hangUpAfter, 500);
  });

  for (const [channel, code, desc] of [
    ['off-hours', '12', 'agents are not on duty'],
    ['no-agents', '13', 'No agents available currently'],
    ['not-supported', '7', 'channel does not support click to call'],
    ['support-off', '7', 'channel does not support click to call'],
  ] as const)
    it(`${channel}: refused with ${code}, and no agent is held`, async () => {
      const { create, center } = await visit({ channel });
      assert.deepEqual((await create()).json, { resultCode: code, resultDesc: desc });
      assert.equal(center.occupiedAgents, 0);
    });

  for (const [channel, webRTCSupported, clickToCallSupported] of [
    ['agent-free', true, true],
    ['not-supported', true, true],
    ['support-off', true, false],
    ['tenant-without-webrtc', false, true],
  ] as const)
    it(`${channel}: the check says WebRTC ${webRTCSupported}, click-to-call ${clickToCallSupported}`, async () => {
      const { json } = await (await visit({ channel })).ask('checkClickToCallSupport');
      assert.deepEqual(
        [json?.['webRTCSupported'], json?.['clickToCallSupported']],
        [webRTCSupported, clickToCallSupported],
      );
    });

  for (const [channel, at, id, desc, causeDesc] of [
    ['queue-timeout', 3_000, 168103, 'Call queue timeout', 'queue timeout'],
    ['call-failed', 1_000, 168105, 'Call failed', 'no route'],
  ] as const)
    it(`${channel}: ${id} with a cause, once, and the agent is free`, async () => {
      const { times, events, center, call } = await story(channel);
      assert.deepEqual(times, [
        [0, 168102],
        [at, id],
      ]);
      assert.deepEqual([events[1]?.['resultDesc'], content(events[1]!)], [desc, { causeId: -1, causeDesc }]);
      assert.deepEqual([center.occupiedAgents, call().endedBy], [0, 'platform']);
    });

  it('agent-hangs-up: the robot is told to, and its BYE releases the call', async () => {
    const { gateways, nextEvent, center, call } = await story('agent-hangs-up');
    assert.deepEqual(gateways.calls[0]?.expected.orders, { hangUpAfter: 5_000 });
    gateways.calls[0]?.hangUp();
    assert.equal((await nextEvent())?.['eventId'], 168110);
    assert.deepEqual([center.occupiedAgents, call().endedBy], [0, 'agent']);
  });

  it('platform-releases: 168110 goes ahead of the BYE', async () => {
    const { times, gateways, clock, call } = await story('platform-releases');
    assert.deepEqual(times.slice(1), [
      [1_000, 168101],
      [6_000, 168110],
    ]);
    assert.deepEqual([gateways.calls[0]?.over, call().endedBy], [false, 'platform']);
    await clock.advance(300);
    assert.equal(gateways.calls[0]?.over, true);
  });

  for (const [channel, leaves, second] of [
    ['transfer', 5_000, 6_500],
    ['transfer-overlap', 6_500, 6_000],
  ] as const)
    it(`${channel}: 168106, then another code and the other gateway first; the first leg ends`, async () => {
      const made = await visit({ channel });
      const { clock, gateways, create, nextEvent, center, call } = made;
      await create();
      const begin = clock.now();
      for (const id of [168102, 168101]) assert.equal((await nextEvent())?.['eventId'], id);
      gateways.calls[0]?.answer();
      assert.equal((await nextEvent())?.['eventId'], 168106);
      assert.equal(clock.now() - begin, 5_000);
      const event = await nextEvent();
      assert.deepEqual([event?.['eventId'], clock.now() - begin], [168101, second]);
      const [first, next] = gateways.calls;
      assert.deepEqual(content(event)['gwAddresses'], [...gateways.addresses].reverse());
      assert.equal(content(event)['accessCode'], next?.expected.accessCode);
      assert.notEqual(next?.expected.accessCode, first?.expected.accessCode);
      assert.equal(first?.over, leaves < second);
      next?.answer();
      await clock.advance(1_000);
      assert.deepEqual([first?.over, next?.over, center.occupiedAgents, call().reports.length], [true, false, 1, 2]);
      next?.visitorHangsUp();
      assert.equal((await nextEvent())?.['eventId'], 168110);
      assert.equal(call().endedBy, 'visitor');
    });

  it('transfer-overlap: a visitor who says BYE to the first agent keeps the second one', async () => {
    const { gateways, call } = await story('transfer-overlap', { still: 1_500 });
    gateways.calls[0]?.visitorHangsUp();
    assert.equal(call().state, 'connected');
  });

  it('a visitor who says BYE is told 168110', async () => {
    const { gateways, nextEvent, call } = await story('agent-free');
    gateways.calls[0]?.visitorHangsUp();
    assert.equal((await nextEvent())?.['eventId'], 168110);
    assert.equal(call().endedBy, 'visitor');
  });

  for (const [channel, addresses] of [
    ['agent-free', ['1/', '2/']],
    ['first-gateway-down', ['9/refused', '1/']],
    ['first-gateway-black-hole', ['9/black-hole', '1/']],
    ['two-gateways-down', ['9/refused', '9/black-hole', '1/']],
    ['all-gateways-down', ['9/refused']],
    ['gateway-mute', ['9/mute', '1/']],
    ['gateway-486', ['9/status']],
    ['gateway-no-video', ['9/no-video']],
    ['bad-sdp', ['9/bad-sdp']],
    ['answers-on-cancel', ['9/answers-on-cancel']],
  ] as const)
    it(`${channel}: the gateways are ${addresses.join(', ')}`, async () => {
      const { events } = await story(channel);
      assert.deepEqual(
        content(events[1]!)['gwAddresses'],
        addresses.map((address) => `ws://127.0.0.1:${address}`),
      );
    });

  for (const [channel, orders] of [
    ['silent-agent', { sound: false }],
    ['long-ring', { answerAfter: 20_000 }],
  ] as const)
    it(`${channel}: the robot is told ${JSON.stringify(orders)}`, async () => {
      assert.deepEqual((await story(channel)).gateways.calls[0]?.expected.orders, orders);
    });

  it('unusable-event: 168101 without an access code, and the agent waits for the drop', async () => {
    const { events, drop, center } = await story('unusable-event');
    assert.equal(events[1]?.['eventId'], 168101);
    assert.equal('accessCode' in content(events[1]), false);
    assert.equal(center.occupiedAgents, 1);
    await drop();
    assert.equal(center.occupiedAgents, 0);
  });

  it('does at once what a test tells it to', async () => {
    const { create, events, call } = await visit({ channel: 'waits' });
    await create();
    call().act({ after: 0, do: 'connect', accessCode: '000000000000001' });
    call().act({ after: 0, do: 'transfer' });
    call().act({ after: 0, do: 'queue-timeout' });
    call().act({ after: 0, do: 'queue' });
    const ids: unknown[] = [];
    while (!call().silent) ids.push((await events()).json?.['eventId']);
    assert.deepEqual(ids, [168102, 168101, 168106, 168103]);
  });
});

describe('access codes', () => {
  it('are fifteen digits that begin with a zero now and then', async () => {
    const { create, drop, gateways } = await visit({ channel: 'direct-agent' });
    for (let time = 0; time < 60; time += 1) {
      await create();
      await drop();
    }
    const codes = gateways.calls.map(({ expected }) => expected.accessCode);
    assert.ok(codes.every((code) => /^\d{15}$/.test(code)));
    assert.equal(new Set(codes).size, 60);
    assert.ok(codes.some((code) => code.startsWith('0')) && codes.some((code) => !code.startsWith('0')));
  });
});
