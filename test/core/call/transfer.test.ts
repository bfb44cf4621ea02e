import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../../demo/platform/scenario.js';
import { harness, nothingLeft } from '../../support/call-harness.js';

/** 168101 with the very same content each time. */
const connect: Step = { after: 0, do: 'connect', accessCode: '007', robot: { answerAfter: 200 } };
const happenings = {
  '168101': connect,
  '168106': { after: 0, do: 'transfer' },
  BYE: { after: 0, do: 'hang-up', legs: 'current' },
} as const satisfies Record<string, Step>;

type Happening = keyof typeof happenings;

/** A call that talks; then the happenings, so many ms apart. */
async function after(order: readonly Happening[], pause: number) {
  const steps = [{ ...connect, after: 1_000 }];
  const made = harness({
    channel: 'same-address',
    center: { scenarios: [{ id: 'same-address', title: { en: '', zh: '' }, steps }] },
  });
  const { call, clock, center, gateways } = made;
  call.start();
  await clock.advance(2_000);
  assert.deepEqual([call.state.name, gateways.sip], ['talking', ['INVITE ACK']]);
  for (const happening of order) {
    center.calls[0]?.act(happenings[happening]);
    await clock.advance(pause);
  }
  await clock.advance(2_000);
  return made;
}

const leg = ({ state }: ReturnType<typeof harness>['call']) => ('leg' in state ? state.leg : null);

describe('a call whose address is named again', () => {
  for (const pause of [0, 300]) {
    for (const order of [
      ['168106', 'BYE', '168101'],
      ['BYE', '168106', '168101'],
      ['168106', '168101'],
      ['BYE', '168101'],
      ['168106', 'BYE', '168101', '168101'],
    ] as const)
      it(`dials it after ${order.join(', ')}, ${pause} ms apart`, async () => {
        const { call, clock, gateways, leftovers } = await after(order, pause);
        assert.deepEqual([call.state.name, leg(call), gateways.wires.length], ['talking', 2, 2]);
        void call.hangUp();
        await clock.advance(1_000);
        assert.deepEqual(leftovers(), nothingLeft);
      });

    it(`takes it for a repetition while that leg lives, ${pause} ms apart`, async () => {
      const { call, gateways } = await after(['168101', '168101'], pause);
      assert.deepEqual([call.state.name, leg(call), gateways.sip], ['talking', 1, ['INVITE ACK']]);
      void call.hangUp();
    });
  }

  it('dials it again after each transfer', async () => {
    const { call, gateways } = await after(['168106', '168101', '168106', '168101'], 1_000);
    assert.deepEqual([call.state.name, leg(call), gateways.wires.length], ['talking', 3, 3]);
    void call.hangUp();
  });

  it('takes it for a repetition while that leg rings', async () => {
    const { call, clock, center, gateways } = await after(['168106'], 300);
    for (let times = 0; times < 3; times += 1) center.calls[0]?.act(connect);
    await clock.advance(2_000);
    assert.deepEqual([call.state.name, leg(call), gateways.wires.length], ['talking', 2, 2]);
    void call.hangUp();
  });
});
