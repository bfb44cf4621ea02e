import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inviteBySip } from '../../../src/browser/call/sip-dialog.js';
import type { IncomingInviteRequest } from '../../../src/browser/call/sip-core.js';
import { dial } from '../../../src/core/call/dial.js';
import { ManualClock, settle } from '../../support/manual-clock.js';
import { sdpBody, sipWire, type Uas } from '../../support/sip-uas.js';
import { silent } from '../../../src/core/lib/log.js';

type Answer = (request: IncomingInviteRequest) => void;

const answer: Answer = (request) => void request.accept({ statusCode: 200, body: sdpBody('answer') });

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
});
