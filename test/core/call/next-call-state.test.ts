import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { idle, isOver, type CallState, type UntimedFact } from '../../../src/core/call/call-state.js';
import { nextCallState } from '../../../src/core/call/next-call-state.js';
import { CallError } from '../../../src/core/call/call-error.js';

type Fact = UntimedFact;

const after = (facts: readonly Fact[], from: CallState = idle): CallState =>
  facts.reduce<CallState>((state, fact, index) => nextCallState(state, { ...fact, at: index * 1000 }), from);

const opening: Fact[] = [{ type: 'pressed' }, { type: 'devicesReady' }, { type: 'created' }];
const found: Fact = { type: 'agentFound', leg: 1 };
const answer: Fact[] = [
  { type: 'ringing', leg: 1 },
  { type: 'answered', leg: 1 },
  { type: 'mediaUp', leg: 1 },
];
const error = new CallError('gateway-refused', 'refused');

/** Every way to merge sequences that each keep their own order. */
function interleavings<T>(a: readonly T[], b: readonly T[]): T[][] {
  const [headA, ...restA] = a;
  const [headB, ...restB] = b;
  if (headA === undefined) return [[...b]];
  if (headB === undefined) return [[...a]];
  return [
    ...interleavings(restA, b).map((rest) => [headA, ...rest]),
    ...interleavings(a, restB).map((rest) => [headB, ...rest]),
  ];
}

describe('call state', () => {
  it('walks the contract from the press to the end', () => {
    const names: string[] = [];
    let state: CallState = idle;
    for (const fact of [
      ...opening,
      found,
      ...answer,
      { type: 'mediaLost', leg: 1 },
      answer[2]!,
      { type: 'hungUp' },
    ] as Fact[]) {
      state = nextCallState(state, { ...fact, at: 0 });
      if (names.at(-1) !== state.name) names.push(state.name);
    }
    assert.deepEqual(names, [
      'checking',
      'connecting',
      'queued',
      'dialing',
      'talking',
      'reconnecting',
      'talking',
      'ended',
    ]);
  });

  it('talks only when answered and connected, in either order', () => {
    for (const order of [answer, [answer[2]!, answer[0]!, answer[1]!], [answer[1]!, answer[2]!]]) {
      assert.equal(after([...opening, found, ...order]).name, 'talking');
      assert.equal(after([...opening, found, ...order.slice(0, -1)]).name, 'dialing');
    }
  });

  it('is not thrown back by a leg that it has already', () => {
    for (const facts of [[], answer.slice(0, 2), answer, [...answer, { type: 'mediaLost', leg: 1 } as const]]) {
      const state = after([...opening, found, ...facts]);
      assert.equal(after([found], state), state);
    }
  });

  it('reaches the same end whatever the order of REST and SIP facts', () => {
    const rest: Fact[] = [{ type: 'queueMoved', position: 2, waitSeconds: 60 }, found, { type: 'released' }];
    const sip: Fact[] = [...answer, { type: 'legOver', leg: 1 }, { type: 'graceOver', leg: 1 }];
    for (const order of interleavings(rest, sip)) assert.equal(after([...opening, ...order]).name, 'ended');
  });

  it('names the agent as the one who ended it, whether BYE or 168110 came first', () => {
    const talking = after([...opening, found, ...answer]);
    for (const order of interleavings<Fact>(
      [{ type: 'released' }],
      [
        { type: 'legOver', leg: 1 },
        { type: 'graceOver', leg: 1 },
      ],
    )) {
      const state = after(order, talking);
      assert.equal(state.name === 'ended' && state.reason, 'agent');
    }
  });

  it('survives a transfer in every order of BYE, 168106 and the second 168101', () => {
    const rest: Fact[] = [{ type: 'transferred' }, { type: 'agentFound', leg: 2 }];
    const second: Fact[] = [
      { type: 'answered', leg: 2 },
      { type: 'mediaUp', leg: 2 },
    ];
    for (const order of interleavings<Fact>(rest, [{ type: 'legOver', leg: 1 }])) {
      const state = after([...opening, found, ...answer, ...order, ...second, { type: 'graceOver', leg: 1 }]);
      assert.deepEqual([state.name, 'leg' in state && state.leg], ['talking', 2], JSON.stringify(order));
      assert.equal('transferring' in state && state.transferring, false);
    }
  });

  it('does not let the failure of a leg that was transferred away end the call', () => {
    const state = after([...opening, found, ...answer, { type: 'transferred' }, { type: 'legFailed', leg: 1, error }]);
    assert.equal(state.name, 'queued');
  });

  it('counts the seconds from the first word to the end, through a transfer', () => {
    const state = after([
      ...opening,
      found,
      ...answer,
      { type: 'transferred' },
      { type: 'agentFound', leg: 2 },
      { type: 'hungUp' },
    ]);
    assert.equal(state.name === 'ended' && state.seconds, 3);
  });

  it("ends as the platform's doing when it releases before anybody talked", () => {
    const state = after([...opening, { type: 'released' }]);
    assert.equal(state.name === 'ended' && state.reason, 'platform');
  });

  const leg = fc.integer({ min: 1, max: 3 });
  const anyFact: fc.Arbitrary<Fact> = fc.oneof(
    fc.constantFrom<Fact>(
      { type: 'permissionAsked' },
      { type: 'devicesReady' },
      { type: 'created' },
      { type: 'queueMoved', position: 1, waitSeconds: null },
      { type: 'transferred' },
      { type: 'soundBlocked', blocked: true },
      { type: 'released' },
      { type: 'hungUp' },
      { type: 'failed', error },
    ),
    fc
      .tuple(fc.constantFrom('agentFound', 'ringing', 'answered', 'mediaUp', 'mediaLost', 'legOver', 'graceOver'), leg)
      .map(([type, number]) => ({ type, leg: number })),
    leg.map((number): Fact => ({ type: 'legFailed', leg: number, error })),
  );
  const anyFacts = fc.array(anyFact, { maxLength: 40 });

  it('never leaves an end but by a press, and changes nothing after it', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (before, later) => {
        const end = after([{ type: 'pressed' }, ...before, { type: 'hungUp' }]);
        assert.ok(isOver(end));
        assert.equal(after(later, end), end);
        assert.equal(after([{ type: 'pressed' }], end).name, 'checking');
      }),
    );
  });

  it('always ends at a hang-up, a failure and a release, from wherever it is', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.constantFrom<Fact>({ type: 'hungUp' }, { type: 'failed', error }, { type: 'released' }),
        (facts, last) => {
          assert.ok(isOver(after([{ type: 'pressed' }, ...facts, last])));
        },
      ),
    );
  });

  it('freezes every state and returns the same one where nothing changed', () => {
    fc.assert(
      fc.property(anyFacts, anyFact, (facts, last) => {
        const state = after([{ type: 'pressed' }, ...facts]);
        const next = after([last], state);
        assert.ok(Object.isFrozen(next));
        if (next !== state) assert.notDeepEqual(next, state);
      }),
      { numRuns: 2_000 },
    );
  });
});
