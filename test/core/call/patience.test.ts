import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RestFault } from '../../../demo/platform/faults.js';
import { CredentialsUrlError } from '../../../src/core/platform/credentials.js';
import { harness, nothingLeft, type HarnessOptions } from '../../support/call-harness.js';

const unavailable: RestFault = { kind: 'status', status: 502 };

/** A call in the queue, from which nobody takes it. */
async function queued(options: HarnessOptions = {}) {
  const made = harness({ channel: 'waits', ...options });
  made.call.start();
  await made.clock.advance(1_000);
  assert.equal(made.call.state.name, 'queued');
  const agent = () => made.center.calls[0]?.act({ after: 0, do: 'connect' });
  const offline = () => 'notices' in made.call.state && made.call.state.notices.includes('offline');
  /** Every operation fails in this way; null: none does. */
  const all = (fault: RestFault | null) => {
    for (const operation of ['getClickToCallEvents', 'poll', 'queryQueueInfo', 'send', 'dropClickToCall'])
      made.center.faults.always(operation, fault);
  };
  return { ...made, agent, offline, all };
}

/** A call in which an agent is talking. */
async function talking(options: HarnessOptions = {}) {
  const made = await queued(options);
  made.agent();
  await made.clock.advance(2_000);
  assert.equal(made.call.state.name, 'talking');
  return made;
}

describe('the place in the queue is kept', () => {
  it('through 12 s without a network, and the visitor is told', async () => {
    const { clock, network, call, agent, offline } = await queued();
    network.tell('offline');
    await clock.advance(100);
    assert.equal(offline(), true);
    await clock.advance(12_000);
    network.tell('online');
    agent();
    await clock.advance(3_000);
    assert.deepEqual([call.state.name, offline()], ['talking', false]);
    void call.hangUp();
  });

  it('through 110 s without a network, in which nothing is tried', async () => {
    const { clock, network, call, operations } = await queued();
    network.tell('offline');
    const before = operations().length;
    await clock.advance(110_000);
    assert.deepEqual([call.state.name, operations().length], ['queued', before]);
    network.tell('online');
    await clock.advance(12_000);
    assert.deepEqual([call.state.name, 'notices' in call.state && call.state.notices], ['queued', []]);
    void call.hangUp();
  });

  for (const fault of [
    unavailable,
    { kind: 'network' },
    { kind: 'status', status: 503, retryAfter: '20' },
    { kind: 'status', status: 429 },
    { kind: 'body', body: '<html>maintenance</html>' },
    { kind: 'body', body: '' },
  ] satisfies RestFault[])
    it(`through a minute of ${JSON.stringify(fault)}`, async () => {
      const { clock, call, agent, offline, all } = await queued();
      all(fault);
      await clock.advance(62_000);
      assert.deepEqual([call.state.name, offline()], ['queued', true]);
      all(null);
      agent();
      await clock.advance(25_000);
      assert.deepEqual([call.state.name, offline()], ['talking', false]);
      void call.hangUp();
    });

  it('for two minutes of trying, and not for ever', async () => {
    const { clock, call, errorCode, center, count } = await queued();
    center.faults.always('getClickToCallEvents', unavailable);
    const before = count('getClickToCallEvents');
    await clock.advance(115_000);
    assert.equal(call.state.name, 'queued');
    const tries = count('getClickToCallEvents') - before;
    assert.ok(tries > 20 && tries < 200, `${tries} tries`);
    await clock.advance(40_000);
    assert.equal(errorCode(), 'platform-unreachable');
  });

  for (const fault of [
    { kind: 'status', status: 404 },
    { kind: 'status', status: 403 },
    { kind: 'json', json: { resultCode: '9', resultDesc: 'no such call' } },
  ] satisfies RestFault[])
    it(`but not where three polls in a row are refused with ${JSON.stringify(fault)}`, async () => {
      const { clock, call, errorCode, center } = await queued();
      center.faults.next('getClickToCallEvents', fault, fault);
      await clock.advance(25_000);
      assert.equal(call.state.name, 'queued');
      center.faults.always('getClickToCallEvents', fault);
      await clock.advance(25_000);
      assert.equal(errorCode(), fault.status === 403 ? 'credentials' : 'platform-refused');
    });
});

describe('a quiet poll is no failure', () => {
  for (const [name, fault, ms] of [
    ['504 after 11 s', { kind: 'status', status: 504 }, 11_000],
    ['502 after 30 s', { kind: 'status', status: 502 }, 30_000],
    ['408 after 6 s', { kind: 'status', status: 408 }, 6_000],
    ['an empty body after 11 s', { kind: 'body', body: '' }, 11_000],
    ['a closed connection after 20 s', { kind: 'network' }, 20_000],
    ['204 at once', { kind: 'status', status: 204 }, 0],
  ] as const)
    it(`${name}, again and again`, async () => {
      const made = await queued();
      made.center.faults.always('getClickToCallEvents', ms ? { kind: 'held', ms, then: fault } : fault);
      await made.clock.advance(80_000);
      assert.deepEqual([made.call.state.name, made.offline()], ['queued', false]);
      const polls = made.count('getClickToCallEvents');
      assert.ok(polls >= 2 && polls <= 115, `${polls} polls`);
      made.center.faults.always('getClickToCallEvents', null);
      made.agent();
      await made.clock.advance(32_000);
      assert.equal(made.call.state.name, 'talking');
      void made.call.hangUp();
    });

  it('and is asked anew, at once, when the network or the machine comes back', async () => {
    for (const change of ['online', 'woke'] as const) {
      const { clock, network, call, center, agent } = await queued();
      center.faults.next('getClickToCallEvents', { kind: 'silence' });
      await clock.advance(15_000);
      agent();
      network.tell('changed');
      await clock.advance(2_000);
      assert.equal(call.state.name, 'queued');
      network.tell(change);
      await clock.advance(3_000);
      assert.equal(call.state.name, 'talking', change);
      void call.hangUp();
    }
  });
});

describe('while people talk', () => {
  it('polling goes on for ever, and heals: a transfer is followed', async () => {
    const { clock, call, agent, center, offline, all, gateways } = await talking();
    all(unavailable);
    await clock.advance(60_000);
    assert.deepEqual([call.state.name, offline()], ['talking', true]);
    await clock.advance(3_600_000);
    assert.equal(call.state.name, 'talking');
    all(null);
    await clock.advance(16_000);
    assert.deepEqual([call.state.name, offline()], ['talking', false]);
    center.calls[0]?.act({ after: 0, do: 'transfer' });
    agent();
    await clock.advance(3_000);
    assert.deepEqual([call.state.name, gateways.sip.filter((one) => one.startsWith('INVITE')).length], ['talking', 2]);
    void call.hangUp();
  });

  it('refusals end nothing either', async () => {
    const { clock, call, center } = await talking();
    center.faults.always('getClickToCallEvents', { kind: 'status', status: 404 });
    await clock.advance(300_000);
    assert.equal(call.state.name, 'talking');
    void call.hangUp();
  });
});

describe('a cause of the platform is kept', () => {
  for (const before of ['queued', 'talking'] as const)
    it(`with 168110 while ${before}`, async () => {
      const { clock, call, center } = await (before === 'queued' ? queued() : talking());
      center.calls[0]?.emit({
        eventId: 168110,
        resultDesc: '',
        content: { causeId: 42, causeDesc: 'closed for today' },
      });
      await clock.advance(1_000);
      const { name, ...rest } = call.state;
      assert.equal(name, 'ended');
      assert.deepEqual(
        { causeId: 'causeId' in rest && rest.causeId, causeDesc: 'causeDesc' in rest && rest.causeDesc },
        { causeId: '42', causeDesc: 'closed for today' },
      );
    });
});

describe('a hang-up', () => {
  it('settles after 2 s, and is told to the platform as soon as that can be reached', async () => {
    const { clock, network, call, leftovers, count } = await queued();
    network.tell('offline');
    let settled = false;
    void call.hangUp().then(() => (settled = true));
    await clock.advance(1_900);
    assert.equal(settled, false);
    await clock.advance(100);
    assert.deepEqual([settled, leftovers().agents], [true, 1]);
    await clock.advance(30_000);
    network.tell('online');
    await clock.advance(1_000);
    assert.deepEqual(leftovers(), nothingLeft);
    assert.equal(count('dropClickToCall'), 1);
  });

  it('settles at once where the platform answers', async () => {
    const { call, clock } = await queued();
    let settled = false;
    void call.hangUp().then(() => (settled = true));
    await clock.advance(50);
    assert.equal(settled, true);
  });

  it('is repeated for a minute, and then no more', async () => {
    const { clock, call, count, leftovers, all } = await queued();
    all(unavailable);
    void call.hangUp();
    await clock.advance(61_000);
    const tries = count('dropClickToCall');
    assert.ok(tries > 10 && tries < 60, `${tries} tries`);
    await clock.advance(120_000);
    assert.deepEqual([count('dropClickToCall'), leftovers().timers], [tries, 0]);
  });
});

describe('credentials that can not be had for a while', () => {
  /** As the site's server gives them, over a line that the test breaks. */
  function site() {
    const state = { status: 0, asked: 0 };
    const credentials = () => {
      state.asked += 1;
      if (state.status !== 0) return Promise.reject(new CredentialsUrlError('failed', { status: state.status }));
      return Promise.resolve({ userId: 'customer-7', userName: 'Ada', expiresIn: 100, ...tokens() });
    };
    let tokens: () => object = () => ({});
    const made = harness({ channel: 'waits', credentials });
    const identity = { userId: 'customer-7', userName: 'Ada', channelId: 'waits' };
    tokens = () => ({
      appKey: 'key',
      accessToken: made.center.tokens.issueAccess('key', 'secret', 600) ?? '',
      messagingToken: made.center.tokens.issueMessaging(identity),
    });
    return { ...made, state };
  }

  it('delay a call that has none yet', async () => {
    const { call, clock, state } = site();
    state.status = 503;
    call.start();
    await clock.advance(16_000);
    assert.equal(call.state.name, 'connecting');
    state.status = 0;
    await clock.advance(6_000);
    assert.equal(call.state.name, 'queued');
    void call.hangUp();
  });

  it('fail it at once where the site refuses them, and leave no timer after a hang-up', async () => {
    const refused = site();
    refused.state.status = 403;
    refused.call.start();
    await refused.clock.advance(100);
    assert.equal(refused.errorCode(), 'credentials');
    const hung = site();
    hung.state.status = 503;
    hung.call.start();
    await hung.clock.advance(3_000);
    void hung.call.hangUp();
    await hung.clock.advance(100);
    assert.equal(hung.call.state.name, 'ended');
    await hung.clock.advance(61_000);
    assert.deepEqual(hung.leftovers(), nothingLeft);
  });

  it('are nothing to a call whose token is good', async () => {
    const { call, clock, state, logged } = site();
    call.start();
    await clock.advance(81_000);
    state.status = 503;
    const notices: string[] = [];
    call.subscribe((now) => 'notices' in now && notices.push(...now.notices));
    await clock.advance(16_000);
    state.status = 0;
    await clock.advance(40_000);
    assert.deepEqual([call.state.name, notices], ['queued', []]);
    assert.ok(logged.some(({ event, details }) => event === 'credentials renewed' && details['why'] !== 'refused'));
    void call.hangUp();
  });

  it('name the visitor on the wire, whatever the page says', async () => {
    const { call, clock, center } = site();
    call.start();
    await clock.advance(10_000);
    assert.equal(call.state.name, 'queued');
    assert.equal(center.calls[0]?.userId, 'customer-7');
    void call.hangUp();
  });
});

describe('the place in the queue is asked for', () => {
  it('again after an outage, ever more seldom during it', async () => {
    const { clock, call, center, count } = await queued();
    const before = count('queryQueueInfo');
    center.faults.always('queryQueueInfo', unavailable);
    await clock.advance(100_000);
    const tries = count('queryQueueInfo') - before;
    assert.ok(tries > 3 && tries < 20, `${tries} tries`);
    center.faults.always('queryQueueInfo', null);
    await clock.advance(35_000);
    assert.equal(call.state.name === 'queued' && call.state.position, 2);
    assert.ok(count('queryQueueInfo') > before + tries);
    void call.hangUp();
  });
});
