/** The visitor's computer has another address: for real, in a network of its own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { goesOn } from '../faults/rig/judges.js';
import { Stage } from '../faults/rig/stage.js';
import { EndedEarly, Judged } from '../faults/rig/verdict.js';
import { launchChromium } from './browser.js';
import { noNamespaces, VisitorNetwork } from './network.js';

describe('a visitor whose address changes', { skip: await noNamespaces(), timeout: 120_000 }, () => {
  let network: VisitorNetwork;
  let browser: Browser;

  before(async () => {
    network = await VisitorNetwork.open();
    const executablePath = await network.inside(process.env['CHROME_PATH'] ?? '/usr/bin/chromium');
    browser = await launchChromium({ spkiHash: '', executablePath });
  });
  after(async () => {
    await browser?.close();
    await network?.close();
  });

  for (const [how, ms] of [
    ['at once', 0],
    ['after 8 s without a network', 8_000],
  ] as const)
    it(`goes on: ${how}`, async () => {
      const stage = await Stage.open(browser, 'at-once', undefined, network);
      try {
        await stage.talk();
        stage.proxy.cut();
        await network.move(ms);
        await stage.proxy.listen();
        const verdict = await goesOn(stage, 30);
        assert.equal(verdict.kind, 'survived');
      } catch (error) {
        if (error instanceof Judged || error instanceof EndedEarly) assert.fail(error.message);
        throw error;
      } finally {
        await stage.close();
      }
    });
});
