import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CobrowseError } from '../../../src/core/cobrowse/cobrowse-error.js';
import { idle, nextCobrowseState, type CobrowseFact } from '../../../src/core/cobrowse/cobrowse-state.js';
import { cobrowseView, type CobrowseMoment } from '../../../src/core/cobrowse/cobrowse-view.js';
import type { RecorderNews, Viewer } from '../../../src/core/cobrowse/wire/control.js';

const viewer = (conn: string, id: string, name: string): Viewer => ({ conn, user: { id, name } });
const anna = viewer('1', 'a', 'Anna');
const news = (part: Partial<RecorderNews>): CobrowseFact => ({
  type: 'recorder',
  news: { state: 'here', paused: false, user: null, caps: [], graceMs: 0, ...part },
});

const share: readonly CobrowseFact[] = [
  { type: 'started', ask: true },
  { type: 'agreed' },
  { type: 'live', mode: 'recorder' },
];
const watch: readonly CobrowseFact[] = [
  { type: 'started', ask: false },
  { type: 'live', mode: 'replayer' },
];
const view = (facts: readonly CobrowseFact[], moment: Partial<CobrowseMoment> = {}) =>
  cobrowseView(facts.reduce(nextCobrowseState, idle), {
    ...{ mode: facts.some((fact) => 'mode' in fact && fact.mode === 'replayer') ? 'replayer' : 'recorder' },
    ...{ now: 0, since: 0, lag: null },
    ...moment,
  });

const lost: CobrowseFact = { type: 'lost', at: 0 };
const paused: CobrowseFact = { type: 'paused', paused: true };
const error = new CobrowseError('relay-refused', 'm', { causeId: '4403' });

describe('what a visitor sees of a shared page', () => {
  const cases: readonly [string, readonly CobrowseFact[], readonly string[]][] = [
    ['idle', [], []],
    ['asking', share.slice(0, 1), []],
    ['connecting', share.slice(0, 2), ['stop']],
    ['alone', share, ['pause', 'hidden', 'stop']],
    ['shared', [...share, { type: 'viewers', viewers: [anna] }], ['pause', 'hidden', 'stop']],
    ['paused', [...share, paused], ['resume', 'hidden', 'stop']],
    ['reconnecting', [...share, lost], ['pause', 'hidden', 'stop']],
    ['reconnecting', [...share, paused, lost], ['resume', 'hidden', 'stop']],
    ['self', [...share, { type: 'ended', reason: 'self' }], []],
    ['declined', [share[0]!, { type: 'ended', reason: 'declined' }], []],
    ['taken-over', [...share, { type: 'ended', reason: 'taken-over' }], []],
    ['failed', [...share, { type: 'failed', error }], []],
  ];
  for (const [headline, facts, controls] of cases)
    it(`${headline}: ${controls.join(', ') || 'no controls'}`, () => {
      const seen = view(facts);
      assert.deepEqual([seen.headline, seen.controls], [headline, controls]);
      assert.deepEqual([seen.graceSeconds, seen.lagSeconds], [null, null]);
    });

  it('names each person once, whatever the number of windows', () => {
    const viewers = [anna, viewer('2', 'b', 'Ben'), viewer('3', 'a', 'Anna'), viewer('4', 'c', 'Anna')];
    assert.deepEqual(view([...share, { type: 'viewers', viewers }]).viewers, ['Anna', 'Ben', 'Anna']);
  });

  it('has the error to hand on', () => {
    assert.equal(view([...share, { type: 'failed', error }]).error, error);
    assert.equal(view(share).error, null);
  });
});

describe('what an agent sees of a shared page', () => {
  const cases: readonly [string, readonly CobrowseFact[], number | null, readonly string[]][] = [
    ['notShared', watch, null, ['stop']],
    ['loading', [...watch, news({})], null, ['stop']],
    ['watching', [...watch, news({})], 0, ['tools', 'stop']],
    ['paused', [...watch, news({ paused: true })], 5, ['stop']],
    ['visitorAway', [...watch, news({ state: 'away', paused: true })], 5, ['stop']],
    ['reconnecting', [...watch, news({ state: 'away' }), lost], 5, ['stop']],
    ['notShared', [...watch, news({ state: 'none' })], 5, ['stop']],
    ['other', [...watch, { type: 'ended', reason: 'other' }], 5, []],
  ];
  for (const [headline, facts, lag, controls] of cases)
    it(`${headline}: ${controls.join(', ') || 'no controls'}`, () => {
      const seen = view(facts, { lag });
      assert.deepEqual([seen.headline, seen.controls], [headline, controls]);
    });

  it('is told the lag to one digit, never below nothing, and only while watching', () => {
    const here = [...watch, news({})];
    for (const [lag, seconds] of [
      [0, 0],
      [49, 0],
      [50, 0.1],
      [149, 0.1],
      [2340, 2.3],
      [-80, 0],
    ] as const)
      assert.equal(view(here, { lag }).lagSeconds, seconds);
    assert.equal(view([...here, lost], { lag: 100 }).lagSeconds, null);
  });

  it('is told how long an absent visitor may take', () => {
    const away = [...watch, news({ state: 'away', graceMs: 90_000 })];
    for (const [now, seconds] of [
      [1000, 90],
      [1001, 90],
      [2000, 89],
      [90_999, 1],
      [91_000, 0],
      [200_000, 0],
    ] as const)
      assert.equal(view(away, { since: 1000, now }).graceSeconds, seconds);
    assert.equal(view([...watch, news({})]).graceSeconds, null);
  });
});
