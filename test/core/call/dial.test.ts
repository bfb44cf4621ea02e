import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inviteBySip } from '../../../src/browser/call/sip-dialog.js';
import { dial } from '../../../src/core/call/dial.js';
import { ManualClock, settle } from '../../support/manual-clock.js';
import { sdpBody, sipWire, type IncomingInviteRequest, type Uas } from '../../support/sip-uas.js';
import { silent } from '../../../src/core/lib/log.js';

type Answer = (request: IncomingInviteRequest) => void;

const answer: Answer = (request) => void request.accept({ statusCode: 200, body: sdpBody('answer') });

const refuse =
  (statusCode: number, retryAfter?: string): Answer =>
  (request) =>
    request.reject({ statusCode, extraHeaders: retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`] });

/** Dials gateways `a`, `b`, …; each does with its INVITEs, one after the other, what the test says. */
async function setUp(...gateways: readonly (readonly Answer[])[]) {
  const clock = new ManualClock();
  const controller = new AbortController();
  const names = gateways.map((_, index) => String.fromCharCode(97 + index));
  const wires: Uas[] = [];
  /** Names of the gateways that got an INVITE, in order. */
  let invited = '';
  const result = dial(
    {
      openChannel: async (url) => {
        const uas = sipWire();
        const name = new URL(url).hostname;
        uas.onInvite = (request) => {
          const before = invited.split(name).length - 1;
          invited += name;
          gateways[names.indexOf(name)]?.[before]?.(request);
        };
        wires.push(uas);
        return uas.channel;
      },
      invite: inviteBySip(clock),
      gatewayMemory: { lastGateway: null },
      clock,
      log: silent,
      pageHost: 'shop.example',
    },
    { domain: 'gw.example', addresses: names, accessCode: '1', caller: 'visitor' },
    {
      offer: async () => ({ sdp: 'offer', rule: 'complete' }),
      reduceOffer: () => false,
      ringing: () => undefined,
      earlyAnswer: () => undefined,
      over: () => undefined,
      offered: async () => 'answer',
      answered: () => undefined,
      heard: () => undefined,
      channelClosed: () => undefined,
      closed: () => undefined,
    },
    controller.signal,
  );
  result.catch(() => undefined);
  await settle();
  return { clock, controller, result, wires, invited: () => invited };
}

describe('dialling', () => {
  it('ends with bad-response at a message that is too long, and asks no other gateway', async () => {
    const { clock, result, wires, invited } = await setUp(
      [(request) => void request.accept({ statusCode: 200, body: sdpBody('x'.repeat(65_536)) })],
      [answer],
    );
    await assert.rejects(result, { code: 'bad-response' });
    await clock.advance(3_000);
    assert.deepEqual([invited(), wires.map(({ closed }) => closed), clock.pending], ['a', [true], 0]);
  });

  it('tries a gateway once more after the time that it asks for', async () => {
    const { clock, result, invited } = await setUp([refuse(503, '7;duration=3600'), answer]);
    await clock.advance(6_999);
    assert.equal(invited(), 'a');
    await clock.advance(1);
    assert.equal((await result).sdp, 'answer');
    assert.deepEqual([invited(), clock.pending], ['aa', 0]);
  });

  it('tries every other gateway first, and then the one that is ready first', async () => {
    const busy = await setUp([refuse(503, '9'), answer], [refuse(500, '3 (restarting)'), answer], [refuse(502)]);
    assert.equal(busy.invited(), 'abc');
    await busy.clock.advance(3_000);
    await busy.result;
    assert.equal(busy.invited(), 'abcb');
    const other = await setUp([refuse(503, '1')], [answer]);
    await other.result;
    await other.clock.advance(10_000);
    assert.equal(other.invited(), 'ab');
  });

  it('says after how long to try again where that did not help, or would take too long', async () => {
    const twice = await setUp([refuse(503, '2'), refuse(503, '5')]);
    await twice.clock.advance(60_000);
    await assert.rejects(twice.result, { code: 'gateway-refused', status: 503, retryAfter: 5_000 });
    assert.equal(twice.invited(), 'aa');
    const long = await setUp([refuse(503, '11')]);
    await assert.rejects(long.result, { code: 'gateway-refused', status: 503, retryAfter: 11_000 });
    const declined = await setUp([refuse(486, '1')], [answer]);
    await assert.rejects(declined.result, { code: 'gateway-refused', status: 486, retryAfter: 1_000 });
    assert.deepEqual([long.invited(), declined.invited()], ['a', 'a']);
  });

  it('ends with its signal while it waits for a gateway', async () => {
    const { clock, controller, result, invited } = await setUp([refuse(503, '7'), answer]);
    const reason = new Error('hung up');
    controller.abort(reason);
    await assert.rejects(result, reason);
    assert.deepEqual([invited(), clock.pending], ['a', 0]);
  });
});
