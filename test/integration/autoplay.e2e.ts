/** A page that calls by itself and may not play: Chromium's own autoplay policy blocks the agent's sound. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';

describe('sound that the browser blocks', { timeout: 60_000 }, () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    demo = await startDemo({ port: 0 });
    browser = await launchChromium({ spkiHash: '' });
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });

  /** The page itself tells what it sees: any evaluation of the driver would count as a gesture. */
  const callUntilBlocked = async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.addInitScript(callWithoutGesture);
    const shown = page.waitForEvent('console', (message) => message.text() === 'the button is there');
    await page.goto(`${demo.origin}/?scenario=agent-free`);
    await shown;
    assert.equal(demo.center.occupiedAgents, 1, 'the call goes on');
    return page;
  };
  const untilPlaying = async (page: Page) => {
    await page.getByRole('button', { name: 'Turn on sound' }).waitFor({ state: 'detached' });
    await page.waitForFunction(() => window.plays);
    assert.equal(await page.evaluate(() => document.querySelector('cc-click-to-call')?.state), 'talking');
    await page.close();
  };

  it('is said in the panel, with a button that brings it back', async () => {
    const page = await callUntilBlocked();
    await page.getByRole('button', { name: 'Turn on sound' }).click();
    await untilPlaying(page);
  });

  it('comes back with the next gesture anywhere on the page', async () => {
    const page = await callUntilBlocked();
    await page.mouse.click(2, 2);
    await untilPlaying(page);
  });
});

declare global {
  interface Window {
    plays?: boolean;
  }
}

function callWithoutGesture(): void {
  // A page that captures may play (Chromium, Firefox and Safari alike): the microphone must not be a real one here.
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(new AudioContext().createMediaStreamDestination().stream);
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async function () {
    await play.call(this);
    if (this.srcObject) window.plays = true;
  };
  addEventListener('load', () => {
    void customElements.whenDefined('cc-click-to-call').then(() => document.querySelector('cc-click-to-call')?.call());
    setInterval(() => {
      const buttons = document.querySelector('cc-click-to-call')?.shadowRoot?.querySelectorAll('button') ?? [];
      if ([...buttons].some(({ textContent }) => textContent.includes('Turn on sound')))
        console.log('the button is there');
    }, 50);
  });
}
