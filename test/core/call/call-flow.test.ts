import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallState } from '../../../src/core/call/call-state.js';
import { harness, nothingLeft } from '../../support/call-harness.js';
import { uncaught } from '../../support/uncaught.js';

const reason = (state: CallState) => (state.name === 'ended' ? state.reason : state.name);

describe('a call', () => {
  for (const api of ['fabric', 'webadapter'] as const)
    it(`goes from the press to talking over ${api}, and hanging up reaches platform, gateway and microphone`, async () => {
      const { call, session, clock, states, gateways, leftovers, count } = harness({ api });
      call.start();
      await clock.advance(2_000);
      assert.deepEqual(states, ['checking', 'connecting', 'queued', 'dialing', 'talking']);
      assert.notEqual(session.state.textCallId, null);
      const over = call.hangUp();
      await clock.advance(1_000);
      await over;
      assert.equal(reason(call.state), 'visitor');
      assert.deepEqual(gateways.sip, ['INVITE ACK BYE']);
      assert.equal(count('dropClickToCall'), 1);
      assert.deepEqual(leftovers(), nothingLeft);
    });

  it('reads the other types that the documents name', async () => {
    const { call, clock } = harness({ center: { typeQuirks: true } });
    call.start();
    await clock.advance(2_000);
    assert.equal(call.state.name, 'talking');
    void call.hangUp();
  });

  it('opens no text session where it is direct', async () => {
    const { call, clock, operations } = harness({ direct: true });
    call.start();
    await clock.advance(2_000);
    assert.equal(call.state.name, 'talking');
    assert.ok(!operations().some((operation) => ['send', 'poll', 'queryQueueInfo'].includes(operation)));
    void call.hangUp();
  });

  it('creates nothing on the platform before the microphone is granted', async () => {
    let grant: () => void = () => undefined;
    const { call, clock, operations } = harness({
      devices: { permission: 'prompt' },
      open: (capture) => new Promise((resolve) => (grant = () => resolve(capture))),
    });
    call.start();
    await clock.advance(30_000);
    assert.deepEqual([call.state, operations()], [{ name: 'checking', asking: true }, []]);
    grant();
    await clock.advance(2_000);
    assert.equal(call.state.name, 'talking');
    void call.hangUp();
  });

  it('shows place and wait while it is queued', async () => {
    const { call, clock } = harness({ channel: 'queue-of-three' });
    const places: (number | null)[] = [];
    call.subscribe((state) => state.name === 'queued' && places.push(state.position));
    call.start();
    await clock.advance(10_000);
    assert.deepEqual([...new Set(places)], [null, 3, 2, 1]);
    assert.equal(call.state.name, 'talking');
    void call.hangUp();
  });

  it('has its candidates gathering before the agent is there', async () => {
    const { call, clock, peers } = harness({ channel: 'waits' });
    call.start();
    await clock.advance(1_000);
    assert.deepEqual([call.state.name, peers.length], ['queued', 1]);
    void call.hangUp();
  });

  it('keeps the text session alive for as long as it waits', async () => {
    const { call, clock, center, count } = harness({ channel: 'waits' });
    call.start();
    await clock.advance(10 * 60_000);
    assert.deepEqual([call.state.name, center.textSessions], ['queued', 1]);
    assert.ok(count('poll') >= 200);
    void call.hangUp();
  });

  it('survives a transfer: shown, and dialled again at the new address', async () => {
    const { call, clock, states, gateways, leftovers } = harness({ channel: 'transfer' });
    const transferring: boolean[] = [];
    call.subscribe((state) => 'transferring' in state && transferring.push(state.transferring));
    call.start();
    await clock.advance(20_000);
    assert.deepEqual([call.state.name, 'leg' in call.state && call.state.leg], ['talking', 2]);
    assert.ok(transferring.includes(true));
    assert.deepEqual(states.slice(3), ['dialing', 'talking', 'queued', 'dialing', 'talking']);
    assert.equal(gateways.wires.length, 2);
    void call.hangUp();
    await clock.advance(1_000);
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it("ends as the agent's doing when the agent hangs up", async () => {
    const { call, clock, gateways, leftovers } = harness({ channel: 'agent-hangs-up' });
    call.start();
    await clock.advance(10_000);
    assert.equal(reason(call.state), 'agent');
    assert.equal(call.state.name === 'ended' && call.state.seconds, 5);
    assert.deepEqual(gateways.sip, ['INVITE ACK']);
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it('ends, and says BYE, when the platform releases it first', async () => {
    const { call, clock, leftovers } = harness({ channel: 'platform-releases' });
    call.start();
    await clock.advance(10_000);
    assert.equal(reason(call.state), 'agent');
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it('hangs up from every state, and leaves nothing behind', async () => {
    for (const channel of [
      'agent-free',
      'waits',
      'long-ring',
      'transfer',
      'answers-on-cancel',
      'first-gateway-black-hole',
    ])
      for (const wait of [0, 10, 500, 1_010, 1_200, 6_000]) {
        const { call, clock, leftovers } = harness({ channel });
        call.start();
        await clock.advance(wait);
        const over = call.hangUp();
        assert.equal(reason(call.state), 'visitor', `${channel} after ${wait} ms`);
        await clock.advance(12_000);
        await over;
        assert.deepEqual(leftovers(), nothingLeft, `${channel} after ${wait} ms`);
      }
  });

  it('drops a call whose creation was under way when the visitor hung up', async () => {
    const { call, clock, center, leftovers, operations } = harness();
    center.faults.next('createClickToCall', { kind: 'slow', ms: 2_000 });
    call.start();
    await clock.advance(100);
    assert.equal(operations().at(-1), 'createClickToCall');
    const over = call.hangUp();
    await clock.advance(3_000);
    await over;
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it('has told the platform before a page that goes away is gone', async () => {
    const { call, clock, operations, gateways } = harness();
    call.start();
    await clock.advance(2_000);
    const before = operations().length;
    call.leave();
    assert.deepEqual(operations().slice(before), ['dropClickToCall', 'send']);
    await clock.advance(0);
    assert.deepEqual(gateways.sip, ['INVITE ACK BYE']);
  });

  it('closes a microphone that was granted after the hang-up', async () => {
    let grant: () => void = () => undefined;
    const { call, clock, operations, leftovers } = harness({
      devices: { permission: 'prompt' },
      open: (capture) => new Promise((resolve) => (grant = () => resolve(capture))),
    });
    call.start();
    await clock.advance(10);
    void call.hangUp();
    grant();
    await clock.advance(10);
    assert.deepEqual([operations(), leftovers()], [[], nothingLeft]);
  });

  it('keeps the wish to be muted', async () => {
    const { call, clock, capture } = harness();
    call.muted = true;
    call.start();
    await clock.advance(2_000);
    assert.equal(capture.muted, true);
    call.muted = false;
    assert.equal(capture.muted, false);
    void call.hangUp();
  });

  it('sends digits as SIP INFO where the answer has no telephone-event, one after the other', async () => {
    const { call, clock, gateways } = harness();
    call.start();
    await clock.advance(2_000);
    call.sendDtmf('1#');
    await clock.advance(100);
    assert.equal(gateways.sip[0], 'INVITE ACK INFO');
    await clock.advance(300);
    assert.equal(gateways.sip[0], 'INVITE ACK INFO INFO');
    assert.throws(() => call.sendDtmf('hello'), RangeError);
    void call.hangUp();
  });

  it('goes on when those who listen to it throw', async (test) => {
    const reported = uncaught(test);
    const { call, clock, states, leftovers } = harness();
    call.subscribe(({ name }) => {
      throw new Error(name);
    });
    const heard: string[] = [];
    call.subscribe(({ name }) => heard.at(-1) !== name && heard.push(name));
    call.start();
    await clock.advance(2_000);
    assert.equal(call.state.name, 'talking');
    void call.hangUp();
    await clock.advance(1_000);
    assert.deepEqual(heard, states);
    assert.deepEqual([...new Set(reported.map((error) => (error as Error).message))], states);
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it('is reconnecting while media is lost, restarts ICE once, talks again when it is back, and fails after 60 s', async () => {
    const { call, clock, peers, gateways, states, errorCode, leftovers } = harness();
    call.start();
    await clock.advance(2_000);
    const [peer] = peers;
    assert.ok(peer);
    peer.dark = true;
    peer.tell('lost');
    await clock.advance(39_000);
    assert.equal(gateways.sip[0]?.match(/INVITE/g)?.length, 2);
    peer.tell('up');
    assert.deepEqual(states.slice(-2), ['reconnecting', 'talking']);
    peer.tell('lost');
    await clock.advance(61_000);
    assert.equal(errorCode(), 'media-lost');
    await clock.advance(1_000);
    assert.deepEqual(leftovers(), nothingLeft);
  });

  it('holds ten minutes under a closed lid against nobody, and then has 60 s to come back', async () => {
    const { call, clock, network, peers, errorCode } = harness();
    call.start();
    await clock.advance(2_000);
    const [peer] = peers;
    assert.ok(peer);
    peer.dark = true;
    peer.tell('lost');
    await clock.advance(1_000);
    clock.sleep(600_000);
    network.slept = true;
    // Told before anybody has looked at the clock.
    peer.tell('failed');
    await clock.advance(40_000);
    assert.equal(call.state.name, 'reconnecting');
    peer.tell('up');
    assert.equal(call.state.name, 'talking');
    peer.tell('lost');
    await clock.advance(61_000);
    assert.equal(errorCode(), 'media-lost');
  });
});
