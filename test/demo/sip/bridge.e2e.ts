import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import type { PhoneCall } from '../../../demo/platform/ports.js';
import { type RunningGateways, startGateways } from '../../../demo/platform/sip/gateways.js';
import type {} from './bridge-page.js';

const FLAGS = [
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update',
  '--disable-sync --allow-loopback-in-peer-connection --disable-features=WebRtcHideLocalIpsWithMdns',
].flatMap((flags) => flags.split(' '));

suite('visitor and agent in Chromium', { timeout: 120_000 }, () => {
  let browser: Browser;
  let gateways: RunningGateways;
  let page: Page;
  let call: PhoneCall | undefined;
  const server = createServer();

  before(async () => {
    const { outputFiles } = await build({
      entryPoints: [new URL('./bridge-page.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      format: 'esm',
    });
    server.on('request', (request, response) => {
      const script = request.url === '/page.js';
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      response.end(
        script
          ? outputFiles[0]?.text
          : '<!doctype html><title>Both</title><script type="module" src="/page.js"></script>',
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await chromium.launch({
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    gateways = await startGateways();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.mouse.click(10, 10); // sound may play after a gesture
  });
  after(async () => {
    await browser.close();
    await gateways.close();
    server.closeAllConnections();
    server.close();
  });

  const listen = () => page.evaluate(() => window.ends.listen());

  test('hear each other; mute, hold and an ICE restart meanwhile do what they say, and are undone', async () => {
    const target = { accessCode: '01790', caller: 'AnonymousCard' };
    const ended = new Promise<string>((resolve) => {
      const line = gateways.phones?.open('40101');
      call = line?.expect({
        ...target,
        onAnswered: () => undefined,
        onUnreachable: () => resolve('unreachable'),
        onEnded: resolve,
      });
    });
    const options = { ...target, number: '40101', domain: gateways.domain, address: gateways.address(null) };
    await page.evaluate((how) => window.ends.connect(how), options);
    const both = await listen();
    assert.ok(both.visitor.rms > 0.05 && both.agent.rms > 0.05, JSON.stringify(both));

    await call?.flow('to-agent');
    await listen(); // what was on its way
    const muted = await listen();
    assert.equal(muted.visitor.packets, 0);
    assert.ok(muted.agent.rms > 0.05, JSON.stringify(muted));

    await call?.flow('none');
    await listen();
    const held = await listen();
    assert.deepEqual([held.visitor.packets, held.agent.packets], [0, 0]);
    assert.equal(await page.evaluate(() => window.ends.restart()), 'inactive');
    const restarted = await listen();
    assert.deepEqual([restarted.visitor.packets, restarted.agent.packets], [0, 0]);

    await call?.flow('both');
    await listen();
    const again = await listen();
    assert.ok(again.visitor.rms > 0.05 && again.agent.rms > 0.05, JSON.stringify(again));
    await page.evaluate(() => window.ends.bye());
    assert.equal(await ended, 'agent');
  });
});
