/**
 * `npm run smoke [-- names]`: the packed package in fresh apps of other people's tools, as a site has them: made in a temporary
 * folder, installed from npm, type-checked and built by their own commands, served, opened in Chromium, pressed, and talking
 * with the embedded contact center. A line for each; those that fail say why. Needs the npm registry, hence no part of `npm test`.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { startDemo } from '../../demo/demo-server.js';
import { launchChromium } from '../../test/interop/browser.js';
import { openVisitorPage } from '../../test/support/visitor-page.js';
import { apps, type App } from './apps.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const npm = (cwd: string, ...args: string[]) => promisify(execFile)('npm', args, { cwd, maxBuffer: 1e8 });

/** The app in a folder of its own, whose `dist` is the site. Throws with what the tool said. */
async function make(app: App, tarball: string, folder: string): Promise<void> {
  await cp(join(here, app.from), folder, { recursive: true });
  const { build, dependencies, settings } = app;
  const manifest = { private: true, type: 'module', scripts: { build }, dependencies, ...settings };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, 'install', '--no-audit', '--no-fund', '--silent', tarball);
  await npm(folder, 'run', 'build');
}

/** Presses the button of the app at `dist`, and hears the robot agent. Throws with what is amiss. */
async function talk(browser: Browser, app: App, dist: string): Promise<void> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  if (app.rendered && !/<cc-click-to-call [^>]*channel-id="agent-free"/.test(html))
    throw new Error('the server has rendered no tag');
  const folders = { '/app/': relative(root, dist) };
  const policy = () => "default-src 'self' 'unsafe-inline'; connect-src 'self' ws:";
  const demo = await startDemo({ port: 0, folders, ...(app.inline ? { policy } : {}) });
  try {
    const visitor = await openVisitorPage(browser, `${demo.origin}/app/index.html`);
    await visitor.press();
    await visitor.until('talking').catch(async (cause: unknown) => {
      const why = await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.error?.message);
      throw new Error(`no call: ${why ?? String(cause)}`);
    });
    await visitor.untilReceived('audio');
    // The app's own listener has heard of it, too.
    await visitor.page.waitForFunction(() => document.title === 'talking');
    await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await visitor.until('ended');
    await visitor.page.waitForFunction(() => document.title === 'visitor');
    if (visitor.complaints.length > 0) throw new Error(visitor.complaints.join('\n'));
    await visitor.context.close();
  } finally {
    await demo.close();
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(apps, name));
if (unknown.length > 0) throw new Error(`no ${unknown.join(', ')}: there are ${Object.keys(apps).join(', ')}`);

const temporary = await mkdtemp(join(tmpdir(), 'cc-widgets-smoke-'));
const browser = await launchChromium({ spkiHash: '' });
try {
  const { stdout } = await npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', temporary);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  console.log(`${'app'.padEnd(16)}${'made'.padStart(8)}${'talks'.padStart(8)}`);
  for (const [name, app] of Object.entries(apps)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const began = performance.now();
    const folder = join(temporary, name);
    const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
    process.stdout.write(name.padEnd(16));
    try {
      await make(app, join(temporary, filename), folder);
      process.stdout.write(seconds().padStart(8));
      await talk(browser, app, join(folder, 'dist'));
      console.log('yes'.padStart(8));
    } catch (error) {
      process.exitCode = 1;
      const { stdout: said = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
      console.log(`${'NO'.padStart(8)}\n${message}\n${said}${stderr}`);
    }
    await rm(folder, { recursive: true, force: true });
  }
} finally {
  await browser.close();
  await rm(temporary, { recursive: true, force: true });
}
