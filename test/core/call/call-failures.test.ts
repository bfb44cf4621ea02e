import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RestFault } from '../../../demo/platform/faults.js';
import { harness, nothingLeft, type HarnessOptions } from '../../support/call-harness.js';

/** Presses, waits, and says how it ended; asserts that nobody waits and no microphone is on. */
async function outcome(options: HarnessOptions, faults: Readonly<Record<string, RestFault>> = {}, wait = 180_000) {
  const made = harness(options);
  for (const [operation, fault] of Object.entries(faults)) made.center.faults.always(operation, fault);
  made.call.start();
  await made.clock.advance(wait);
  const code = made.errorCode() ?? made.call.state.name;
  if (code === 'talking') void made.call.hangUp();
  await made.clock.advance(75_000);
  assert.deepEqual(
    { ...made.leftovers(), microphoneOn: made.capture.stopped === 0 && made.states.includes('connecting') },
    nothingLeft,
  );
  return { ...made, code };
}

describe('a call fails with the right code and leaves nothing', () => {
  for (const [channel, code] of [
    ['off-hours', 'off-hours'],
    ['no-agents', 'no-agents'],
    ['not-supported', 'call-unsupported'],
    ['support-off', 'call-unsupported'],
    ['queue-timeout', 'queue-timeout'],
    ['call-failed', 'call-failed'],
    ['unusable-event', 'bad-response'],
    ['all-gateways-down', 'gateway-unreachable'],
    ['bad-sdp', 'media-failed'],
    ['gateway-403', 'gateway-refused'],
    ['gateway-404', 'gateway-refused'],
    ['gateway-480', 'gateway-refused'],
    ['gateway-486', 'gateway-refused'],
    ['gateway-488', 'gateway-refused'],
    ['gateway-503', 'gateway-refused'],
    ['gateway-603', 'gateway-refused'],
  ] as const)
    it(`${channel} is ${code}`, async () => {
      assert.equal((await outcome({ channel })).code, code);
    });

  it("hands the platform's cause on as text", async () => {
    const { call } = await outcome({ channel: 'queue-timeout', center: { typeQuirks: true } });
    assert.ok(
      call.state.name === 'failed' &&
        call.state.error.causeId === '-1' &&
        call.state.error.causeDesc === 'queue timeout',
    );
  });

  const html: RestFault = { kind: 'body', body: '<html><script>alert(1)</script></html>' };
  for (const operation of ['send', 'checkClickToCallSupport', 'createClickToCall', 'getClickToCallEvents'])
    for (const [fault, code] of [
      [html, 'bad-response'],
      [{ kind: 'body', body: '' }, 'bad-response'],
      [{ kind: 'json', json: [1, 2] }, 'bad-response'],
      [{ kind: 'json', json: { resultCode: { a: 1 } } }, 'bad-response'],
      [{ kind: 'redirect', location: 'https://login.example/' }, 'credentials'],
      [{ kind: 'status', status: 401 }, 'credentials'],
      [{ kind: 'status', status: 403 }, 'credentials'],
      [{ kind: 'status', status: 500 }, 'platform-unreachable'],
      [{ kind: 'status', status: 502 }, 'platform-unreachable'],
      [{ kind: 'status', status: 503, retryAfter: '1' }, 'platform-unreachable'],
      [{ kind: 'network' }, 'platform-unreachable'],
      // Of a poll that was held, a lost answer is a quiet one.
      ...(operation === 'getClickToCallEvents' ? [] : [[{ kind: 'lost-answer' }, 'platform-unreachable'] as const]),
    ] as const)
      it(`${operation} with ${JSON.stringify(fault)} is ${code}`, async () => {
        assert.equal((await outcome({ channel: 'waits' }, { [operation]: fault })).code, code);
      });

  it('a request that is never answered is platform-unreachable', async () => {
    assert.equal((await outcome({}, { checkClickToCallSupport: { kind: 'silence' } })).code, 'platform-unreachable');
  });

  for (const [change, code] of [
    [{ secureContext: false }, 'insecure-context'],
    [{ webrtc: false }, 'webrtc-unsupported'],
    [{ permission: 'denied' }, 'permission-denied'],
  ] as const)
    it(`${JSON.stringify(change)} is ${code}, and the platform hears nothing of it`, async () => {
      const made = await outcome({ devices: change });
      assert.deepEqual([made.code, made.operations()], [code, []]);
    });

  it('no microphone is no-microphone, and the platform hears nothing of it', async () => {
    const made = await outcome({ open: () => Promise.reject(new DOMException('none', 'NotFoundError')) });
    assert.deepEqual([made.code, made.operations()], ['no-microphone', []]);
  });

  it('a refused microphone is permission-denied, and the platform hears nothing of it', async () => {
    const open = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const made = await outcome({ open, devices: { permission: 'prompt' } });
    assert.deepEqual([made.code, made.operations()], ['permission-denied', []]);
  });

  it('a second call of the page is busy', async () => {
    assert.equal((await outcome({ callSlot: () => null })).code, 'busy');
  });

  it("names the directive that the page's policy lacks", async () => {
    const { call } = await outcome({ channel: 'all-gateways-down', blocked: 'connect-src wss://gw.example' });
    assert.ok(call.state.name === 'failed' && call.state.error.message.includes('connect-src wss://gw.example'));
  });
});

describe('a call survives', () => {
  for (const [channel, wait, invites] of [
    ['first-gateway-down', 1_100, 1],
    ['first-gateway-black-hole', 1_400, 1],
    ['two-gateways-down', 2_000, 1],
    ['gateway-mute', 6_000, 2],
  ] as const)
    it(`${channel}, with ${invites} INVITE${invites > 1 ? 's' : ''}`, async () => {
      const { code, gateways } = await outcome({ channel }, {}, wait);
      assert.equal(code, 'talking');
      assert.equal(gateways.sip.filter((requests) => requests.startsWith('INVITE')).length, invites);
    });

  it('a gateway that takes no video: once more with audio alone', async () => {
    const { code, gateways } = await outcome({ channel: 'gateway-no-video', media: 'video' }, {}, 3_000);
    assert.deepEqual([code, gateways.sip.slice(0, 2)], ['talking', ['INVITE ACK', 'INVITE ACK BYE']]);
  });

  it('two failed polls in a row, and a third that works', async () => {
    const made = harness();
    made.center.faults.next('getClickToCallEvents', { kind: 'network' }, { kind: 'status', status: 502 });
    made.call.start();
    await made.clock.advance(5_000);
    assert.equal(made.call.state.name, 'talking');
    void made.call.hangUp();
  });

  it('a poll that is never answered: after 60 s it asks again', async () => {
    const made = harness({ channel: 'direct-agent' });
    made.center.faults.next('getClickToCallEvents', { kind: 'silence' });
    made.call.start();
    await made.clock.advance(59_000);
    assert.equal(made.call.state.name, 'queued');
    await made.clock.advance(2_000);
    assert.equal(made.call.state.name, 'talking');
    void made.call.hangUp();
  });

  it("a platform that is gone while people talk; the gateway's BYE ends it", async () => {
    const made = harness({ channel: 'agent-hangs-up', center: { pace: 10 } });
    made.call.start();
    await made.clock.advance(15_000);
    assert.equal(made.call.state.name, 'talking');
    made.center.faults.always('getClickToCallEvents', { kind: 'network' });
    await made.clock.advance(30_000);
    assert.equal(made.call.state.name, 'talking');
    await made.clock.advance(30_000);
    assert.deepEqual(made.states.at(-1), 'ended');
  });

  it('tokens that expire or are revoked, with one renewal for all who were refused', async () => {
    const made = harness({ channel: 'waits' });
    made.call.start();
    await made.clock.advance(1_000);
    made.center.tokens.revoke('access');
    await made.clock.advance(15_000);
    assert.deepEqual([made.call.state.name, made.issued()], ['queued', 2]);
    await made.clock.advance(2 * 3_600_000);
    assert.equal(made.call.state.name, 'queued');
    void made.call.hangUp();
  });

  it('events that it does not know, duplicates, and events after the end', async () => {
    const made = harness();
    made.call.start();
    await made.clock.advance(2_000);
    const [call] = made.center.calls;
    call?.emit({ eventId: 168199, resultDesc: 'new' });
    call?.emit({ eventId: 168102, resultDesc: 'Call in queue' });
    await made.clock.advance(1_000);
    assert.equal(made.call.state.name, 'talking');
    void made.call.hangUp();
    call?.emit({ eventId: 168101, resultDesc: 'Call connected', content: {} });
    await made.clock.advance(1_000);
    assert.equal(made.call.state.name, 'ended');
  });

  it('the last good gateway goes first the next time', async () => {
    const { gatewayMemory } = await outcome({ channel: 'first-gateway-down' }, {}, 2_000);
    assert.equal(gatewayMemory.lastGateway, 'ws://127.0.0.1:1/');
  });
});

describe('the log of a gateway that failed', () => {
  for (const [channel, ...line] of [
    ['gateway-mute', 'gateway silent', null, 'next gateway'],
    ['gateway-503', 'gateway refused', 503, 'none'],
    ['gateway-486', 'gateway refused', 486, 'none'],
    ['gateway-no-video', 'gateway refused', 488, 'smaller offer'],
  ] as const)
    it(`says what is tried next: ${channel}`, async () => {
      const { logged } = await outcome({ channel, media: 'video' }, {}, 6_000);
      const failures = logged.filter(({ event }) => /^gateway (silent|refused)$/.test(event));
      assert.deepEqual(
        failures.map(({ event, details }) => [event, details['status'] ?? null, details['next']]),
        [line],
      );
    });

  it('is dropped, though its credentials have expired, and the renewed ones are refused once', async () => {
    const { call, clock, center } = harness({ channel: 'waits' });
    call.start();
    await clock.advance(1_000);
    clock.sleep(600_000);
    center.faults.next('dropClickToCall', { kind: 'status', status: 401 });
    void call.hangUp();
    await clock.advance(10_000);
    assert.deepEqual(
      center.calls.map(({ over }) => over),
      [true],
    );
  });
});
