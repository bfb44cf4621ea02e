import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, type Met } from '../../../../src/core/cobrowse/control/refusal.js';

const open: Met = {
  ...{ standing: 'open', within: true, kept: false, fixed: false, leavesSite: false, sendsSecrets: false },
};

test('what is open, in sight and harmless may be used', () => {
  assert.equal(refusalOf(open), null);
});

for (const [change, refusal] of [
  [{ standing: 'hidden' }, 'hidden'],
  [{ standing: 'secret' }, 'secret'],
  [{ within: false }, 'gone'],
  [{ kept: true }, 'forbidden'],
  [{ fixed: true }, 'fixed'],
  [{ leavesSite: true }, 'elsewhere'],
  [{ sendsSecrets: true }, 'secret'],
  // An agent learns nothing of what is hidden by asking to act on it.
  [{ standing: 'hidden', fixed: true, kept: true, within: false }, 'hidden'],
] as const)
  test(`${JSON.stringify(change)} is refused: ${refusal}`, () => {
    assert.equal(refusalOf({ ...open, ...change }), refusal);
  });

test('what is not there is refused', () => {
  assert.equal(refusalOf(null), 'gone');
});
