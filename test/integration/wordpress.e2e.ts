/** The plugin in a real WordPress: set up in its settings, placed by an author, pressed by a visitor. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { missing } from '../support/debian.js';
import { openVisitorPage } from '../support/visitor-page.js';
import { startWordPress, type WordPress } from '../support/wordpress.js';

const packages = ['wordpress', 'wordpress-theme-twentytwentythree', 'mariadb-server', 'php-cli', 'php-mysql'];
const secret = `secret-${crypto.randomUUID()}`;
const plugin = 'cc-widgets/cc-widgets.php';

describe('in WordPress', { timeout: 120_000, skip: await missing('WordPress', packages) }, () => {
  let [site, demo, browser]: [WordPress?, Demo?, Browser?] = [];
  let [wordpress, center, chromium]: [WordPress, Demo, Browser] = [] as never;

  before(async () => {
    execFileSync(process.execPath, ['scripts/wordpress.mjs', 'test/.tmp/wordpress']);
    wordpress = site = await startWordPress('test/.tmp/wordpress/cc-widgets');
    center = demo = await startDemo({ port: 0, appKey: 'shop', appSecret: secret, origins: [wordpress.origin] });
    chromium = browser = await launchChromium({ spkiHash: '' });
    await wordpress.php(`require 'wp-admin/includes/plugin.php'; activate_plugin('${plugin}');
      update_option('show_avatars', '0');`);
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
    await site?.stop();
  });

  const ask = (origin: string) =>
    fetch(`${wordpress.origin}/?rest_route=/cc-widgets/v1/credentials`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"locale":"en"}',
    });
  const left = () =>
    wordpress.php(`global $wpdb; echo $wpdb->get_var(
      "SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE '%cc\\_widgets%'");`);

  it('takes its settings, and never prints the secret', async () => {
    const page = await chromium.newPage();
    // Not by way of the dashboard, which loads for long. What is waited for is the page, not all that it loads.
    const settings = `${wordpress.origin}/wp-admin/options-general.php?page=cc_widgets`;
    const there = { waitUntil: 'domcontentloaded' } as const;
    await page.goto(`${wordpress.origin}/wp-login.php?redirect_to=${encodeURIComponent(settings)}`, there);
    await page.fill('#user_login', 'admin');
    await page.fill('#user_pass', wordpress.password);
    await page.click('#wp-submit');
    await page.waitForURL(settings, there);
    const save = async () => {
      const answered = page.waitForResponse((response) => response.url().includes('settings-updated') && response.ok());
      await page.click('#submit');
      await answered;
      await page.waitForLoadState('domcontentloaded');
    };
    await page.fill('#cc_widgets_channel_id', 'agent-free');
    await page.fill('#cc_widgets_base_url', center.origin);
    await page.fill('#cc_widgets_app_key', 'shop');
    await page.fill('#cc_widgets_secret', secret);
    await save();
    assert.equal(await page.inputValue('#cc_widgets_base_url'), center.origin);
    assert.equal(await page.getAttribute('#cc_widgets_secret', 'placeholder'), 'set; leave empty to keep it');
    assert.ok(!(await page.content()).includes(secret));
    await save();
    await page.close();
    assert.equal(await wordpress.php(`echo get_option('cc_widgets_secret');`), secret, 'an empty field keeps it');
    const loaded = `echo isset(wp_load_alloptions()['cc_widgets_secret']) ? 'with every page' : 'where needed';`;
    assert.equal(await wordpress.php(loaded), 'where needed');
  });

  it('sends the secret to no address but the one that is read, encrypted or on this machine', async () => {
    const kept = async (url: string) =>
      wordpress.php(`echo cc_widgets_sanitize_options(['base_url' => '${url}'])['base_url'];`);
    for (const url of ['https://platform.example/x', 'http://localhost:8080', 'http://127.0.0.1'])
      assert.equal(await kept(url), url);
    for (const url of ['http://platform.example', 'http://localhost:x@other.example/', 'https://a@other.example'])
      assert.equal(await kept(url), '', url);
    const origin = async (url: string) => wordpress.php(`echo cc_widgets_origin('${url}');`);
    assert.equal(await origin('https://Shop.example:443/blog'), 'https://shop.example');
    assert.equal(await origin('http://127.0.0.1:8080'), 'http://127.0.0.1:8080');
  });

  it("talks from an author's post", async () => {
    const id = await wordpress.php(`
      wp_set_current_user(wp_insert_user(['user_login' => 'author', 'user_pass' => wp_generate_password(), 'role' => 'author']));
      kses_init();
      echo wp_insert_post(['post_title' => 'Help', 'post_status' => 'publish', 'post_author' => get_current_user_id(),
        'post_content' => '<script>stripped()</script>[cc_click_to_call media="no\\"pe"]']);`);
    const visitor = await openVisitorPage(chromium, `${wordpress.origin}/?p=${id}`);
    const html = await visitor.page.content();
    assert.ok(!html.includes('<script>stripped'), 'the post went through kses');
    assert.ok(!html.includes(secret));
    assert.match(html, /<script type="module" src="[^"?]+\/dist\/cc-widgets\.js"/);
    await visitor.press();
    await visitor.until('talking');
    await visitor.context.close();
    const plain = await (await fetch(`${wordpress.origin}/?p=1`)).text();
    assert.ok(!plain.includes('cc-widgets'), 'a page without the element has nothing of it');
  });

  it('is a block, too', async () => {
    const id =
      await wordpress.php(`kses_init(); echo wp_insert_post(['post_title' => 'Block', 'post_status' => 'publish',
      'post_content' => '<!-- wp:cc-widgets/click-to-call {"label":"Ask us","placement":"floating"} /-->']);`);
    const html = await (await fetch(`${wordpress.origin}/?p=${id}`)).text();
    assert.match(html, /<cc-click-to-call channel-id="agent-free"[^>]* placement="floating"[^>]* label="Ask us">/);
    assert.equal(html.match(/cc-widgets\.js/g)?.length, 1);
    // The script of the editor registers the same block, and saves nothing but its settings.
    const page = await chromium.newPage();
    await page.goto(`${wordpress.origin}/wp-login.php`, { waitUntil: 'domcontentloaded' });
    await page.setContent(
      '<script>window.wp = { blocks: { registerBlockType(name, { save }) { document.title = name + save(); } }, element: {}, blockEditor: {}, components: {}, i18n: { __: (text) => text } }</script>',
    );
    await page.addScriptTag({ url: `${wordpress.origin}/wp-content/plugins/cc-widgets/block.js` });
    assert.equal(await page.title(), 'cc-widgets/click-to-callnull');
    await page.close();
  });

  it('answers pages of its own site only, and not without end', async () => {
    const own = await ask(wordpress.origin);
    assert.equal(own.status, 200);
    assert.equal(own.headers.get('cache-control'), 'no-store');
    assert.ok(!(await own.text()).includes(secret));
    const foreign = await ask('https://evil.example');
    assert.equal(foreign.status, 403);
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    const many = [];
    for (let i = 0; i < 45; i++) many.push((await ask(wordpress.origin)).status);
    assert.ok(many.includes(429));
  });

  it('leaves nothing behind', async () => {
    assert.notEqual(await left(), '0');
    await wordpress.php(`require 'wp-admin/includes/plugin.php'; require 'wp-admin/includes/file.php';
      deactivate_plugins('${plugin}'); uninstall_plugin('${plugin}');`);
    assert.equal(await left(), '0');
  });
});
