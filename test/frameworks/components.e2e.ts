/** The components of React and Vue: rendered as on a server, hydrated, pressed and talking. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { renderToString as renderReact } from 'react-dom/server';
import { renderToString as renderVue } from 'vue/server-renderer';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { app as reactApp } from './react-app.js';
import { tags } from './react-tags.js';
import { folders, lay, open, rendered } from './rig.js';
import { app as vueApp } from './vue-app.js';

type Call = HTMLElementTagNameMap['cc-click-to-call'];

const frameworks = {
  react: async () => renderReact(reactApp),
  vue: () => renderVue(vueApp()),
};
const ways = {
  'and loads the element': '',
  'which the page’s own script has registered': '<script type="module" src="/dist/cc-widgets.js"></script>',
};

describe('a component', { timeout: 120_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    demo = await startDemo({ port: 0, folders });
    browser = await launchChromium({ spkiHash: '' });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });

  for (const [framework, render] of Object.entries(frameworks)) {
    it(`of ${framework} is rendered by a server with what HTML can hold, which has nothing to say`, async () => {
      const { html, said } = await rendered(render);
      const [, attributes = '', inside] = /^<main><cc-click-to-call ([^>]+)>(.*)<\/main>$/.exec(html) ?? [];
      assert.deepEqual(
        attributes
          .replace('=""', '')
          .split(/ (?=[a-z])/)
          .sort(),
        ['channel-id="agent-free"', 'class="big"', 'direct', 'id="call"', 'label="Call 1"', 'media="voice"'],
      );
      assert.equal(
        inside?.replaceAll(/=""|<!--.*?-->/g, ''),
        '<a href="tel:+100">+100</a></cc-click-to-call><cc-cobrowse for="call" mask-text></cc-cobrowse>',
      );
      assert.deepEqual(said, []);
    });

    for (const [way, script] of Object.entries(ways))
      it(`of ${framework} hydrates without a word, ${way}; it talks, and hears by its newest listeners`, async () => {
        await lay(framework, { html: await render(), script });
        const { page, said, close } = await open(browser, `${demo.origin}/apps/${framework}.html`);
        const element = page.locator('cc-click-to-call');
        await element.evaluate((call) => call.setAttribute('data-first', ''));
        await element.locator('button.call').click();
        await page.waitForSelector('cc-click-to-call[state=talking]');
        const set = await element.evaluate((call) => [(call as Call).label, (call as Call).texts, (call as Call).api]);
        assert.deepEqual(set, ['Call 1', { call: 'Ask us' }, 'fabric']);
        await page.evaluate(() => window.again?.());
        await page.waitForFunction(() => document.querySelector('cc-click-to-call')?.label === 'Call 2');
        await page.evaluate(() => window.again?.());
        await page.waitForFunction(() => !document.querySelector('cc-click-to-call')?.label);
        await element.evaluate((call) => (call as Call).hangUp());
        await page.waitForFunction(() => window.heard.includes('3 visitor'));
        assert.deepEqual(await page.evaluate(() => window.heard.filter((line) => !line.includes('queued'))), [
          '1 before-call',
          '1 checking',
          '1 connecting',
          '1 dialing',
          '1 talking',
          '3 ended',
          '3 visitor',
        ]);
        // The very element that the server sent, and the one that the app has in hand; nothing of credentials.
        const names = await element.evaluate((call) => call.getAttributeNames());
        assert.deepEqual(names.filter((name) => name !== 'label').sort(), [
          'channel-id',
          'class',
          'data-first',
          'data-ref',
          'direct',
          'id',
          'media',
          'state',
        ]);
        assert.deepEqual(said, []);
        await close();
      });
  }

  it('is not needed: tags that are defined after they were hydrated have nothing to warn of', async () => {
    await lay('react-tags', { html: renderReact(tags) });
    const { page, said, close } = await open(browser, `${demo.origin}/apps/react-tags.html`);
    await page.waitForSelector('cc-click-to-call[state=idle]');
    assert.deepEqual(
      await page.locator('main > *').evaluateAll((all) => all.map((element) => element.getAttributeNames().sort())),
      [
        ['channel-id', 'placement', 'state'],
        ['for', 'state'],
      ],
    );
    assert.deepEqual(said, []);
    await close();
  });
});
