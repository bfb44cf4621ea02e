import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { WebSocket } from 'ws';
import type { PhoneCall, PhoneLine } from '../../../demo/platform/ports.js';
import { type RunningGateways, startGateways } from '../../../demo/platform/sip/gateways.js';
import { until } from '../../support/until.js';
import { Caller, OFFER } from './caller.js';
import { Phone } from './phone.js';

const NUMBER = '40101';
const ANSWER = `${OFFER}a=setup:active\r\na=answered\r\n`;

suite('calls to agents’ phones', { timeout: 60_000 }, () => {
  let gateways: RunningGateways;
  let line: PhoneLine;
  let heard: string[];
  const sockets: { until(note: string): Promise<void> }[] = [];

  beforeEach(async () => {
    gateways = await startGateways();
    assert.ok(gateways.phones);
    line = gateways.phones.open(NUMBER);
    heard = [];
  });
  afterEach(async () => {
    await gateways.close();
    for (const socket of sockets.splice(0)) await socket.until('closed');
    assert.equal(gateways.activeCalls, 0);
  });

  const hear = (what: string) => void heard.push(what);
  const untilHeard = (what: string) =>
    until(
      () => heard.includes(what),
      () => heard,
    );
  const expect = (accessCode = '01790'): PhoneCall =>
    line.expect({
      accessCode,
      caller: 'AnonymousCard',
      onAnswered: () => hear('answered'),
      onUnreachable: () => hear('unreachable'),
      onEnded: (by) => hear(`ended by ${by}`),
    });
  const phoneAt = async (number = NUMBER, address = gateways.address(null)) => {
    const phone = await Phone.connect(new WebSocket(address, 'sip'), number);
    sockets.push(phone);
    return phone;
  };
  const registered = async (address?: string) => {
    const phone = await phoneAt(NUMBER, address);
    phone.register(gateways.domain);
    await phone.until('REGISTER 200');
    return phone;
  };
  const invite = async (address = gateways.address(null), withoutAck = false) => {
    const caller = await Caller.connect(new WebSocket(address, 'sip'));
    sockets.push(caller);
    caller.call({ domain: gateways.domain, accessCode: '01790', caller: 'AnonymousCard', withoutAck });
    return caller;
  };
  const ringing = async () => {
    const call = expect();
    const phone = await registered();
    const caller = await invite();
    await phone.until('INVITE');
    phone.ring();
    await caller.until('180');
    return { call, phone, caller };
  };
  const talking = async () => {
    const made = await ringing();
    made.phone.accept(ANSWER);
    await made.caller.until('200');
    await made.phone.until('ACK');
    return made;
  };

  test('a phone registers for a number that is open, for as long as it says', async () => {
    const phone = await registered();
    assert.equal(line.registered, true);
    phone.notes.splice(0);
    phone.register(gateways.domain, 0);
    await phone.until('REGISTER 200');
    assert.equal(line.registered, false);
    const stranger = await phoneAt('40102');
    stranger.register(gateways.domain);
    await stranger.until('REGISTER 403');
    const again = await registered();
    await again.close();
    assert.equal(line.registered, false);
    line.close();
    phone.register(gateways.domain);
    await phone.until('REGISTER 403');
  });

  test('a newer registration takes the place of the one before, whose end, said or not, is no loss', async () => {
    const older = await registered();
    await registered(gateways.addresses[1]);
    older.notes.splice(0);
    older.register(gateways.domain, 0);
    await older.until('REGISTER 200');
    assert.equal(line.registered, true);
    await older.close();
    assert.equal(line.registered, true);
  });

  test('rings, answers, and hands descriptions on as they are; across two gateways', async () => {
    expect();
    const phone = await registered(gateways.addresses[1]);
    const caller = await invite(gateways.addresses[0]);
    await phone.until('INVITE');
    const { message } = phone.invite ?? {};
    assert.equal(message?.from.uri.toString(), `sip:AnonymousCard@${gateways.domain}`);
    assert.equal(message?.to.uri.toString(), `sip:${NUMBER}@${gateways.domain}`);
    assert.equal(phone.offers[0], OFFER);
    assert.deepEqual(caller.notes, []);
    phone.ring();
    await caller.until('180');
    phone.accept(ANSWER);
    await caller.until('200');
    assert.equal(caller.answer, ANSWER);
    await phone.until('ACK');
    assert.deepEqual(heard, ['answered']);
    assert.equal(gateways.activeCalls, 1);
  });

  test('the visitor hangs up', async () => {
    const { caller, phone, call } = await talking();
    await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
    await phone.until('BYE');
    assert.deepEqual(heard, ['answered', 'ended by visitor']);
    assert.equal(call.report().ended, 'visitor-bye');
  });

  test('the phone hangs up', async () => {
    const { caller, phone } = await talking();
    phone.bye();
    await caller.until('BYE');
    assert.deepEqual(heard, ['answered', 'ended by agent']);
  });

  test('the platform hangs up, once for however often', async () => {
    const { caller, phone, call } = await talking();
    call.hangUp();
    call.hangUp();
    await Promise.all([caller.until('BYE'), phone.until('BYE')]);
    assert.deepEqual(heard, ['answered', 'ended by agent']);
  });

  test('the platform hangs up while it rings, or before anybody called', async () => {
    const { caller, phone, call } = await ringing();
    call.hangUp();
    await Promise.all([caller.until('480'), phone.until('CANCEL')]);
    assert.deepEqual(heard, ['ended by agent']);
    expect().hangUp();
    await (await invite()).until('404');
  });

  test('hung up between 200 and ACK: the visitor’s BYE waits for the ACK', async () => {
    const call = expect();
    const phone = await registered();
    const caller = await invite(undefined, true);
    await phone.until('INVITE');
    phone.accept(ANSWER);
    await caller.until('200');
    call.hangUp();
    await phone.until('BYE');
    assert.ok(!caller.notes.includes('BYE'));
    caller.acknowledge?.();
    await caller.until('BYE');
  });

  suite('no ACK comes', () => {
    /** Long enough for the server transaction of the INVITE to time out: 64*T1. */
    const TIMEOUT = 32_000;
    const answered = async () => {
      const call = expect();
      const phone = await registered();
      const caller = await invite(undefined, true);
      await phone.until('INVITE');
      phone.accept(ANSWER);
      await caller.until('200');
      await phone.until('ACK');
      return { call, phone, caller };
    };

    test('both ends get a BYE after 32 s', async ({ mock: { timers } }) => {
      timers.enable({ apis: ['setTimeout'] });
      const { caller, phone, call } = await answered();
      timers.tick(TIMEOUT);
      await Promise.all([caller.until('BYE'), phone.until('BYE')]);
      assert.deepEqual(heard, ['answered', 'ended by agent']);
      assert.equal(call.report().ended, 'robot-bye');
    });

    test('the BYE that was to wait for it is sent after 32 s', async ({ mock: { timers } }) => {
      timers.enable({ apis: ['setTimeout'] });
      const { caller, phone, call } = await answered();
      call.hangUp();
      await phone.until('BYE');
      timers.tick(TIMEOUT);
      await caller.until('BYE');
    });

    test('a visitor who said BYE gets none', async ({ mock: { timers } }) => {
      timers.enable({ apis: ['setTimeout'] });
      const { caller, phone } = await answered();
      const sent: string[] = [];
      caller.socket.on('message', (data: Buffer) => sent.push(data.toString()));
      await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
      await phone.until('BYE');
      timers.tick(TIMEOUT);
      caller.socket.send('\r\n\r\n');
      await caller.until('pong');
      assert.deepEqual(
        sent.filter((message) => message.startsWith('BYE ')),
        [],
      );
      assert.deepEqual(heard, ['answered', 'ended by visitor']);
    });
  });

  test('the visitor cancels', async () => {
    const { caller, phone } = await ringing();
    caller.invite?.cancel();
    await Promise.all([caller.until('487'), phone.until('CANCEL')]);
    assert.deepEqual(heard, ['ended by visitor']);
  });

  test('the phone’s 200 crosses the CANCEL: it gets ACK and BYE, the visitor hears nothing of it', async () => {
    const { caller, phone, call } = await ringing();
    phone.accept(ANSWER);
    call.dismiss();
    await Promise.all([phone.until('ACK'), phone.until('BYE')]);
    assert.deepEqual(heard, []);
    call.hangUp();
    await caller.until('480');
  });

  test('the phone declines: the visitor hears ringing until the platform decides', async () => {
    const { caller, phone, call } = await ringing();
    phone.decline(486);
    await untilHeard('unreachable');
    assert.deepEqual(caller.notes, ['180']);
    call.hangUp();
    await caller.until('480');
    assert.deepEqual(heard, ['unreachable', 'ended by agent']);
  });

  test('no phone is there, or its socket is lost while it rings', async () => {
    const none = expect();
    const early = await invite();
    await untilHeard('unreachable');
    none.hangUp();
    await early.until('480');
    heard.splice(0);
    const { caller, phone } = await ringing();
    phone.socket.terminate();
    await untilHeard('unreachable');
    assert.deepEqual(caller.notes, ['180']);
    assert.equal(line.registered, false);
  });

  test('the phone’s socket is lost in the call: the visitor gets a BYE', async () => {
    const { caller, phone } = await talking();
    phone.socket.terminate();
    await caller.until('BYE');
    assert.deepEqual(heard, ['answered', 'ended by agent']);
  });

  test('the visitor’s socket is lost in the call for good: the phone gets a BYE', async () => {
    await gateways.close();
    gateways = await startGateways({ linger: 20 });
    assert.ok(gateways.phones);
    line = gateways.phones.open(NUMBER);
    const { caller, phone } = await talking();
    caller.socket.terminate();
    await phone.until('BYE');
    assert.deepEqual(heard, ['answered', 'ended by visitor']);
  });

  test('the visitor’s socket is lost while it rings: the call may come again', async () => {
    const { caller, phone } = await ringing();
    await caller.close();
    assert.deepEqual(heard, []);
    phone.notes.splice(0);
    const again = await invite(gateways.addresses[1]);
    await phone.until('CANCEL');
    await phone.until('INVITE');
    phone.accept(ANSWER);
    await again.until('200');
  });

  test('dismissed: the phone gets a BYE, the visitor’s leg stays; later a BYE of its own', async () => {
    const { caller, phone, call } = await talking();
    call.dismiss();
    await phone.until('BYE');
    caller.socket.send('\r\n\r\n');
    await caller.until('pong');
    assert.ok(!caller.notes.includes('BYE'));
    call.hangUp();
    await caller.until('BYE');
  });

  test('dismissed before the visitor dials: the phone does not ring', async () => {
    const call = expect();
    const phone = await registered();
    call.dismiss();
    await invite();
    phone.socket.send('\r\n\r\n');
    await phone.until('pong');
    assert.deepEqual(phone.notes, ['REGISTER 200', 'pong']);
    call.hangUp();
  });

  test('an offer within the call goes to the other end, its answer back; a refusal too', async () => {
    const { caller, phone } = await talking();
    caller.reinvite(`${OFFER}a=restart\r\n`);
    await caller.until('INVITE 200');
    assert.equal(phone.offers.at(-1), `${OFFER}a=restart\r\n`);
    assert.equal(caller.answer, `${OFFER}a=restart\r\na=by-phone\r\n`);
    phone.reinvite(`${OFFER}a=theirs\r\n`);
    await phone.until('INVITE 200');
    assert.equal(caller.offers.at(-1), `${OFFER}a=theirs\r\n`);
    assert.equal(phone.answer, `${OFFER}a=theirs\r\na=by-visitor\r\n`);
    phone.answerTo = () => '';
    caller.reinvite(`${OFFER}a=bad\r\n`);
    await caller.until('INVITE 488');
    assert.deepEqual(heard, ['answered']);
  });

  test('hold: both ends are offered silence, and nothing undoes it until it is over', async () => {
    const { caller, phone, call } = await talking();
    await call.flow('none');
    const theirs = caller.offers.at(-1) ?? '';
    assert.equal(theirs, `${OFFER.replace('1 1 IN', '1 2 IN')}a=setup:actpass\r\na=answered\r\na=inactive\r\n`);
    assert.equal(phone.offers.at(-1), `${OFFER.replace('1 1 IN', '1 2 IN')}a=inactive\r\n`);
    caller.reinvite(`${OFFER}a=sendrecv\r\n`);
    await caller.until('INVITE 200');
    assert.match(phone.offers.at(-1) ?? '', /a=inactive/);
    assert.match(caller.answer, /a=inactive/);
    await call.flow('both');
    assert.doesNotMatch(caller.offers.at(-1) ?? '', /a=inactive/);
    assert.match(phone.offers.at(-1) ?? '', /^o=- 1 3 [^]*a=sendrecv/m);
    assert.deepEqual(heard, ['answered']);
  });

  test('mute: the phone is offered to listen alone, the visitor to speak alone', async () => {
    const { caller, phone, call } = await talking();
    await call.flow('to-agent');
    assert.match(phone.offers.at(-1) ?? '', /a=sendonly/);
    assert.match(caller.offers.at(-1) ?? '', /a=recvonly/);
  });

  test('a change of flow ends with the call, whatever is still to be answered', async () => {
    const { caller, phone, call } = await talking();
    phone.answerTo = () => new Promise(() => undefined);
    const held = call.flow('none');
    await caller.until('offer');
    phone.socket.terminate();
    await caller.until('BYE');
    await held;
    await call.flow('both');
  });

  test('digits go to the phone as INFO', async () => {
    const { caller, phone } = await talking();
    caller.info('application/dtmf-relay', 'Signal=5');
    await Promise.all([caller.until('INFO 200'), phone.until('INFO Signal=5')]);
  });
});
