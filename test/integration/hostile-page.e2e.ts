/** Host pages that are in the way: policies, frozen prototypes, dead servers, a microphone that is refused. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser } from 'playwright';
import { startDemo, type Demo, type DemoOptions } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';

type Element = HTMLElementTagNameMap['cc-click-to-call'];

describe('a host page in the way', { timeout: 180_000 }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium({ spkiHash: '' });
  });
  after(() => browser?.close());

  /** Opens the shop page of a demo with these options, lets `act` do, and closes both. */
  const visit = async (
    options: Partial<DemoOptions>,
    act: (page: VisitorPage, demo: Demo) => Promise<void>,
    { on = browser, init }: { on?: Browser; init?: () => void } = {},
  ): Promise<void> => {
    const demo = await startDemo({ port: 0, ...options });
    try {
      const visitor = await openVisitorPage(on, demo.origin, init);
      await visitor.page.waitForFunction(() => document.querySelector('select option'));
      await act(visitor, demo);
      await visitor.context.close();
    } finally {
      await demo.close();
    }
  };
  const error = (page: VisitorPage) =>
    page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.error ?? null);

  const directives = (connect: string) =>
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ${connect}; require-trusted-types-for 'script'`;

  it('whose CSP lacks the gateways: gateway-unreachable, and the directive is named', () =>
    visit({ policy: () => directives("'self'") }, async (page) => {
      await page.press();
      await page.until('failed');
      const failure = await error(page);
      assert.equal(failure?.code, 'gateway-unreachable');
      assert.match(failure.message, /lacks "connect-src ws:\/\/127\.0\.0\.1:\d+"/);
    }));

  it('whose CSP lacks the platform: platform-unreachable, and the directive is named', () =>
    visit({ policy: () => directives("'self'") }, async (page) => {
      await page.page.evaluate(() => {
        for (const element of document.querySelectorAll<Element>('cc-click-to-call'))
          element.baseUrl = 'https://cc.example';
      });
      await page.press();
      await page.until('failed');
      const failure = await error(page);
      assert.equal(failure?.code, 'platform-unreachable');
      assert.match(failure.message, /lacks "connect-src https:\/\/cc\.example"/);
    }));

  it('whose Permissions-Policy has no microphone: permission-denied, and the directive is named', () =>
    visit({ permissions: 'microphone=()' }, async (page, demo) => {
      await page.press();
      await page.until('failed');
      const failure = await error(page);
      assert.equal(failure?.code, 'permission-denied');
      assert.match(failure.message, /Permissions-Policy lacks "microphone=/);
      assert.deepEqual(demo.center.calls, []);
    }));

  it('whose prototypes are frozen: calls all the same', () =>
    visit(
      {},
      async (page) => {
        await page.press();
        await page.until('talking');
        await page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.hangUp());
        assert.deepEqual(page.complaints, []);
      },
      {
        init: () => {
          for (const constructor of [Object, Array, Function, Promise, Map, Set, Event, EventTarget, Node, HTMLElement])
            Object.freeze(constructor.prototype);
        },
      },
    ));

  it('with old libraries, broken sound and devices that are never listed: calls all the same', () =>
    visit(
      {},
      async (page) => {
        await page.press();
        await page.until('talking');
        const id = await page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.userId);
        assert.match(id ?? '', /^[\da-f]{24}$/);
        await page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.hangUp());
        assert.deepEqual(page.complaints, []);
        const { tracks, peers } = await page.leftovers();
        assert.deepEqual({ tracks, peers }, { tracks: 0, peers: 0 });
      },
      {
        init: () => {
          // As Prototype.js and MooTools have it: without a mapping function.
          Array.from = ((items: ArrayLike<unknown>) => Array.prototype.slice.call(items)) as typeof Array.from;
          Object.assign(Object.prototype, { each: () => undefined });
          Object.assign(Array.prototype, { last: () => undefined });
          window.AudioContext = function () {
            throw new DOMException('no sound', 'NotSupportedError');
          } as unknown as typeof AudioContext;
          navigator.mediaDevices.enumerateDevices = () => new Promise(() => undefined);
          navigator.permissions.query = () => new Promise(() => undefined);
        },
      },
    ));

  it('with a dead STUN server: dials while gathering still goes on', async () => {
    const dead = createSocket('udp4');
    dead.bind(0, '127.0.0.1');
    await once(dead, 'listening');
    const url = `stun:127.0.0.1:${dead.address().port}`;
    await visit(
      {},
      async (page) => {
        await page.page.evaluate((urls) => {
          for (const element of document.querySelectorAll<Element>('cc-click-to-call')) element.iceServers = [{ urls }];
        }, url);
        await page.press();
        await page.until('talking');
        assert.equal(await page.page.evaluate(() => document.documentElement.dataset['atInvite']), 'gathering');
        await page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.hangUp());
      },
      {
        init: () => {
          const { send } = WebSocket.prototype;
          WebSocket.prototype.send = function (data) {
            document.documentElement.dataset['atInvite'] ??= window.kept.peers[0]?.iceGatheringState ?? '';
            send.call(this, data);
          };
        },
      },
    );
    dead.close();
  });

  it('whose visitor says no: permission-denied, and the platform hears nothing of it', async () => {
    const refusing = await chromium.launch({
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream=deny',
      ],
    });
    await visit(
      {},
      async (page, demo) => {
        await page.press();
        await page.until('failed');
        assert.equal((await error(page))?.code, 'permission-denied');
        assert.ok(!demo.center.requests.some(({ operation }) => /send|ClickToCall/.test(operation)));
      },
      { on: refusing },
    );
    await refusing.close();
  });

  it('without a microphone: no-microphone', async () => {
    const bare = await chromium.launch({
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    await visit(
      {},
      async (page) => {
        await page.press();
        await page.until('failed');
        assert.equal((await error(page))?.code, 'no-microphone');
      },
      { on: bare },
    );
    await bare.close();
  });

  it('holds no credential: not in the DOM, a URL, a storage or the console', () =>
    visit({}, async (page, demo) => {
      const seen: string[] = [];
      page.page.on('console', (message) => seen.push(message.text()));
      page.page.on('request', (request) => seen.push(request.url()));
      const issued: string[] = [];
      page.page.on('response', async (response) => {
        if (!response.url().endsWith('/credentials')) return;
        const { accessToken, messagingToken } = (await response.json()) as Record<string, string>;
        issued.push(accessToken ?? '', messagingToken ?? '');
      });
      await page.press();
      await page.until('talking');
      seen.push(
        await page.page.evaluate(
          () => document.documentElement.outerHTML + JSON.stringify([sessionStorage, localStorage]),
        ),
      );
      assert.equal(issued.length >= 2, true);
      for (const secret of issued) assert.ok(secret.length > 10 && !seen.some((text) => text.includes(secret)));
      await page.page.evaluate(() => document.querySelector<Element>('cc-click-to-call')?.hangUp());
      assert.equal(demo.center.occupiedAgents, 0);
    }));
});
