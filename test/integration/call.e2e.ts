/** The built widget on the demo's shop page, in Chromium: real SIP over WebSocket, real RTP, sound measured on both ends. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import type { RobotReport } from '../../demo/platform/ports.js';
import { launchChromium } from '../interop/browser.js';
import { until } from '../support/until.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';

describe('a visitor on the shop page', { timeout: 300_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let visitor: VisitorPage | null = null;

  before(async () => {
    demo = await startDemo({ port: 0 });
    browser = await launchChromium({ spkiHash: '' });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });
  afterEach(async () => {
    await visitor?.context.close();
    visitor = null;
  });

  const open = async (query: string): Promise<VisitorPage> => {
    visitor = await openVisitorPage(browser, `${demo.origin}/?${query}`);
    await visitor.page.waitForFunction(
      (scenario) => document.querySelector('cc-click-to-call')?.getAttribute('channel-id') === scenario,
      new URLSearchParams(query).get('scenario') ?? 'agent-free',
    );
    return visitor;
  };
  const robot = () => demo.center.calls.at(-1)?.reports.at(-1);
  /** The robot's report changes as packets come. */
  const untilRobot = (fits: (report: RobotReport) => boolean): Promise<void> => {
    const holds = () => {
      const report = robot();
      return report !== undefined && fits(report);
    };
    return until(holds, robot);
  };
  const hangUp = (page: VisitorPage) => page.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
  const error = (page: VisitorPage) =>
    page.page.evaluate(() => document.querySelector('cc-click-to-call')?.error?.code ?? null);
  const nothingLeft = async (page: VisitorPage) => {
    await page.page.waitForFunction(() =>
      window.kept.sockets.every(({ readyState }) => readyState >= WebSocket.CLOSING),
    );
    assert.deepEqual(await page.leftovers(), { tracks: 0, peers: 0, sockets: 0 });
    assert.equal(demo.center.occupiedAgents, 0);
  };

  for (const api of ['fabric', 'webadapter'])
    it(`presses and talks over ${api}: sound in both directions, then hangs up`, async () => {
      const page = await open(`scenario=agent-free&api=${api}`);
      await page.press();
      await page.until('talking');
      await page.untilReceived('audio');
      const { rms, packets } = await page.hears();
      assert.ok(rms > 0.05, `the visitor hears ${rms}`);
      assert.ok(packets > 30, `${packets} packets`);
      assert.ok((robot()?.level ?? 0) > 0.05, `the agent hears ${robot()?.level ?? 0}`);
      await hangUp(page);
      await page.until('ended');
      assert.equal(robot()?.ended, 'visitor-bye');
      await nothingLeft(page);
      assert.deepEqual(page.complaints, []);
    });

  it('sends and gets pictures in a video call', async () => {
    const page = await open('scenario=agent-free&media=video');
    await page.press();
    await page.until('talking');
    await page.untilReceived('video');
    assert.ok((robot()?.videoPackets ?? 0) > 10);
    await hangUp(page);
    await nothingLeft(page);
  });

  it('sends digits that the agent gets, and silence when muted', async () => {
    const page = await open('scenario=agent-free');
    await page.press();
    await page.until('talking');
    await page.page.evaluate(() => document.querySelector('cc-click-to-call')?.sendDtmf('159#'));
    await untilRobot((report) => report.dtmf === '159#');
    await page.page.evaluate(() => {
      const element = document.querySelector('cc-click-to-call');
      if (element) element.muted = true;
    });
    await untilRobot((report) => report.level < 0.001);
    await hangUp(page);
  });

  for (const [scenario, state, code] of [
    ['off-hours', 'failed', 'off-hours'],
    ['unusable-event', 'failed', 'bad-response'],
    ['all-gateways-down', 'failed', 'gateway-unreachable'],
    ['gateway-486', 'failed', 'gateway-refused'],
    ['bad-sdp', 'failed', 'media-failed'],
    ['agent-hangs-up', 'ended', null],
    ['platform-releases', 'ended', null],
  ] as const)
    it(`${scenario}: ${code ?? state}`, async () => {
      const page = await open(`scenario=${scenario}`);
      await page.press();
      await page.until(state);
      assert.equal(await error(page), code);
      await nothingLeft(page);
    });

  for (const scenario of ['two-gateways-down', 'gateway-mute'])
    it(`${scenario}: talks all the same`, async () => {
      const page = await open(`scenario=${scenario}`);
      await page.press();
      await page.until('talking');
      await hangUp(page);
      await nothingLeft(page);
    });

  it('goes on with audio alone where the gateway takes no video', async () => {
    const page = await open('scenario=gateway-no-video&media=video');
    await page.press();
    await page.until('talking');
    await page.untilReceived('audio');
    await hangUp(page);
  });

  it('is transferred: two legs, one call, and sound from the second agent', async () => {
    const page = await open('scenario=transfer');
    await page.press();
    await page.until('talking');
    await page.page.waitForFunction(
      () => window.kept.peers.length === 2 && window.kept.peers[1]?.connectionState === 'connected',
    );
    await page.until('talking');
    assert.ok((await page.hears()).packets > 30);
    await hangUp(page);
    await nothingLeft(page);
  });

  it('asks nothing of the browser or the network before the press', async () => {
    const page = await open('scenario=agent-free');
    const before = demo.center.requests.length;
    assert.deepEqual(await page.leftovers(), { tracks: 0, peers: 0, sockets: 0 });
    assert.equal(demo.center.requests.length, before);
    assert.equal(await page.state(), 'idle');
  });

  it('says so when another button of the page has the call', async () => {
    const page = await open('scenario=agent-free');
    await page.press('#inline');
    await page.until('talking', '#inline');
    await page.page.evaluate(() =>
      (document.querySelector('#floating') as HTMLElementTagNameMap['cc-click-to-call']).call(),
    );
    assert.equal(
      await page.page.evaluate(
        () => document.querySelector<HTMLElementTagNameMap['cc-click-to-call']>('#floating')?.error?.code,
      ),
      'busy',
    );
    assert.equal(await page.state('#inline'), 'talking');
    await hangUp(page);
  });

  it('has said BYE and dropped the call before a page that is left is gone', async () => {
    const page = await open('scenario=agent-free');
    await page.press();
    await page.until('talking');
    const call = demo.center.calls.at(-1);
    await page.page.goto('about:blank');
    await page.page.waitForFunction(() => location.href === 'about:blank');
    while (!call?.endedBy) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(call.endedBy, 'visitor');
    const dropped = () => demo.center.requests.some(({ operation }) => operation === 'dropClickToCall');
    while (!dropped()) await new Promise((resolve) => setImmediate(resolve));
  });

  it('keeps the call of a visitor who was asked whether to leave, and stayed', async () => {
    const page = await open('scenario=agent-free');
    await page.press();
    await page.until('talking');
    await page.page.evaluate(() => addEventListener('beforeunload', (event) => event.preventDefault()));
    const asked = page.page.waitForEvent('dialog');
    await page.page.evaluate(() => setTimeout(() => location.reload()));
    await (await asked).dismiss();
    assert.equal(await page.state(), 'talking');
    assert.ok((await page.hears()).packets > 25);
    await hangUp(page);
  });

  it('holds a call past 40 s', async () => {
    const page = await open('scenario=agent-free');
    await page.press();
    await page.until('talking');
    const began = Date.now();
    while (Date.now() - began < 41_000) {
      assert.equal(await page.state(), 'talking');
      assert.ok((await page.hears()).packets > 25);
    }
    await hangUp(page);
  });

  it('makes fifty calls in one page and leaves nothing behind', async () => {
    const page = await open('scenario=direct-agent');
    for (let number = 1; number <= 50; number += 1) {
      await page.page.evaluate(() => document.querySelector('cc-click-to-call')?.call());
      assert.equal(await page.state(), 'talking', `call ${number}`);
      await hangUp(page);
    }
    await nothingLeft(page);
    assert.equal(await page.page.evaluate(() => window.kept.peers.length), 50);
    assert.equal(demo.gateways.activeCalls, 0);
  });
});
