import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { WebSocket } from 'ws';
import { type RunningGateways, startGateways } from '../../../demo/platform/sip/gateways.js';
import { Caller } from './caller.js';
import { messages, StillRobots, update } from './still-robots.js';

suite('a call and its sockets', { timeout: 60_000 }, () => {
  let robots: StillRobots;
  let gateways: RunningGateways;
  let heard: string[];

  beforeEach(async () => {
    robots = new StillRobots();
    heard = [];
    gateways = await startGateways({ robotMedia: robots.create });
  });
  afterEach(async () => {
    await gateways.close();
    assert.equal(robots.closed, robots.created, 'media of a leg left open');
    assert.equal(gateways.activeCalls, 0);
  });

  const expect = () =>
    gateways.expect({
      accessCode: '01790',
      caller: 'AnonymousCard',
      orders: {},
      onAnswered: () => heard.push('answered'),
      onEnded: (by) => heard.push(`ended by ${by}`),
    });
  const invite = async () => {
    const caller = await Caller.connect(new WebSocket(gateways.address(null), 'sip'));
    caller.call({ domain: gateways.domain, accessCode: '01790', caller: 'AnonymousCard' });
    return caller;
  };

  test('a call outlives its socket: it goes on over another one, at another gateway', async () => {
    const call = expect();
    const caller = await invite();
    await caller.until('200');
    const { session } = caller;
    assert.ok(session);
    await caller.close();
    assert.equal(gateways.activeCalls, 1);
    const next = await messages(gateways.addresses[1]);
    next.send(update(session));
    assert.match(await next.received(1), /^SIP\/2\.0 200 /);
    call.hangUp();
    assert.match(await next.received(2), /^BYE /);
    assert.deepEqual(heard, ['answered', 'ended by robot']);
  });

  test('a BYE that found no socket is sent over the next one', async () => {
    const call = expect();
    const caller = await invite();
    await caller.until('200');
    const { session } = caller;
    assert.ok(session);
    await caller.close();
    call.hangUp();
    const stranger = await messages(gateways.address(null));
    stranger.send(update(session, session.remoteTag, 'somebody'));
    assert.match(await stranger.received(1), /^SIP\/2\.0 481 /, 'the Call-ID alone is not enough');
    const next = await messages(gateways.address(null));
    next.send(update(session));
    assert.match(await next.received(1), /^BYE /);
    assert.match(await next.received(2), /^SIP\/2\.0 481 /);
  });

  test('a call whose visitor does not come back ends in the end', async () => {
    await gateways.close();
    gateways = await startGateways({ robotMedia: robots.create, linger: 20 });
    const ended = new Promise<string>((resolve) => {
      gateways.expect({ accessCode: '01790', caller: 'AnonymousCard', orders: {}, onEnded: resolve });
    });
    const talking = await invite();
    await talking.until('200');
    talking.socket.terminate();
    assert.equal(await ended, 'visitor');
  });

  test('a visitor who sends no media is hung up on', async () => {
    await gateways.close();
    gateways = await startGateways({ robotMedia: robots.create, mediaTimeout: 20 });
    expect();
    const caller = await invite();
    await caller.until('BYE');
  });

  test('after a restart no dialog is known, and the call takes another INVITE', async () => {
    expect();
    const caller = await invite();
    await caller.until('200');
    const { session } = caller;
    assert.ok(session);
    gateways.restart();
    await caller.until('closed');
    const next = await messages(gateways.address(null));
    next.send(update(session));
    assert.match(await next.received(1), /^SIP\/2\.0 481 /);
    assert.deepEqual(heard, ['answered']);
    await (await invite()).until('200');
  });
});
