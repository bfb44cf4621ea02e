/** Ways in which a site may have the files, and load them: each is pressed, and talks. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';
import { openWatchedPage } from '../support/watched-page.js';

const folder = 'test/.tmp/embedding';
const files = readdirSync('dist').filter((name) => /^cc-widgets.*\.js$/.test(name));
const classic = () => readFileSync('dist/cc-widgets.iife.js', 'utf8');

/** The files of dist in one folder of the site, whatever it is called; `entry` by another name. */
function lay(name: string, entry = 'cc-widgets.js'): void {
  mkdirSync(`${folder}/${name}`, { recursive: true });
  for (const file of files) cpSync(`dist/${file}`, `${folder}/${name}/${file === 'cc-widgets.js' ? entry : file}`);
}

const page = (name: string, head: string, slot = ''): void =>
  writeFileSync(
    `${folder}/${name}.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>${head}
    <cc-click-to-call channel-id="agent-free" credentials-url="/credentials">${slot}</cc-click-to-call>`,
  );

describe('on a site', { timeout: 120_000 }, () => {
  let browser: Browser;
  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    lay('assets');
    browser = await launchChromium({ spkiHash: '' });
  });
  after(() => browser?.close());

  const inline = "default-src 'self' 'unsafe-inline'; connect-src 'self' ws:";

  async function visit(name: string, policy: string, act: (visitor: VisitorPage, demo: Demo) => Promise<void>) {
    const demo = await startDemo({ port: 0, folders: { '/site/': folder }, policy: () => policy });
    try {
      const visitor = await openVisitorPage(browser, `${demo.origin}/site/${name}.html`);
      await act(visitor, demo);
      assert.deepEqual(visitor.complaints, []);
      await visitor.context.close();
    } finally {
      await demo.close();
    }
  }

  const talks = async (visitor: VisitorPage): Promise<void> => {
    await visitor.press();
    await visitor.until('talking');
  };

  const module = (address: string) => `<script type="module" src="${address}"></script>`;
  const ways: Record<string, string> = {
    'as a module': module('assets/cc-widgets.js'),
    'as a module with a query, and once more without':
      module('assets/cc-widgets.js?ver=6.5') + module('assets/cc-widgets.js'),
    'as a classic script': '<script src="assets/cc-widgets.iife.js" async></script>',
    'as a classic script with a query': '<script src="assets/cc-widgets.iife.js?ver=6.5"></script>',
    'by a tag manager': `<script>
      document.head.append(Object.assign(document.createElement('script'), { src: 'assets/cc-widgets.iife.js' }));
    </script>`,
    'in the page itself': `<script data-cc-widgets="assets">${classic()}</script>`,
  };
  for (const [way, head] of Object.entries(ways))
    it(`${way}: talks`, () => {
      const name = way.replace(/\W+/g, '-');
      page(name, head);
      return visit(name, inline, talks);
    });

  it('by another name, in a folder of its own, where only the policy of lit is allowed: talks', () => {
    lay('flat', 'app-9f3.js');
    page('renamed', module('flat/app-9f3.js?v=1') + module('flat/app-9f3.js?v=2'));
    const policy = `default-src 'self'; connect-src 'self' ws:; trusted-types lit-html; require-trusted-types-for 'script'`;
    return visit('renamed', policy, talks);
  });

  it('updated while a visitor has the page open, and the former files are kept: talks', () => {
    lay('live');
    page('live', module('live/cc-widgets.js'));
    return visit('live', inline, async (visitor) => {
      writeFileSync(`${folder}/live/cc-widgets.js`, "throw new Error('the next version');");
      await talks(visitor);
    });
  });

  it('whose files are gone under an open page: offers to reload it, and talks when they are back', () => {
    lay('gone');
    page('gone', module('gone/cc-widgets.js'));
    return visit('gone', inline, async (visitor) => {
      rmSync(`${folder}/gone`, { recursive: true });
      await visitor.press();
      await visitor.page.getByRole('button', { name: 'Couldn’t load. Try again' }).waitFor();
      await visitor.press();
      await visitor.page.getByRole('button', { name: 'Couldn’t load. Reload the page' }).waitFor();
      lay('gone');
      visitor.complaints.splice(0);
      await Promise.all([visitor.page.waitForEvent('load'), visitor.press()]);
      await talks(visitor);
    });
  });

  it('within a srcdoc frame, which has no address of its own: talks', () => {
    page('inner', module('/site/assets/cc-widgets.js'));
    const inner = readFileSync(`${folder}/inner.html`, 'utf8').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    page('srcdoc', `${module('assets/cc-widgets.js')}<iframe allow="microphone" srcdoc="${inner}"></iframe>`);
    return visit('srcdoc', inline, async ({ page: opened }) => {
      const frame = opened.frames()[1];
      assert.ok(frame);
      await frame.locator('cc-click-to-call').locator('button.call').click();
      await frame.waitForFunction(() => document.querySelector('cc-click-to-call')?.state === 'talking');
    });
  });

  it('whose policy lacks ours: says the words to add, and the phone number in the slot can be pressed', async () => {
    page('policy', '<script src="assets/cc-widgets.iife.js" async></script>', '<a href="tel:+100">+100</a>');
    const policy = `default-src 'self'; trusted-types other; require-trusted-types-for 'script'`;
    const demo = await startDemo({ port: 0, folders: { '/site/': folder }, policy: () => policy });
    try {
      const { page: opened, context } = await openWatchedPage(browser, `${demo.origin}/site/policy.html`, () => {
        addEventListener('cc-error', (event) => {
          document.title = event.error.message;
        });
      });
      await opened.waitForFunction(() => document.title.includes('lacks'));
      assert.match(await opened.title(), /Content-Security-Policy lacks "trusted-types lit-html"/);
      await opened.getByRole('link', { name: '+100' }).click({ trial: true });
      await context.close();
    } finally {
      await demo.close();
    }
  });
});
