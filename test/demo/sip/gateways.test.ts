import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { URI } from 'sip.js/lib/core/index.js';
import { WebSocket } from 'ws';
import type { ExpectedCall, RobotOrders } from '../../../demo/platform/ports.js';
import { type RunningGateways, startGateways } from '../../../demo/platform/sip/gateways.js';
import { Caller, type CallerOptions, OFFER, VIDEO_OFFER } from './caller.js';
import { StillRobots, update } from './still-robots.js';

suite('SIP gateways', { timeout: 60_000 }, () => {
  let robots: StillRobots;
  let gateways: RunningGateways;
  let heard: string[];
  const callers: Caller<WebSocket>[] = [];

  beforeEach(async () => {
    robots = new StillRobots();
    heard = [];
    gateways = await startGateways({ robotMedia: robots.create, maxCalls: 2 });
  });
  afterEach(async () => {
    await gateways.close();
    for (const caller of callers.splice(0)) await caller.until('closed');
    assert.equal(robots.closed, robots.created, 'media of a leg left open');
    assert.equal(gateways.activeCalls, 0);
  });

  const expect = (orders: RobotOrders = {}, accessCode = '01790') => {
    const call: ExpectedCall = {
      accessCode,
      caller: 'AnonymousCard',
      orders,
      onAnswered: () => heard.push('answered'),
      onEnded: (by) => heard.push(`ended by ${by}`),
    };
    return gateways.expect(call);
  };
  const connect = async (address = gateways.address(null)) => {
    const caller = await Caller.connect(new WebSocket(address, 'sip'));
    callers.push(caller);
    return caller;
  };
  const invite = async (options: Partial<CallerOptions> = {}, address?: string) => {
    const caller = await connect(address);
    caller.call({ domain: gateways.domain, accessCode: '01790', caller: 'AnonymousCard', ...options });
    return caller;
  };

  test('rings, answers, and ends with the visitor’s BYE', async () => {
    const call = expect();
    const caller = await invite();
    await caller.until('200');
    assert.deepEqual(caller.notes, ['180', '200']);
    assert.match(caller.answer, /a=answered/);
    assert.equal(gateways.activeCalls, 1);
    assert.equal(call.report().ended, 'no');
    await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
    assert.deepEqual(heard, ['answered', 'ended by visitor']);
    assert.deepEqual(call.report(), { audioPackets: 7, videoPackets: 0, level: 0.5, dtmf: '', ended: 'visitor-bye' });
  });

  test('both default gateways take the same expected call', async () => {
    const [first, second] = gateways.addresses;
    assert.equal(gateways.addresses.length, 2);
    assert.notEqual(first, second);
    expect();
    const caller = await invite({}, second);
    await caller.until('200');
  });

  test('the robot hangs up: by order, and when told', async () => {
    expect({ hangUpAfter: 20 });
    const ordered = await invite();
    await ordered.until('BYE');
    const call = expect();
    const told = await invite();
    await told.until('200');
    call.hangUp();
    call.hangUp();
    await told.until('BYE');
    assert.equal(call.report().ended, 'robot-bye');
    assert.deepEqual(heard, ['answered', 'ended by robot', 'answered', 'ended by robot']);
  });

  test('the robot hangs up while it still rings, or before anybody called', async () => {
    const call = expect({ answerAfter: 60_000 });
    const caller = await invite();
    await caller.until('180');
    call.hangUp();
    await caller.until('480');
    assert.equal(call.report().ended, 'robot-bye');
    expect({}, '2').hangUp();
    const late = await invite({ accessCode: '2' });
    await late.until('404');
  });

  test('hung up between 200 and ACK: the BYE waits for the ACK', async () => {
    const call = expect();
    const caller = await invite({ withoutAck: true });
    await caller.until('200');
    call.hangUp();
    assert.equal(robots.closed, 1);
    caller.socket.send('\r\n\r\n');
    await caller.until('pong');
    assert.ok(!caller.notes.includes('BYE'), 'a BYE sent at once would have come before the pong');
    caller.acknowledge?.();
    await caller.until('BYE');
    assert.deepEqual(heard, ['answered', 'ended by robot']);
  });

  test('CANCEL ends it with 487', async () => {
    const call = expect({ answerAfter: 60_000 });
    const caller = await invite();
    await caller.until('180');
    caller.invite?.cancel();
    await caller.until('487');
    assert.equal(call.report().ended, 'visitor-cancel');
    assert.deepEqual(heard, ['ended by visitor']);
  });

  test('refuses what is not expected', async () => {
    expect();
    await (await invite({ accessCode: '99' })).until('404');
    await (await invite({ domain: 'elsewhere.example' })).until('404');
    await (await invite({ caller: 'Somebody' })).until('403');
    await (await invite({ offer: 'v=0\r\n' })).until('488');
    await (await invite({ offer: `${OFFER}a=unheard-of\r\n` })).until('488');
    const caller = await invite(); // none of these used the call up
    await caller.until('200');
    await (await invite()).until('486');
    expect({}, '2');
    await (await invite({ accessCode: '2' })).until('200');
    expect({}, '3');
    const surplus = await invite({ accessCode: '3' });
    await surplus.until('503');
    assert.equal(surplus.retryAfter, '5');
    assert.throws(() => expect({}, '3'), /expected already/);
  });

  test('an access code is used up by its call', async () => {
    const call = expect();
    const caller = await invite();
    await caller.until('200');
    call.hangUp();
    await caller.until('BYE');
    await (await invite()).until('404');
  });

  test('INFO digits of both kinds, in order', async () => {
    const call = expect();
    const caller = await invite();
    await caller.until('200');
    caller.info('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n');
    caller.info('application/dtmf', '#');
    caller.info('text/plain', '7');
    await caller.until('INFO 200');
    caller.socket.send('\r\n\r\n');
    await caller.until('pong');
    assert.equal(call.report().dtmf, '5#');
  });

  test('re-INVITE gets an answer of its own, a bad one 488; the call lives on', async () => {
    expect();
    const caller = await invite();
    await caller.until('200');
    caller.reinvite(`${OFFER}a=sendonly\r\n`);
    await caller.until('INVITE 200');
    assert.equal(caller.answer, `${OFFER}a=sendonly\r\na=answered\r\n`);
    caller.reinvite(`${OFFER}a=unheard-of\r\n`);
    await caller.until('INVITE 488');
    assert.equal(gateways.activeCalls, 1);
  });

  test('UPDATE is answered within its call, and 481 outside', async () => {
    expect();
    const caller = await invite();
    await caller.until('200');
    const { session } = caller;
    assert.ok(session);
    const answers: string[] = [];
    const answered = (count: number) =>
      new Promise<void>((resolve) => {
        caller.socket.on('message', (data: Buffer) => {
          if (data.includes('CSeq: 9 UPDATE') && answers.push(data.toString()) === count) resolve();
        });
      });
    const both = answered(2);
    for (const toTag of [session.remoteTag, 'nobody']) caller.socket.send(update(session, toTag));
    await both;
    answers.sort();
    assert.match(answers[0] ?? '', /^SIP\/2\.0 200 [^]*\r\nContact: [^]*a=answered/);
    assert.match(answers[1] ?? '', /^SIP\/2\.0 481 /);
  });

  test('OPTIONS and keep-alive', async () => {
    const caller = await connect();
    caller.request('OPTIONS', new URI('sip', 'visitor', gateways.domain));
    await caller.until('OPTIONS 200');
    caller.socket.send('\r\n\r\n');
    await caller.until('pong');
  });

  test('a lost socket lets a call that rang come again', async () => {
    const ringing = expect({ answerAfter: 60_000 });
    const first = await invite();
    await first.until('180');
    await first.close();
    const again = await invite();
    await again.until('180');
    assert.deepEqual(heard, []);
    assert.equal(ringing.report().ended, 'no');
  });

  test('what is not SIP does no harm', async () => {
    expect();
    const caller = await connect();
    for (const junk of ['', 'hello', 'INVITE sip:x SIP/2.0\r\n\r\n', '\0\r\n\r\n', 'SIP/2.0 200 OK\r\n\r\n']) {
      caller.socket.send(junk);
    }
    await caller.until('closed');
    const large = await connect();
    const code = new Promise((resolve) => large.socket.on('close', resolve));
    large.socket.send('x'.repeat(70_000));
    assert.equal(await code, 1009);
    await (await invite()).until('200');
  });

  test('only the subprotocol sip on a known path is upgraded', async () => {
    const refused = (address: string, protocol: string) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(address, protocol);
        socket.on('unexpected-response', (_request, response) => {
          resolve(response.statusCode);
          socket.terminate();
        });
        socket.on('error', () => undefined).on('open', () => reject(new Error('upgraded')));
      });
    assert.equal(await refused(gateways.address(null), 'chat'), 400);
    assert.equal(await refused(`${gateways.address(null)}nowhere`, 'sip'), 404);
    assert.equal((await connect()).socket.protocol, 'sip');
  });

  suite('faults', () => {
    test('refused: nobody listens', async () => {
      await assert.rejects(Caller.connect(new WebSocket(gateways.address({ kind: 'refused' }), 'sip')), /ECONNREFUSED/);
    });

    test('black hole: TCP is taken, the upgrade never answered', async () => {
      const { port } = new URL(gateways.address({ kind: 'black-hole' }));
      const socket = connectTcp(Number(port), '127.0.0.1');
      const got: string[] = [];
      socket.on('data', (data) => got.push(data.toString()));
      const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
      await new Promise<void>((resolve) =>
        socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', () => resolve()),
      );
      await gateways.close();
      await closed;
      assert.deepEqual(got, []);
    });

    test('mute: upgraded, then nothing', async () => {
      expect();
      const caller = await invite({}, gateways.address({ kind: 'mute' }));
      caller.socket.send('\r\n\r\n');
      const ponged = new Promise((resolve) => caller.socket.once('pong', resolve));
      caller.socket.ping(); // WebSocket's own, answered behind everything before it
      await ponged;
      assert.deepEqual(caller.notes, []);
    });

    test('status: every INVITE gets it', async () => {
      const call = expect();
      await (await invite({}, gateways.address({ kind: 'status', status: 603 }))).until('603');
      const caller = await invite({}, gateways.address({ kind: 'status', status: 503, retryAfter: 4 }));
      await caller.until('503');
      assert.equal(caller.retryAfter, '4');
      assert.equal(call.report().ended, 'no');
      await (await invite()).until('200');
    });

    test('bad SDP: answered with what has neither ICE nor DTLS', async () => {
      expect();
      const caller = await invite({}, gateways.address({ kind: 'bad-sdp' }));
      await caller.until('200');
      assert.match(caller.answer, /^v=0\r\n/);
      assert.doesNotMatch(caller.answer, /ice-ufrag|fingerprint/);
      await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
      assert.deepEqual(heard, ['answered', 'ended by visitor']);
    });

    test('no video: 488, then audio alone is taken', async () => {
      expect();
      const address = gateways.address({ kind: 'no-video' });
      await (await invite({ offer: VIDEO_OFFER }, address)).until('488');
      await (await invite({}, address)).until('200');
    });

    test('answers on CANCEL: the 200 crosses it', async () => {
      const call = expect();
      const caller = await invite({}, gateways.address({ kind: 'answers-on-cancel' }));
      await caller.until('180');
      assert.deepEqual(heard, []);
      caller.invite?.cancel();
      await caller.until('200');
      await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
      assert.equal(call.report().ended, 'visitor-bye');
    });

    test('stand in the list in their order', async () => {
      const mixed = await startGateways({ faults: [{ kind: 'refused' }, null, { kind: 'mute' }, null] });
      assert.equal(new Set(mixed.addresses.map((address) => new URL(address).port)).size, 4);
      await assert.rejects(Caller.connect(new WebSocket(mixed.addresses[0] ?? '', 'sip')), /ECONNREFUSED/);
      assert.match(mixed.addresses[2] ?? '', /\/mute$/);
      await mixed.close();
    });
  });
});
