/** The quick half of the fault matrix; all of it: `npm run faults`. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { faults } from '../faults/matrix.js';
import { launch } from '../faults/rig/browsers.js';
import { runFault } from '../faults/rig/run-fault.js';
import { inWords } from '../faults/rig/verdict.js';

describe('a call under a fault', { timeout: 360_000 }, () => {
  let browser: Browser;
  before(async () => {
    const launched = await launch('chromium');
    if (typeof launched === 'string') assert.fail(launched);
    browser = launched;
  });
  after(() => browser?.close());

  for (const fault of faults.filter(({ quick }) => quick))
    it(`${fault.title}: ${fault.right}`, async () => {
      const verdict = await runFault(browser, fault);
      assert.ok(verdict.kind === 'survived' || fault.right.startsWith(verdict.kind), inWords(verdict));
    });
});
