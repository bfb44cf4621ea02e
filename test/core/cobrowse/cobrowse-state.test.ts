import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CobrowseError } from '../../../src/core/cobrowse/cobrowse-error.js';
import {
  idle,
  isLive,
  isUnderWay,
  nextCobrowseState,
  type CobrowseFact,
  type CobrowseState,
  type CobrowseStateName,
} from '../../../src/core/cobrowse/cobrowse-state.js';
import type { RecorderNews } from '../../../src/core/cobrowse/wire/control.js';

const after = (facts: readonly CobrowseFact[], from: CobrowseState = idle): CobrowseState =>
  facts.reduce(nextCobrowseState, from);

const error = new CobrowseError('relay-unreachable', 'gone');
const here: RecorderNews = { state: 'here', paused: false, user: { id: 'v', name: 'Vi' }, caps: [], graceMs: 0 };
const viewers = [{ conn: 'a', user: { id: 'a', name: 'Anna' } }];

const started: CobrowseFact = { type: 'started', ask: true };
const share: readonly CobrowseFact[] = [started, { type: 'agreed' }, { type: 'live', mode: 'recorder' }];
const watch: readonly CobrowseFact[] = [
  { type: 'started', ask: false },
  { type: 'live', mode: 'replayer' },
];
const lost: CobrowseFact = { type: 'lost', at: 7 };
const paused: CobrowseFact = { type: 'paused', paused: true };

const facts = {
  ask: started,
  resume: { type: 'started', ask: false },
  agreed: { type: 'agreed' },
  live: { type: 'live', mode: 'recorder' },
  watched: { type: 'live', mode: 'replayer' },
  lost,
  paused,
  goesOn: { type: 'paused', paused: false },
  viewers: { type: 'viewers', viewers },
  recorder: { type: 'recorder', news: here },
  ended: { type: 'ended', reason: 'other' },
  failed: { type: 'failed', error },
} satisfies Record<string, CobrowseFact>;
type FactName = keyof typeof facts;

const states: Readonly<Record<string, CobrowseState>> = {
  idle,
  asking: after([started]),
  connecting: after([started, { type: 'agreed' }]),
  sharing: after(share),
  watching: after(watch),
  paused: after([...share, paused]),
  reconnecting: after([...share, lost]),
  ended: after([...share, facts.ended]),
  failed: after([...share, facts.failed]),
};

/** Where each fact leads from each state; what is not listed leads nowhere. */
const leads: Readonly<Record<CobrowseStateName, Partial<Record<FactName, CobrowseStateName>>>> = {
  idle: { ask: 'asking', resume: 'connecting' },
  asking: { agreed: 'connecting', ended: 'ended', failed: 'failed' },
  connecting: { live: 'sharing', watched: 'watching', ended: 'ended', failed: 'failed' },
  sharing: {
    ...{ lost: 'reconnecting', paused: 'paused', viewers: 'sharing', recorder: 'sharing' },
    ...{ ended: 'ended', failed: 'failed' },
  },
  watching: {
    ...{ lost: 'reconnecting', paused: 'paused', viewers: 'watching', recorder: 'watching' },
    ...{ ended: 'ended', failed: 'failed' },
  },
  paused: {
    ...{ lost: 'reconnecting', goesOn: 'sharing', viewers: 'paused', recorder: 'sharing' },
    ...{ ended: 'ended', failed: 'failed' },
  },
  reconnecting: {
    ...{ live: 'sharing', watched: 'sharing', paused: 'reconnecting', viewers: 'reconnecting' },
    ...{ recorder: 'reconnecting', ended: 'ended', failed: 'failed' },
  },
  ended: { ask: 'asking', resume: 'connecting' },
  failed: { ask: 'asking', resume: 'connecting' },
};

describe('co-browse state', () => {
  for (const [name, expected] of Object.entries(leads))
    for (const fact of Object.keys(facts) as FactName[])
      it(`${name}: ${fact} leads ${expected[fact] ? `to ${expected[fact]}` : 'nowhere'}`, () => {
        const from = states[name]!;
        assert.equal(from.name, name);
        const next = nextCobrowseState(from, facts[fact]);
        if (expected[fact]) assert.equal(next.name, expected[fact]);
        else assert.equal(next, from);
        assert.equal(next !== from, expected[fact] !== undefined);
      });

  it('keeps what it knows while the connection is lost, and shows what was told meanwhile', () => {
    const before = after([...share, paused, facts.viewers, lost]);
    assert.deepEqual(before, {
      ...{ name: 'reconnecting', lostSince: 7, mode: 'recorder', paused: true, viewers },
      recorder: { state: 'none', user: null, graceMs: 0 },
    });
    assert.equal(after([facts.live], before).name, 'paused');
    assert.equal(after([facts.goesOn, facts.live], before).name, 'sharing');
    assert.equal(nextCobrowseState(before, { type: 'lost', at: 9 }), before);
  });

  it('tells the agent’s end how the visitor is', () => {
    const away: RecorderNews = { ...here, state: 'away', paused: true, graceMs: 90_000 };
    const state = after([...watch, { type: 'recorder', news: away }]);
    assert.equal(state.name, 'paused');
    assert.deepEqual(isLive(state) && state.recorder, { state: 'away', user: here.user, graceMs: 90_000 });
  });

  it('forgets the one before at a new start', () => {
    const again = after([...share, paused, facts.viewers, facts.ended, ...share]);
    assert.deepEqual(again, after(share));
  });

  const anyFact = fc.constantFrom<CobrowseFact>(...Object.values(facts));
  const anyFacts = fc.array(anyFact, { maxLength: 30 });
  const isStart = ({ type }: CobrowseFact) => type === 'started';

  it('changes nothing after the end but by a new start', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(facts.ended, facts.failed), anyFacts, (before, last, later) => {
        const end = after([started, ...before, last]);
        assert.equal(isUnderWay(end), false);
        assert.equal(
          after(
            later.filter((fact) => !isStart(fact)),
            end,
          ),
          end,
        );
        assert.equal(after([started], end).name, 'asking');
      }),
    );
  });

  it('is paused after a reconnection exactly where it was told so last', () => {
    const told = fc.constantFrom<CobrowseFact>(paused, facts.goesOn, facts.viewers, lost, facts.live);
    fc.assert(
      fc.property(fc.array(told, { maxLength: 20 }), (meanwhile) => {
        const last = meanwhile.filter(({ type }) => type === 'paused').at(-1);
        const state = after([...share, ...meanwhile, lost, facts.live]);
        assert.equal(state.name, last === paused ? 'paused' : 'sharing');
        assert.equal(isLive(state) && state.paused, last === paused);
      }),
    );
  });

  it('freezes every state, and returns the same one where a fact leads nowhere', () => {
    fc.assert(
      fc.property(anyFacts, anyFact, (before, last) => {
        const state = after([started, ...before]);
        const next = nextCobrowseState(state, last);
        assert.ok(Object.isFrozen(next));
        // News that bring nothing new are news all the same: the rest of the grace counts from them.
        if (next !== state && last.type !== 'viewers' && last.type !== 'recorder') assert.notDeepEqual(next, state);
      }),
    );
  });
});
