import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressOf, parameter, split } from '../../../src/browser/call/sip/syntax.js';
import { readMessage } from '../../../src/browser/call/sip/incoming-message.js';
import { settle } from '../../support/manual-clock.js';
import { answered, CONTACT, headerOf, invited, response, Wire } from '../../support/scripted-gateway.js';

/** Random walks: a minute of them; `SIP_FUZZ=6000000` takes half an hour, and finds more. */
const RUNS = Number(process.env['SIP_FUZZ'] ?? 200_000);

type Rig = ReturnType<typeof invited>;

/** What a gateway may send of its own, good and bad. */
const heads = [CONTACT, 'Session-Expires: 90;refresher=uac', 'Session-Expires: 90;refresher=uas', 'Min-SE: 120'];
const messages: readonly ((rig: Rig, wire: Wire) => string)[] = [
  ...[100, 180, 183, 200, 202, 302, 404, 408, 421, 422, 481, 486, 488, 491, 500, 503, 603].flatMap((status) =>
    ['INVITE', 'BYE', 'CANCEL', 'INFO', 'UPDATE', 'OPTIONS', 'PRACK'].map(
      (method) => (_rig: Rig, wire: Wire) =>
        wire.last(method) && response(wire.last(method), status, heads, method === 'INVITE' ? 'answer-sdp' : ''),
    ),
  ),
  (_rig, wire) => response(wire.last('INVITE'), 200, [CONTACT], 'answer-sdp', 'fork'),
  (_rig, wire) => response(wire.last('INVITE'), 183, ['Require: 100rel', 'RSeq: 1', CONTACT], 'early-sdp'),
  ...['INVITE', 'UPDATE', 'BYE', 'INFO', 'OPTIONS', 'CANCEL', 'ACK', 'PRACK', 'REFER', 'XYZ'].flatMap((method) =>
    ['', 'their-sdp'].map((body) => (rig: Rig) => rig.asker.request(method, [CONTACT, 'Session-Expires: 100'], body)),
  ),
  () => '\r\n',
  () => '\r\n\r\n',
];

/** Cuts, doubles and swaps parts of a text. */
const mutation = fc.record({
  how: fc.constantFrom('none', 'none', 'none', 'cut', 'double', 'drop line', 'noise'),
  at: fc.nat(),
  length: fc.nat({ max: 40 }),
  noise: fc.string({ unit: 'binary', maxLength: 20 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(text: string, { how, at, length, noise }: Mutation): string {
  const from = text.length === 0 ? 0 : at % text.length;
  const rest = text.slice(from + length);
  if (how === 'cut') return text.slice(0, from) + rest;
  if (how === 'double') return text.slice(0, from) + text.slice(from, from + length).repeat(3) + rest;
  if (how === 'noise') return text.slice(0, from) + noise + rest;
  if (how !== 'drop line') return text;
  const lines = text.split('\r\n');
  lines.splice(at % lines.length, 1);
  return lines.join('\r\n');
}

const act = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('message' as const), fc.nat({ max: messages.length - 1 }), mutation) },
  ...(['cut', 'rebind', 'revert', 'probe', 'info', 'reinvite', 'end', 'wait'] as const).map((what) => ({
    weight: what === 'end' ? 1 : 2,
    arbitrary: fc.tuple(fc.constant(what), fc.nat({ max: 40_000 }), mutation),
  })),
);

describe('a hostile gateway', () => {
  it('whatever it sends, and whenever its channel goes: one end, and nothing left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(act, { maxLength: 25 }), async (talking, acts) => {
        const rig = invited({ offered: async (sdp) => (sdp === 'bad' ? Promise.reject(new Error('no')) : 'our-sdp') });
        const { dialog, clock, told } = rig;
        const wires = [rig.wire];
        if (talking) rig.wire.send(response(rig.invite, 200, [CONTACT], 'answer-sdp'));
        for (const [what, number, change] of acts) {
          const wire = wires.at(-1)!;
          if (what === 'message')
            wire.send(
              mutated(
                messages[number]!(
                  rig,
                  wires.find((one) => one.last('INVITE'))!,
                ),
                change,
              ),
            );
          else if (what === 'cut') wire.cut();
          else if (what === 'rebind') {
            const next = new Wire();
            wires.push(next);
            dialog.rebind(next.channel);
          } else if (what === 'wait') await clock.advance(number);
          else if (what === 'info') dialog.info('text/plain', 'x');
          else if (what === 'reinvite') dialog.reinvite('sdp').catch(() => undefined);
          else dialog[what]();
          if (number % 3 === 0) await settle();
        }
        dialog.close();
        await settle();
        assert.equal(clock.pending, 0, 'timers are left');
        assert.ok(
          wires.every(({ closed }) => closed),
          'a channel is left open',
        );
        const last = told.filter((event) => /^(refused|unusable|over)/.test(event));
        assert.ok(last.length <= 1, `ends more than once: ${told.join(', ')}`);
        assert.deepEqual(told.filter((event) => event === 'closed').length, 1);
        assert.equal(told.at(-1), 'closed');
      }),
      { numRuns: RUNS },
    );
  });

  it('is told nothing of an answer that came in the moment of the end', async () => {
    const { dialog, clock, wire, told } = await answered([CONTACT, 'Session-Expires: 100;refresher=uac']);
    await clock.advance(50_000);
    wire.send(response(wire.last('INVITE'), 200, [CONTACT], 'answer-sdp'));
    dialog.close();
    await settle();
    assert.equal(told.at(-1), 'closed');
  });

  // A reader that goes back over what it has read would take hours for these.
  it('reads a MiB of brackets, quotes and commas in one go', { timeout: 60_000 }, () => {
    for (const piece of [
      '<',
      '"',
      '"<',
      '\\"',
      ',',
      ';',
      'a=',
      '>',
      '<"',
      ' ',
      '\t',
      '\r\n ',
      ';a="',
      '<>',
      '--a\r\n',
    ]) {
      const text = piece.repeat(2 ** 20 / piece.length);
      assert.equal(split(text, ',').join(',').replace(/\s/g, ''), text.replace(/\s/g, ''));
      assert.equal(addressOf(text), null);
      assert.equal(parameter(text, 'tag'), undefined);
      const headers = ['Contact', 'Record-Route', 'From', 'To'].map((name) => `${name}: ${text}`);
      const message = readMessage(
        ['SIP/2.0 200 OK', 'CSeq: 1 INVITE', 'Call-ID: 1', ...headers, '', text].join('\r\n'),
      );
      assert.equal(message?.sdp ?? null, null);
    }
  });

  it('that sends provisional responses without end: the call is ended on both sides', () => {
    for (const headers of [[], ['Require: 100rel']]) {
      const { wire, invite, told } = invited();
      for (let rseq = 1; rseq < 2_000; rseq += 1)
        wire.send(response(invite, 180, headers.length > 0 ? [...headers, `RSeq: ${rseq}`] : []));
      assert.deepEqual(
        told.filter((event) => !event.startsWith('progress')),
        ['unusable The gateway sends provisional responses without end.'],
      );
      assert.ok(wire.last('CANCEL'));
      assert.ok(wire.received.length < 600);
    }
  });

  it('is asked for a sign of life over one channel after the other, and no timer is left', async () => {
    const { dialog, clock, wire, asker } = await answered();
    for (let time = 0; time < 3; time += 1) {
      dialog.probe();
      await clock.advance(5_000);
      dialog.rebind(new Wire().channel);
    }
    dialog.revert();
    wire.send(asker.request('BYE'));
    dialog.close();
    assert.equal(clock.pending, 0);
  });

  it('that refreshes a session which we are ending: no timer is left, and nothing is over twice', async () => {
    const { dialog, clock, wire, asker, told } = await answered();
    dialog.end();
    wire.send(asker.request('UPDATE', [CONTACT, 'Session-Expires: 30;refresher=uas', 'Supported: timer']));
    await clock.advance(29_000);
    wire.send(response(wire.last('BYE'), 200));
    assert.equal(clock.pending, 0);
    assert.deepEqual(told, ['channel closed', 'closed']);
  });

  it('behind a strict router (RFC 3261 §12.2.1.1): that is addressed, and the target stands last', async () => {
    const { dialog, wire } = await answered([CONTACT, 'Record-Route: <sip:second@a>, <sip:first@b>']);
    dialog.info('text/plain', 'x');
    const info = wire.last('INFO');
    assert.match(info, /^INFO sip:first@b SIP/);
    assert.deepEqual(
      [...info.matchAll(/^Route: (.*)$/gim)].map(([, hop]) => hop?.trim()),
      ['<sip:second@a>', headerOf(CONTACT, 'Contact')],
    );
    dialog.close();
  });
});
