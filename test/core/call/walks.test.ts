/** Random walks over a call: whatever happens, in whatever order, nothing is left behind and nothing revives. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { RestFault } from '../../../demo/platform/faults.js';
import type { Step } from '../../../demo/platform/scenario.js';
import { callNotices } from '../../../src/core/call/call-state.js';
import { harness, nothingLeft } from '../../support/call-harness.js';

/** `WALKS=100000` takes longer, and finds more. */
const WALKS = Number(process.env['WALKS'] ?? 1_000);

const OPERATIONS = ['send', 'checkClickToCallSupport', 'createClickToCall', 'getClickToCallEvents', 'dropClickToCall'];
const faults: readonly RestFault[] = [
  { kind: 'status', status: 502 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 429, retryAfter: '3' },
  { kind: 'body', body: '<html>' },
  { kind: 'network' },
  { kind: 'lost-answer' },
  { kind: 'slow', ms: 9_000 },
];
const steps: readonly Exclude<Step['do'], 'connect' | 'hang-up'>[] = [
  'queue',
  'transfer',
  'release',
  'queue-timeout',
  'fail',
  'unusable',
];

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
  fc.record({
    do: fc.constant('fault' as const),
    operation: fc.constantFrom(...OPERATIONS),
    fault: fc.constantFrom(...faults),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('step' as const), step: fc.constantFrom(...steps) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'connect' } as const) },
  fc.record({ do: fc.constant('hang-up' as const), legs: fc.constantFrom('current' as const, 'former' as const) }),
  { weight: 2, arbitrary: fc.constant({ do: 'cut' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('media' as const),
      event: fc.constantFrom('up' as const, 'lost' as const, 'failed' as const),
      dark: fc.boolean(),
    }),
  },
  fc.record({
    do: fc.constant('network' as const),
    change: fc.constantFrom('online' as const, 'offline' as const, 'changed' as const, 'woke' as const),
  }),
  fc.record({ do: fc.constant('notice' as const), notice: fc.constantFrom(...callNotices), on: fc.boolean() }),
  fc.constant({ do: 'sleep' } as const),
  fc.constant({ do: 'tones' } as const),
  fc.constant({ do: 'mute' } as const),
  fc.constant({ do: 'visitor' } as const),
  fc.constant({ do: 'leave' } as const),
);
const channels = [
  'agent-free',
  'waits',
  'long-ring',
  'first-gateway-down',
  'gateway-mute',
  'answers-on-cancel',
] as const;

it('a call, whatever happens in whatever order: one at a time, none revives, none is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...channels),
      fc.boolean(),
      fc.array(act, { maxLength: 30 }),
      async (channel, direct, acts) => {
        const made = harness({ channel, direct });
        const { call, clock, network, center, gateways, peers, capture } = made;
        let over: unknown = null;
        const look = () => {
          assert.ok(center.calls.filter((one) => !one.over).length <= 1, 'two calls at the platform');
          if (over) assert.equal(call.state, over, 'a call that is over has changed');
          if (call.state.name !== 'ended' && call.state.name !== 'failed') return;
          over = call.state;
          assert.ok(
            peers.every(({ closed }) => closed),
            'a peer connection is open after the end',
          );
          assert.ok(capture.stopped > 0 || !made.states.includes('connecting'), 'the microphone is on after the end');
        };
        call.subscribe(() => queueMicrotask(look));
        call.start();
        for (const one of acts) {
          if (one.do === 'wait') await clock.advance(one.ms);
          else if (one.do === 'fault') center.faults.next(one.operation, one.fault);
          else if (one.do === 'step') center.calls.at(-1)?.act({ after: 0, do: one.step });
          else if (one.do === 'connect') center.calls.at(-1)?.act({ after: 0, do: 'connect' });
          else if (one.do === 'hang-up') center.calls.at(-1)?.act({ after: 0, do: 'hang-up', legs: one.legs });
          else if (one.do === 'cut') gateways.wires.at(-1)?.uas.cut();
          else if (one.do === 'media') {
            for (const peer of peers) peer.dark = one.dark;
            peers.at(-1)?.tell(one.event);
          } else if (one.do === 'network') network.tell(one.change);
          else if (one.do === 'notice') call.noticed(one.notice, one.on);
          else if (one.do === 'sleep') {
            clock.sleep(600_000);
            network.slept = true;
          } else if (one.do === 'tones') call.sendDtmf('1#');
          else if (one.do === 'mute') call.muted = !call.muted;
          else if (one.do === 'visitor') void call.hangUp();
          else call.leave();
          await clock.advance(10);
          look();
        }
        network.tell('online');
        void call.hangUp();
        await clock.advance(150_000);
        look();
        assert.ok(over, 'a call that was hung up goes on');
        const left = made.leftovers();
        assert.deepEqual(
          { ...left, microphoneOn: left.microphoneOn && made.states.includes('connecting') },
          nothingLeft,
        );
        assert.ok(
          center.calls.every((one) => one.over),
          'a call is left at the platform',
        );
      },
    ),
    { numRuns: WALKS },
  );
});
