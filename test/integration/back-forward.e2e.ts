/** A page that comes back from the browser's back/forward cache, as it was, has a button that works. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { openVisitorPage } from '../support/visitor-page.js';

describe('going back to a page', { timeout: 60_000 }, () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    demo = await startDemo({ port: 0 });
    browser = await launchChromium({ spkiHash: '', backForwardCache: true });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });

  it('after a call: nothing kept it from the cache, and the next call talks', async () => {
    const visitor = await openVisitorPage(browser, `${demo.origin}/?scenario=direct-agent`);
    const { page } = visitor;
    await visitor.press();
    await visitor.until('talking');
    await page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => console.log(`restored: ${persisted}`));
    });
    await page.goto(`${demo.origin}/agent`);
    const restored = page.waitForEvent('console', (message) => message.text() === 'restored: true');
    // No load event comes from the cache.
    await page.goBack({ waitUntil: 'commit' });
    await restored;
    assert.equal(await visitor.state(), 'ended');
    await visitor.press();
    await visitor.until('talking');
    assert.equal(demo.center.calls.length, 2);
    assert.equal(demo.center.occupiedAgents, 1);
    await page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await page.waitForFunction(() => window.kept.sockets.every(({ readyState }) => readyState >= WebSocket.CLOSING));
    assert.deepEqual(await visitor.leftovers(), { tracks: 0, peers: 0, sockets: 0 });
    await visitor.context.close();
  });
});
