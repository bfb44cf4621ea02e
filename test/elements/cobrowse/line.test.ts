import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Point } from '../../../src/core/cobrowse/wire/control.js';
import { thinLine } from '../../../src/elements/cobrowse/line.js';

describe('a drawn line', () => {
  it('stays as it is where it has few points, in whole pixels, each once', () => {
    const line: readonly Point[] = [
      [0.4, 0],
      [0.2, 0.1],
      [10.6, 5],
      [0, 0],
    ];
    assert.deepEqual(thinLine(line, 400), [
      [0, 0],
      [11, 5],
      [0, 0],
    ]);
    assert.deepEqual(thinLine([], 400), []);
    assert.deepEqual(thinLine([[1, 2]], 400), [[1, 2]]);
  });

  it('keeps its corners when it is thinned', () => {
    const along = (from: number, to: number) => Array.from({ length: 200 }, (_, i) => from + ((to - from) * i) / 199);
    const line = [...along(0, 199).map((x): Point => [x, 0]), ...along(1, 200).map((y): Point => [199, y])];
    assert.deepEqual(thinLine(line, 10), [
      [0, 0],
      [199, 0],
      [199, 200],
    ]);
  });

  it('has at most as many points as it may, its first and last, and none that was not drawn', () => {
    const number = fc.integer({ min: -1e6, max: 1e6 });
    const lines = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 300 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 2, max: 50 }), (line, most) => {
        const thin = thinLine(line, most);
        assert.ok(thin.length <= most);
        assert.deepEqual(thin[0], line[0]);
        assert.deepEqual(thin.at(-1), line.at(-1));
        const drawn = new Set(line.map(String));
        assert.ok(thin.every((point) => drawn.has(String(point))));
      }),
    );
  });
});
