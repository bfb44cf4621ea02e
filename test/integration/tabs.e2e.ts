/** Two tabs of one visitor. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { openVisitorPage } from '../support/visitor-page.js';

/** As soon as its button is there. */
const userId = async (page: Page): Promise<string> => {
  const id = await page.waitForFunction(() => document.querySelector('cc-click-to-call')?.userId);
  return (await id.jsonValue()) ?? '';
};
const state = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('cc-click-to-call')?.state ?? '');
/** The shop is there, and its button. */
const defined = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('cc-click-to-call:defined'));
};
const press = async (page: Page): Promise<void> => {
  await page.locator('cc-click-to-call').first().locator('button.call').click();
};
const until = async (page: Page, wanted: string): Promise<void> => {
  await page.waitForFunction((name) => document.querySelector('cc-click-to-call')?.state === name, wanted);
};

describe('two tabs', { timeout: 120_000 }, () => {
  let browser: Browser;
  let demo: Demo;
  before(async () => {
    browser = await launchChromium({ spkiHash: '' });
    demo = await startDemo({ port: 0 });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });

  /** A tab, and the one that it opens, whose storage is a copy. */
  async function twoTabs(): Promise<{ first: Page; second: Page; close: () => Promise<void> }> {
    const { page: first, context } = await openVisitorPage(browser, demo.origin);
    await defined(first);
    await first.waitForFunction(() => document.querySelector('select option'));
    // The id is made by now.
    assert.match(await userId(first), /^[\da-f]{24}$/);
    const [second] = await Promise.all([context.waitForEvent('page'), first.evaluate(() => void open(location.href))]);
    await defined(second);
    await second.waitForFunction(() => document.querySelector('select option'));
    return { first, second, close: () => context.close() };
  }

  it('are two visitors to the platform, each of them the same over a reload, another page and back', async () => {
    const { first, second, close } = await twoTabs();
    const [one, other] = [await userId(first), await userId(second)];
    assert.notEqual(one, other);
    for (const [page, id] of [
      [first, one],
      [second, other],
    ] as const) {
      await page.reload();
      await defined(page);
      assert.equal(await userId(page), id);
      await page.goto(`${demo.origin}/agent`);
      await page.goBack();
      await defined(page);
      assert.equal(await userId(page), id);
    }
    await close();
  });

  it('have one call: the second press is busy, and talks when the first one is over', async () => {
    const { first, second, close } = await twoTabs();
    await press(first);
    await until(first, 'talking');
    await press(second);
    await until(second, 'failed');
    assert.equal(await second.evaluate(() => document.querySelector('cc-click-to-call')?.error?.code), 'busy');
    assert.equal(await state(first), 'talking');
    assert.equal(demo.center.calls.length, 1);
    await first.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await second.evaluate(() => document.querySelector('cc-click-to-call')?.call());
    await until(second, 'talking');
    await close();
  });

  it('whose first one is closed in its call leave the second one free', async () => {
    const { first, second, close } = await twoTabs();
    await press(first);
    await until(first, 'talking');
    await first.close();
    await second.evaluate(() => document.querySelector('cc-click-to-call')?.call());
    await until(second, 'talking');
    await close();
  });
});
