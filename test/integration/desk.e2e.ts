/** A visitor's page and agents' desks, in Chromium: browser to browser, sound measured on both ends. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { openDeskPage, type DeskPage } from '../support/desk-page.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';

describe('a visitor and agents at their desks', { timeout: 180_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  const open: { context: { close(): Promise<void> } }[] = [];

  before(async () => {
    browser = await launchChromium({ spkiHash: '' });
  });
  after(() => browser?.close());
  beforeEach(async () => {
    demo = await startDemo({ port: 0 });
  });
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
    await demo.close();
  });

  const visitor = async (): Promise<VisitorPage> => {
    const page = await openVisitorPage(browser, `${demo.origin}/?scenario=agent-free`);
    open.push(page);
    return page;
  };
  const desk = async (agentId: string): Promise<DeskPage> => {
    const page = await openDeskPage(browser, demo.origin);
    open.push(page);
    await page.signIn(agentId);
    return page;
  };
  const talk = async (caller: VisitorPage, agent: DeskPage) => {
    await caller.press();
    await agent.press('Answer');
    await caller.until('talking');
    await agent.says('Talking');
    await Promise.all([caller.untilReceived('audio'), agent.untilReceived('audio')]);
  };
  const silent = async (page: VisitorPage | DeskPage) => (await page.hears()).rms < 0.001;

  it('talk to each other, browser to browser, until the agent hangs up', async () => {
    const [agent, caller] = [await desk('101'), await visitor()];
    await talk(caller, agent);
    assert.ok((await caller.hears()).rms > 0.05, 'the visitor hears the agent');
    assert.ok((await agent.hears()).rms > 0.05, 'the agent hears the visitor');
    await agent.press('Hang up');
    await caller.until('ended');
    await agent.says('Nobody');
    assert.deepEqual(caller.complaints, []);
    assert.deepEqual(agent.complaints, []);
    assert.deepEqual(await caller.leftovers(), { tracks: 0, peers: 0, sockets: 0 });
    await agent.page.waitForFunction(() => window.kept.tracks.every(({ readyState }) => readyState === 'ended'));
  });

  it('hear nothing while on hold, and each other again after; a muted agent is not heard', async () => {
    const [agent, caller] = [await desk('101'), await visitor()];
    await talk(caller, agent);
    await agent.press('Hold');
    await agent.says('on hold');
    while (!(await silent(caller))) assert.equal(await caller.state(), 'talking');
    assert.ok(await silent(agent));
    await agent.press('Take back');
    await agent.says('Talking');
    while (await silent(caller)) assert.equal(await caller.state(), 'talking');
    await agent.press('Mute');
    while (!(await silent(caller))) assert.equal(await caller.state(), 'talking');
    assert.ok(!(await silent(agent)), 'the agent still hears the visitor');
    await caller.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await agent.says('Nobody');
  });

  it('data that one desk set is read by the next after a transfer, which the visitor hears of', async () => {
    const [first, second, caller] = [await desk('101'), await desk('102'), await visitor()];
    await talk(caller, first);
    const data = 'Order 4711, die Lampe flackert. 灯坏了';
    await first.page.getByRole('textbox', { name: 'Call data' }).fill(data);
    await first.press('Save');
    await first.page.locator('#data-size', { hasText: 'saved' }).waitFor();
    await first.page.getByLabel('Transfer to').focus();
    await first.page.getByLabel('Transfer to').selectOption('102');
    await first.press('Transfer');
    await first.says('Nobody');
    await second.press('Answer');
    await second.says('Talking');
    await second.page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, data);
    await caller.until('talking');
    await second.untilReceived('audio');
    await caller.untilReceived('audio');
    assert.equal(demo.center.calls.length, 1);
  });

  it('are answered by the robot where nobody at a desk is ready', async () => {
    const agent = await desk('101');
    await agent.press('Busy');
    await agent.page.locator('#status', { hasText: 'busy' }).waitFor();
    const caller = await visitor();
    await caller.press();
    await caller.until('talking');
    await caller.untilReceived('audio');
    await agent.says('Nobody');
    assert.ok((demo.center.calls.at(-1)?.reports.at(-1)?.audioPackets ?? 0) > 0);
  });

  it('go on after the desk is loaded anew', async () => {
    const agent = await desk('101');
    await agent.page.reload();
    await agent.page.locator('#status', { hasText: 'ready' }).waitFor();
    const caller = await visitor();
    await talk(caller, agent);
  });

  it('has one session of an agent: a second one is refused, or by force takes the first one’s place and calls', async () => {
    const first = await desk('101');
    const second = await openDeskPage(browser, demo.origin);
    open.push(second);
    await second.press('Sign in');
    await second.page.getByRole('alert').filter({ hasText: '100-002' }).waitFor();
    await second.page.getByLabel('End a session').check();
    await second.signIn('101');
    await first.page.getByRole('alert').filter({ hasText: '000-003' }).waitFor();
    const caller = await visitor();
    await talk(caller, second);
  });

  it('is signed in once by a double click, and not at all without a phone', async () => {
    const agent = await openDeskPage(browser, demo.origin);
    open.push(agent);
    await agent.page.getByRole('button', { name: 'Sign in' }).dblclick();
    await agent.page.locator('#status', { hasText: 'busy' }).waitFor();
    await agent.press('Sign out');
    await agent.page.locator('#status', { hasText: 'Signed out' }).waitFor();
    assert.ok(await agent.page.getByRole('alert').isHidden());
    await demo.gateways.close();
    await agent.press('Sign in');
    await agent.page.getByRole('alert').filter({ hasText: 'phone' }).waitFor();
    assert.deepEqual(demo.center.agents.signedIn, []);
  });

  it('is ready for the next visitor after one who gave up as the agent answered', async () => {
    const [agent, first] = [await desk('101'), await visitor()];
    // The microphone opens only when the visitor has gone.
    await agent.page.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        mediaDevices.getUserMedia = open;
        while (document.querySelector('#call-state')?.textContent !== 'Nobody is calling.')
          await new Promise(requestAnimationFrame);
        return open(constraints);
      };
    });
    await first.press();
    await agent.press('Answer');
    await first.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
    await agent.says('Nobody');
    await agent.page.getByRole('alert').filter({ hasText: 'over before the answer' }).waitFor();
    await talk(await visitor(), agent);
    assert.deepEqual(agent.complaints, []);
    await agent.press('Hang up');
    await agent.page.waitForFunction(() => window.kept.tracks.every(({ readyState }) => readyState === 'ended'));
  });

  it('says that the microphone is denied, also after the call went on to the robot', async () => {
    const [agent, caller] = [await desk('101'), await visitor()];
    await agent.page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
    });
    await caller.press();
    await agent.press('Answer');
    await agent.says('Nobody');
    await caller.until('talking');
    await agent.page.locator('#status', { hasText: 'ready' }).waitFor();
    assert.match((await agent.page.getByRole('alert').textContent()) ?? '', /microphone/);
  });
});
