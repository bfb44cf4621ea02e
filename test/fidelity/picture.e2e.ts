/** What the agent sees is what the visitor sees, pixel by pixel: small cases, and pages that nobody here wrote. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser } from 'playwright';
import { cases } from './cases.js';
import { corpus } from './corpus.js';
import { openRig, type Rig, type Shared } from './rig.js';

let browser: Browser;
let rig: Rig;
let shared: Shared | null = null;

before(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  rig = await openRig(browser);
});
after(async () => {
  await rig.close();
  await browser.close();
});

const isWhole = async (floor: number): Promise<void> => {
  const { same } = await shared!.look(floor, 10_000);
  assert.ok(same >= floor, `${(100 * same).toFixed(2)} % of the picture`);
  assert.deepEqual(await shared!.desk.evaluate(() => window.broken), []);
};

describe('the picture is the page', () => {
  for (const [name, { markup, use, scheme = 'light' }] of Object.entries(cases))
    it(name, { timeout: 60_000 }, async () => {
      shared = await rig.share(markup, { width: 400, height: 300, scheme });
      try {
        if (use) {
          await shared.look(0.999);
          await use(shared.visitor);
        }
        await isWhole(0.9995);
      } finally {
        await shared.close();
      }
    });

  for (const [name, { markup = name, use, floor }] of Object.entries(corpus))
    it(`a page: ${name}`, { timeout: 60_000 }, async () => {
      shared = await rig.share(markup);
      try {
        await isWhole(floor);
        await use(shared.visitor);
        await isWhole(floor);
      } finally {
        await shared.close();
      }
    });
});
