import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '../../support/manual-clock.js';
import { answered, bodyOf, CONTACT, headerOf, invited, response, Wire } from '../../support/scripted-gateway.js';

describe('a dialog over another channel', () => {
  it('sends the very same INVITE again, and goes on from there', async () => {
    const { wire, dialog, told, invite } = invited();
    wire.cut();
    assert.deepEqual(told, ['channel closed']);
    const next = new Wire();
    dialog.rebind(next.channel);
    assert.equal(next.received[0], invite);
    next.send(response(invite, 200, [CONTACT], 'answer-sdp'));
    assert.deepEqual(told.slice(1), ['accepted answer-sdp']);
    assert.deepEqual(next.lines, ['INVITE', 'ACK']);
  });

  it('hears the former channel until the new one is heard, then closes it', async () => {
    const { wire, dialog, told, invite } = invited();
    wire.send(response(invite, 180));
    const next = new Wire();
    dialog.rebind(next.channel);
    wire.send(response(invite, 183, [], 'early-sdp'));
    assert.deepEqual([told.at(-1), wire.closed], ['progress 183 early-sdp', false]);
    next.send('\r\n');
    assert.equal(wire.closed, true);
    wire.channel.onClose?.();
    next.send(response(invite, 200, [CONTACT], 'answer-sdp'));
    assert.equal(told.at(-1), 'accepted answer-sdp');
  });

  it('gives up the new channel for the next one when that closes too', async () => {
    const { wire, dialog, told, asker } = await answered();
    wire.cut();
    const [second, third] = [new Wire(), new Wire()];
    dialog.rebind(second.channel);
    second.cut();
    dialog.rebind(third.channel);
    assert.deepEqual(told, ['channel closed', 'channel closed']);
    third.send(asker.request('BYE'));
    assert.deepEqual(
      [told.slice(2), third.lines],
      [
        ['over -', 'closed'],
        ['ACK', '200'],
      ],
    );
  });

  it('changes nothing in a call, whose agent hangs up over the new channel', async () => {
    const { wire, dialog, told, asker, clock } = await answered();
    wire.cut();
    await clock.advance(600_000);
    assert.deepEqual(told, ['channel closed']);
    const next = new Wire();
    dialog.rebind(next.channel);
    assert.deepEqual(next.lines, []);
    next.send(asker.request('BYE', ['Reason: Q.850;cause=16;text="Normal"']));
    assert.deepEqual(told.slice(1), ['over Q.850;cause=16;text="Normal"', 'closed']);
    assert.equal(clock.pending, 0);
  });

  it('keeps a BYE while there is no channel', async () => {
    const { wire, dialog, told, clock } = await answered();
    wire.cut();
    dialog.end();
    await clock.advance(300_000);
    assert.equal(clock.pending, 0);
    const next = new Wire();
    dialog.rebind(next.channel);
    next.send(response(next.last('BYE'), 200));
    assert.deepEqual([next.lines, told.slice(1), next.closed], [['BYE'], ['closed'], true]);
    assert.equal(clock.pending, 0);
  });

  it('sends the same BYE again where it may have been lost', async () => {
    const { wire, dialog, told, clock } = await answered();
    dialog.end();
    await clock.advance(3_000);
    assert.deepEqual(told, ['channel closed']);
    const next = new Wire();
    dialog.rebind(next.channel);
    assert.deepEqual(next.received, [wire.last('ACK'), wire.last('BYE')]);
    next.send(response(next.last('BYE'), 481));
    assert.deepEqual([told.at(-1), wire.closed, next.closed, clock.pending], ['closed', true, true, 0]);
  });

  it('is over 32 s after a BYE that nobody answers, and at once where it is closed', async () => {
    for (const [ms, close] of [
      [32_000, false],
      [3_000, true],
    ] as const) {
      const { wire, dialog, told, clock } = await answered();
      dialog.end();
      await clock.advance(ms);
      if (close) dialog.close();
      assert.deepEqual([told.at(-1), wire.closed, clock.pending], ['closed', true, 0]);
    }
  });

  it('cancels over the new channel, without an INVITE that may never have arrived', async () => {
    for (const rings of [true, false]) {
      const { wire, dialog, told, invite, clock } = invited();
      if (rings) wire.send(response(invite, 180));
      wire.cut();
      dialog.end();
      const next = new Wire();
      dialog.rebind(next.channel);
      assert.deepEqual(next.lines, ['CANCEL']);
      if (rings) {
        next.send(response(next.last('CANCEL'), 200));
        next.send(response(invite, 487));
      } else next.send(response(next.last('CANCEL'), 481));
      assert.deepEqual([told.at(-1), next.closed, clock.pending], ['closed', true, 0]);
    }
  });

  it('sends INFO and re-INVITE again, and what came before the cut too', async () => {
    const { wire, dialog } = await answered();
    dialog.info('application/dtmf-relay', 'Signal=1');
    const answer = dialog.reinvite('new-sdp');
    await settle();
    wire.cut();
    dialog.info('application/dtmf-relay', 'Signal=2');
    const next = new Wire();
    dialog.rebind(next.channel);
    assert.deepEqual(
      next.received.filter((text) => !text.startsWith('ACK')).map((text) => text.slice(0, 6).trim()),
      ['INFO s', 'INVITE', 'INFO s'],
    );
    next.send(response(next.last('INVITE'), 200, [CONTACT], 'their-sdp'));
    assert.equal(await answer, 'their-sdp');
    dialog.close();
  });

  it('waits with a re-INVITE as long as there is no channel, then 32 s for its answer', async () => {
    const { wire, dialog, clock } = await answered();
    wire.cut();
    const failed = assert.rejects(dialog.reinvite('new-sdp'), { name: 'SipRefusal', status: 408 });
    await clock.advance(100_000);
    const next = new Wire();
    dialog.rebind(next.channel);
    await clock.advance(31_999);
    assert.equal(clock.pending, 1);
    await clock.advance(1);
    await failed;
    // What comes too late is acknowledged all the same.
    next.send(response(next.last('INVITE'), 200, [CONTACT], 'late-sdp'));
    assert.equal(next.lines.at(-1), 'ACK');
    dialog.close();
  });

  it('gives the ACK again that may have been lost, and answers as before what is repeated', async () => {
    const { wire, dialog, asker } = await answered();
    const info = asker.request('INFO');
    wire.send(info);
    wire.cut();
    const next = new Wire();
    dialog.rebind(next.channel);
    next.send(info);
    assert.deepEqual(next.received, [wire.last('ACK'), wire.last('200')]);
    dialog.close();
  });

  it('asks by CRLF, and by OPTIONS as long as that was never answered', async () => {
    const { wire, dialog, heard } = await answered();
    wire.received.length = 0;
    dialog.probe();
    dialog.probe();
    assert.deepEqual(wire.lines, ['CRLF', 'OPTIONS', 'CRLF']);
    assert.equal(wire.received[0], '\r\n\r\n');
    const before = heard.count;
    wire.send(response(wire.last('OPTIONS'), 481));
    dialog.probe();
    wire.send('\r\n');
    assert.equal(heard.count, before + 2);
    dialog.probe();
    assert.deepEqual(wire.lines.slice(3), ['CRLF', 'OPTIONS', 'CRLF']);
    const next = new Wire();
    dialog.rebind(next.channel);
    dialog.probe();
    assert.deepEqual(
      next.lines.filter((line) => line !== 'ACK'),
      ['CRLF', 'OPTIONS'],
    );
    dialog.close();
  });

  it('tells who is behind the gateway where we are now, by UPDATE or re-INVITE (RFC 3261 §12.2)', async () => {
    for (const [allow, method] of [
      ['Allow: INVITE, ACK, BYE, UPDATE', 'UPDATE'],
      ['Allow: INVITE, ACK, BYE', 'INVITE'],
    ] as const) {
      const { dialog, told } = await answered([CONTACT, allow]);
      const next = new Wire();
      dialog.rebind(next.channel);
      const refreshed = dialog.refresh();
      await settle();
      assert.match(headerOf(next.last(method), 'Contact'), /^<sip:visitor@\w+\.invalid;transport=ws>$/);
      next.send(response(next.last(method), 200, [CONTACT], method === 'INVITE' ? 'their-answer' : ''));
      await refreshed;
      assert.deepEqual(told, method === 'INVITE' ? ['offered -', 'answered their-answer'] : []);
      const unknown = assert.rejects(dialog.refresh(), { status: 481 });
      await settle();
      next.send(response(next.last(method), 481));
      await unknown;
      dialog.close();
    }
  });

  it('leaves nothing behind when it is closed, whatever was going on', async () => {
    const { wire, dialog, clock, asker, told } = await answered([CONTACT, 'Session-Expires: 90;refresher=uas']);
    wire.send(asker.request('INVITE', [CONTACT], 'their-sdp'));
    await settle();
    const refused = assert.rejects(dialog.reinvite('x'), { status: 481 });
    dialog.info('text/plain', 'x');
    dialog.probe();
    dialog.close();
    dialog.close();
    await refused;
    assert.deepEqual([clock.pending, told.at(-1), wire.closed], [0, 'closed', true]);
    assert.equal(headerOf(wire.last('INFO'), 'CSeq').split(' ')[1], 'INFO');
    assert.equal(bodyOf(wire.last('INFO')), 'x');
    const late = new Wire();
    dialog.rebind(late.channel);
    assert.equal(late.closed, true);
  });
});
