import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  levelOf,
  meanOpinionScore,
  nextLevel,
  qualityLevels,
  steadyGood,
  type QualityLevel,
} from '../../../src/core/call/quality.js';

const score = (rtt: number | null, jitter: number, loss: number) => meanOpinionScore({ rtt, jitter, loss });
const rank = (level: QualityLevel) => qualityLevels.indexOf(level);

describe('mean opinion score', () => {
  for (const [rtt, jitter, loss, level] of [
    [20, 2, 0, 'good'],
    [null, 0, 0, 'good'],
    [300, 20, 0.01, 'good'],
    [20, 2, 0.05, 'fair'],
    [500, 10, 0, 'fair'],
    [20, 2, 0.1, 'poor'],
    [20, 2, 0.2, 'bad'],
    [1500, 10, 0, 'bad'],
    [0, 0, 1, 'bad'],
  ] as const)
    it(`${rtt} ms, jitter ${jitter} ms, loss ${loss}: ${level}`, () =>
      assert.equal(levelOf(score(rtt, jitter, loss)), level));

  it('is that of ITU-T G.107 where nothing is lost: R 92.6 at 25 ms is 4.4', () => assert.equal(score(0, 0, 0), 4.4));

  it('stays within 1 and 4.41, and never rises with more delay, jitter or loss', () => {
    const figure = (max: number) => fc.double({ min: 0, max, noNaN: true });
    fc.assert(
      fc.property(
        figure(5_000),
        figure(500),
        figure(1),
        figure(500),
        figure(100),
        figure(0.5),
        (r, j, l, dr, dj, dl) => {
          const before = score(r, j, l);
          const after = score(r + dr, j + dj, Math.min(1, l + dl));
          assert.ok(before >= 1 && before <= 4.41 && after >= 1);
          assert.ok(after <= before);
        },
      ),
    );
  });

  it('has bands without a gap: a score on the edge belongs to the better level', () => {
    assert.deepEqual([4.02, 4.01, 3.6, 3.59, 3.1, 3.09].map(levelOf), ['good', 'fair', 'fair', 'poor', 'poor', 'bad']);
    fc.assert(
      fc.property(fc.double({ min: 1, max: 4.41, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (mos, d) =>
        assert.ok(rank(levelOf(mos - d)) >= rank(levelOf(mos))),
      ),
    );
  });
});

describe('the level that is shown', () => {
  const after = (...samples: QualityLevel[]) => samples.reduce(nextLevel, steadyGood).level;

  it('worsens after two samples, for what both of them reached', () => {
    assert.equal(after('bad'), 'good');
    assert.equal(after('bad', 'bad'), 'bad');
    assert.equal(after('fair', 'bad'), 'fair');
    assert.equal(after('bad', 'good', 'bad'), 'good');
  });

  it('betters after five, for what all of them reached', () => {
    assert.equal(after('bad', 'bad', 'good', 'good', 'good', 'good'), 'bad');
    assert.equal(after('bad', 'bad', 'good', 'good', 'good', 'good', 'good'), 'good');
    assert.equal(after('bad', 'bad', 'good', 'good', 'fair', 'good', 'good'), 'fair');
    assert.equal(after('bad', 'bad', 'good', 'good', 'good', 'good', 'bad', 'good'), 'bad');
  });

  it('never moves on one sample, and always follows five that agree', () => {
    const level = fc.constantFrom(...qualityLevels);
    fc.assert(
      fc.property(fc.array(level), level, level, (samples, one, goal) => {
        const before = samples.reduce(nextLevel, steadyGood);
        const between = nextLevel(before, one);
        assert.ok(before.run !== 0 || between.level === before.level);
        const five = [goal, goal, goal, goal, goal].reduce(nextLevel, between);
        assert.ok(Math.abs(rank(five.level) - rank(goal)) <= Math.abs(rank(between.level) - rank(goal)));
        assert.equal([goal, goal, goal, goal, goal].reduce(nextLevel, five).level, goal);
      }),
    );
  });
});
