import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '../../support/manual-clock.js';
import { answered, bodyOf, CONTACT, headerOf, invited, response } from '../../support/scripted-gateway.js';

const ALLOWS_UPDATE = 'Allow: INVITE, ACK, BYE, UPDATE';

describe('a session that the gateway changes', () => {
  it('answers UPDATE with and without an offer (RFC 3311)', async () => {
    const { wire, told, asker, dialog } = await answered();
    for (const [body, events] of [
      ['', []],
      ['their-sdp', ['offered their-sdp']],
    ] as const) {
      told.length = 0;
      wire.send(asker.request('UPDATE', ['Contact: <sip:moved@192.0.2.99>'], body));
      await settle();
      assert.deepEqual(told, events);
      assert.match(headerOf(wire.last('200'), 'Contact'), /^<sip:visitor@\w+\.invalid;transport=ws>$/);
      assert.equal(bodyOf(wire.last('200')), body && 'our-sdp');
    }
    dialog.info('text/plain', 'x');
    assert.match(wire.last('INFO'), /^INFO sip:moved@192\.0\.2\.99 SIP/);
    dialog.close();
  });

  it('answers a re-INVITE with Contact, and repeats it until the ACK is here', async () => {
    const { wire, told, asker, dialog, clock } = await answered();
    const invite = asker.request('INVITE', [CONTACT], 'their-sdp');
    wire.send(invite);
    await settle();
    assert.deepEqual(told, ['offered their-sdp']);
    assert.match(headerOf(wire.last('200'), 'Contact'), /invalid/);
    await clock.advance(1_500);
    assert.equal(wire.lines.filter((line) => line === '200').length, 3);
    wire.send(asker.request('ACK', [], '', Number.parseInt(headerOf(invite, 'CSeq'))));
    await clock.advance(60_000);
    assert.equal(wire.lines.filter((line) => line === '200').length, 3);
    assert.equal(clock.pending, 0);
    dialog.close();
  });

  it('makes the offer where a re-INVITE has none, and takes the answer from the ACK (RFC 3261 §14.2)', async () => {
    const { wire, told, asker, dialog } = await answered();
    const invite = asker.request('INVITE', [CONTACT]);
    wire.send(invite);
    await settle();
    assert.equal(bodyOf(wire.last('200')), 'our-sdp');
    wire.send(asker.request('ACK', [], 'their-sdp', Number.parseInt(headerOf(invite, 'CSeq'))));
    assert.deepEqual(told, ['offered -', 'answered their-sdp']);
    dialog.close();
  });

  it('refuses what the browser does not take with 488, and takes the next one', async () => {
    const { wire, asker, dialog } = await answered([CONTACT], {
      offered: (sdp) => (sdp === 'fax' ? Promise.reject(new Error('fax')) : Promise.resolve('our-sdp')),
    });
    wire.send(asker.request('INVITE', [CONTACT], 'fax'));
    await settle();
    wire.send(asker.request('INVITE', [CONTACT], 'audio'));
    await settle();
    assert.deepEqual(wire.lines.slice(-4), ['100', '488', '100', '200']);
    dialog.close();
  });

  it('refuses with 491 what meets an offer of ours, and with 500 what meets one of its own', async () => {
    const { wire, asker, dialog } = await answered([CONTACT], { offered: () => new Promise(() => undefined) });
    wire.send(asker.request('INVITE', [CONTACT], 'first'));
    wire.send(asker.request('INVITE', [CONTACT], 'second'));
    assert.match(headerOf(wire.last('500'), 'Retry-After'), /^\d$/);
    wire.send(asker.request('CANCEL'));
    assert.deepEqual(wire.lines.slice(-3), ['500', '200', '487']);
    dialog.close();
    const other = await answered();
    other.dialog.reinvite('new-sdp').catch(() => undefined);
    await settle();
    for (const method of ['INVITE', 'UPDATE']) other.wire.send(other.asker.request(method, [CONTACT], 'sdp'));
    assert.deepEqual(other.wire.lines.slice(-2), ['491', '491']);
    other.wire.send(other.asker.request('UPDATE', [CONTACT]));
    assert.equal(other.wire.lines.at(-1), '200');
    other.dialog.close();
  });

  it('sends a re-INVITE that met another one again after 2.1 to 4 s (RFC 3261 §14.1)', async () => {
    const { wire, dialog, clock } = await answered();
    const answer = dialog.reinvite('new-sdp');
    await settle();
    const first = wire.last('INVITE');
    wire.send(response(first, 491));
    await clock.advance(2_099);
    assert.equal(wire.last('INVITE'), first);
    await clock.advance(1_902);
    assert.notEqual(wire.last('INVITE'), first);
    wire.send(response(wire.last('INVITE'), 200, [CONTACT], 'their-sdp'));
    assert.equal(await answer, 'their-sdp');
    dialog.close();
  });

  it('gives up an offer in whose place another one was answered', async () => {
    const { wire, dialog, clock, asker } = await answered();
    const refused = assert.rejects(dialog.reinvite('new-sdp'), { status: 491 });
    await settle();
    wire.send(response(wire.last('INVITE'), 491));
    await settle();
    wire.send(asker.request('UPDATE', [CONTACT], 'their-sdp'));
    await clock.advance(4_000);
    await refused;
    dialog.close();
  });

  it('waits with a re-INVITE until that of the gateway is acknowledged', async () => {
    const { wire, dialog, asker } = await answered();
    const theirs = asker.request('INVITE', [CONTACT], 'their-sdp');
    wire.send(theirs);
    await settle();
    dialog.reinvite('new-sdp').catch(() => undefined);
    await settle();
    assert.equal(wire.lines.includes('INVITE', 1), false);
    wire.send(asker.request('ACK', [], '', Number.parseInt(headerOf(theirs, 'CSeq'))));
    await settle();
    assert.equal(wire.lines.at(-1), 'INVITE');
    dialog.close();
  });

  for (const status of [403, 408, 481, 488, 500])
    it(`rejects a re-INVITE that is refused with ${status}`, async () => {
      const { wire, dialog } = await answered();
      const refused = assert.rejects(dialog.reinvite('new-sdp'), { name: 'SipRefusal', status });
      await settle();
      wire.send(response(wire.last('INVITE'), status));
      await refused;
      assert.equal(wire.lines.at(-1), 'ACK');
      dialog.close();
    });
});

describe('requests of the gateway', () => {
  it('answers each method by the book, in the call and out of it', async () => {
    const { wire, asker, dialog } = await answered();
    const statusOf = (text: string) => {
      wire.send(text);
      return Number(wire.lines.at(-1));
    };
    for (const [method, status] of [
      ['INFO', 200],
      ['OPTIONS', 200],
      ['MESSAGE', 405],
      ['NOTIFY', 405],
      ['REFER', 405],
      ['SUBSCRIBE', 405],
      ['PRACK', 481],
      ['CANCEL', 481],
      ['TELEPORT', 501],
    ] as const) {
      assert.equal(statusOf(asker.request(method)), status, method);
      if (status === 405) assert.match(headerOf(wire.last('405'), 'Allow'), /INVITE/);
    }
    assert.match(headerOf(wire.last('200'), 'Allow'), /UPDATE/);
    assert.equal(statusOf(asker.request('INFO', ['Require: timer, foo', 'Require: bar'])), 420);
    assert.equal(headerOf(wire.last('420'), 'Unsupported'), 'foo, bar');
    assert.equal(statusOf(asker.request('INFO', [], '', 7)), 500);
    const other = (text: string) => text.replace(/;tag=gw/, ';tag=other');
    assert.equal(statusOf(other(asker.request('BYE'))), 481);
    const outside = (text: string) => text.replace(/^(To: [^;\r]*);tag=\S*/m, '$1');
    assert.equal(statusOf(outside(asker.request('INVITE', [], 'sdp'))), 486);
    assert.equal(statusOf(outside(asker.request('OPTIONS'))), 200);
    assert.equal(statusOf(outside(asker.request('NOTIFY'))), 405);
    assert.match(headerOf(wire.last('405'), 'To'), /;tag=\w+/);
    dialog.close();
  });

  it('tells a body that is no session description from none', async () => {
    const { wire, asker, dialog, told } = await answered();
    wire.send(asker.request('INVITE', [CONTACT], 'x').replace('application/sdp', 'application/isup'));
    assert.equal(wire.lines.at(-1), '415');
    assert.deepEqual(told, []);
    dialog.close();
  });
});

describe('an INVITE that asks for more', () => {
  it('acknowledges reliable responses once and in order (RFC 3262)', () => {
    const { wire, told, invite, dialog } = invited();
    const ringing = (rseq: number, body = '') =>
      wire.send(response(invite, 183, [CONTACT, 'Require: 100rel', `RSeq: ${rseq}`], body));
    ringing(77, 'early-sdp');
    ringing(77, 'early-sdp');
    ringing(79);
    ringing(78);
    assert.deepEqual(told, ['progress 183 early-sdp', 'progress 183 -']);
    const pracks = wire.received.filter((text) => text.startsWith('PRACK sip:agent@192.0.2.15 '));
    assert.deepEqual(
      pracks.map((text) => headerOf(text, 'RAck')),
      ['77 1 INVITE', '78 1 INVITE'],
    );
    assert.deepEqual(
      pracks.map((text) => headerOf(text, 'CSeq')),
      ['2 PRACK', '3 PRACK'],
    );
    // The answer came early; the 200 need not have it again.
    wire.send(response(invite, 200, [CONTACT]));
    assert.equal(told.at(-1), 'accepted early-sdp');
    assert.equal(headerOf(wire.last('ACK'), 'CSeq'), '1 ACK');
    dialog.end();
    assert.equal(headerOf(wire.last('BYE'), 'CSeq'), '4 BYE');
    dialog.close();
  });

  it('is sent again with the Min-SE of a 422, and with what a 421 requires', () => {
    for (const [status, header, expected] of [
      [422, 'Min-SE: 3600', { 'Session-Expires': '3600;refresher=uac', 'Min-SE': '3600', Require: '' }],
      [421, 'Require: timer', { 'Session-Expires': '1800;refresher=uac', 'Min-SE': '', Require: 'timer' }],
      [421, 'Require: 100rel', { 'Session-Expires': '', 'Min-SE': '', Require: '100rel' }],
    ] as const) {
      const { wire, told, invite, dialog } = invited();
      wire.send(response(invite, status, [header]));
      assert.deepEqual(wire.lines, ['INVITE', 'ACK', 'INVITE']);
      const again = wire.last('INVITE');
      for (const [name, value] of Object.entries(expected)) assert.equal(headerOf(again, name), value);
      assert.deepEqual(
        [headerOf(again, 'CSeq'), headerOf(again, 'Call-ID') === headerOf(invite, 'Call-ID')],
        ['2 INVITE', true],
      );
      wire.send(response(again, 200, [CONTACT], 'answer-sdp'));
      assert.deepEqual(told, ['accepted answer-sdp']);
      dialog.close();
    }
  });

  it('gives up where the gateway asks for what nobody has, or for ever more', () => {
    const strange = invited();
    strange.wire.send(response(strange.invite, 421, ['Require: sec-agree']));
    assert.equal(strange.told[0], 'refused 421 -');
    const greedy = invited();
    for (const seconds of [100, 200, 300, 400])
      greedy.wire.send(response(greedy.wire.last('INVITE'), 422, [`Min-SE: ${seconds}`]));
    assert.deepEqual(greedy.told, ['refused 422 -', 'closed']);
    const same = invited();
    for (let time = 0; time < 2; time += 1) same.wire.send(response(same.wire.last('INVITE'), 422, ['Min-SE: 100']));
    assert.deepEqual(same.told, ['refused 422 -', 'closed']);
  });
});

describe('a session timer (RFC 4028)', () => {
  it('is refreshed by UPDATE at half its interval, by us', async () => {
    const { wire, clock, dialog, told } = await answered([CONTACT, ALLOWS_UPDATE, 'Session-Expires: 60;refresher=uac']);
    for (const round of [1, 2, 3]) {
      await clock.advance(29_999);
      assert.equal(wire.lines.filter((line) => line === 'UPDATE').length, round - 1);
      await clock.advance(1);
      assert.equal(headerOf(wire.last('UPDATE'), 'Session-Expires'), '60;refresher=uac');
      wire.send(response(wire.last('UPDATE'), 200, [CONTACT, 'Session-Expires: 60;refresher=uac']));
      await settle();
    }
    assert.deepEqual(told, []);
    dialog.close();
    assert.equal(clock.pending, 0);
  });

  it('is refreshed by re-INVITE where UPDATE is not allowed, or refused', async () => {
    for (const headers of [[], [ALLOWS_UPDATE]]) {
      const { wire, clock, dialog, told } = await answered([CONTACT, ...headers, 'x: 90;refresher=uac']);
      await clock.advance(45_000);
      if (headers.length > 0) wire.send(response(wire.last('UPDATE'), 501));
      await settle();
      assert.equal(bodyOf(wire.last('INVITE')), 'our-sdp');
      wire.send(response(wire.last('INVITE'), 200, [CONTACT, 'Session-Expires: 90;refresher=uac'], 'their-sdp'));
      await settle();
      assert.deepEqual(told, ['offered -', 'answered their-sdp']);
      dialog.close();
    }
  });

  it('takes the interval of a 422, and tries again where a refresh fails', async () => {
    const { wire, clock, dialog } = await answered([CONTACT, ALLOWS_UPDATE, 'Session-Expires: 80;refresher=uac']);
    await clock.advance(40_000);
    wire.send(response(wire.last('UPDATE'), 422, ['Min-SE: 200']));
    await settle();
    assert.equal(headerOf(wire.last('UPDATE'), 'Session-Expires'), '200;refresher=uac');
    wire.send(response(wire.last('UPDATE'), 500));
    const failed = wire.last('UPDATE');
    await clock.advance(25_000);
    assert.notEqual(wire.last('UPDATE'), failed);
    dialog.close();
  });

  it('ends a call that the gateway knows nothing of any more', async () => {
    const { wire, clock, told } = await answered([CONTACT, ALLOWS_UPDATE, 'Session-Expires: 80;refresher=uac']);
    await clock.advance(40_000);
    wire.send(response(wire.last('UPDATE'), 481));
    await settle();
    assert.deepEqual([told, clock.pending], [['over -', 'closed'], 0]);
  });

  it('ends a call that the gateway should have refreshed, in time and with BYE', async () => {
    const { wire, clock, told, asker } = await answered([CONTACT, 'Session-Expires: 90;refresher=uas']);
    await clock.advance(59_999);
    wire.send(asker.request('UPDATE', [CONTACT, 'Session-Expires: 90;refresher=uac', 'Supported: timer']));
    assert.equal(headerOf(wire.last('200'), 'Session-Expires'), '90;refresher=uac');
    assert.equal(headerOf(wire.last('200'), 'Require'), 'timer');
    await clock.advance(59_999);
    assert.deepEqual(told, []);
    await clock.advance(1);
    assert.match(told[0] ?? '', /^over SIP;text=/);
    wire.send(response(wire.last('BYE'), 200));
    assert.deepEqual([told.slice(1), clock.pending], [['closed'], 0]);
  });

  it('does not run out while there is no channel', async () => {
    const { wire, clock, told, dialog } = await answered([CONTACT, 'Session-Expires: 90;refresher=uas']);
    wire.cut();
    await clock.advance(600_000);
    assert.deepEqual(told, ['channel closed']);
    dialog.close();
  });

  it('is what the gateway says in a re-INVITE', async () => {
    for (const [header, supported, expected, ours] of [
      ['Session-Expires: 100;refresher=uas', 'timer', '100;refresher=uas', true],
      ['Session-Expires: 100', 'timer', '100;refresher=uac', false],
      ['Session-Expires: 100', 'path', '100;refresher=uas', true],
    ] as const) {
      const { wire, clock, dialog, asker } = await answered([CONTACT, ALLOWS_UPDATE]);
      wire.send(asker.request('UPDATE', [CONTACT, header, `Supported: ${supported}`]));
      assert.equal(headerOf(wire.last('200'), 'Session-Expires'), expected);
      await clock.advance(50_000);
      assert.equal(wire.lines.at(-1) === 'UPDATE', ours);
      dialog.close();
    }
  });
});
