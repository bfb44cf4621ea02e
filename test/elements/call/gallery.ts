/**
 * Takes a picture of every state of the widget on the demo's shop page: `node --import tsx test/elements/call/gallery.ts DIR`,
 * after a build. For eyes, not for a test.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { startDemo } from '../../../demo/demo-server.js';
import { launchChromium } from '../../interop/browser.js';

const folder = process.argv[2] ?? 'test/.tmp/gallery';
mkdirSync(folder, { recursive: true });

interface Shot {
  readonly name: string;
  readonly scenario?: string;
  /** Attribute value to wait for; none takes the picture at once. */
  readonly until?: string;
  readonly floating?: boolean;
  readonly query?: string;
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: boolean;
  /** Runs in the page before its first script. */
  readonly init?: () => void;
  readonly then?: (page: Page, element: string) => Promise<void>;
}

const click = (name: string) => async (page: Page, element: string) => {
  await page.locator(element).getByRole('button', { name, exact: true }).click();
};

/** The browser asks for the microphone, and the visitor has not answered yet. */
function asking(): void {
  navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
  const prompting = Object.assign(new EventTarget(), { name: '', state: 'prompt', onchange: null } as const);
  navigator.permissions.query = () => Promise.resolve(prompting);
}

/** The page's connections say that they lost the other side as soon as `lost` is set. */
function losing(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      addEventListener('lost', () => {
        Object.defineProperty(this, 'connectionState', { value: 'disconnected' });
        this.dispatchEvent(new Event('connectionstatechange'));
      });
    }
  };
}

/** The microphone delivers nothing but zeros. */
function silent(): void {
  navigator.mediaDevices.getUserMedia = () => {
    const context = new AudioContext();
    const destination = context.createMediaStreamDestination();
    const zeros = new ConstantSourceNode(context, { offset: 0 });
    zeros.connect(destination);
    zeros.start();
    return Promise.resolve(destination.stream);
  };
}

/** The microphone is pulled, and there is no other. */
function unplugging(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks: MediaStreamTrack[] = [];
  let none = false;
  mediaDevices.getUserMedia = async (constraints) => {
    if (none) throw new DOMException('none', 'NotFoundError');
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  addEventListener('unplug', () => {
    none = true;
    for (const track of tracks) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
}

/** The page's sockets close, and none opens again. */
function cutting(): void {
  const sockets: WebSocket[] = [];
  let cut = false;
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(cut ? 'wss://127.0.0.1:9/' : url, protocols);
      sockets.push(this);
    }
  };
  addEventListener('cut', () => {
    cut = true;
    for (const socket of sockets) socket.close();
  });
}

const happens = (event: string) => async (page: Page) => {
  await page.evaluate((type) => dispatchEvent(new Event(type)), event);
  // Until the panel says so.
  await page.waitForFunction((end) => performance.now() > end, (await page.evaluate(() => performance.now())) + 3_500);
};

const lose = async (page: Page): Promise<void> => {
  await page.evaluate(() => dispatchEvent(new Event('lost')));
};

/** Scrolled to its end, with the panel closed. */
const scrollAway = async (page: Page, element: string): Promise<void> => {
  await click('Minimize')(page, element);
  await page.evaluate(() => {
    document.body.style.paddingBottom = '2000px';
    scrollTo(0, document.body.scrollHeight);
  });
};

/** A dialog of the page is open. */
const openModal = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.append(Object.assign(document.createElement('p'), { textContent: 'Choose a lamp shade' }));
    document.body.append(dialog);
    dialog.showModal();
  });
};

const shots: readonly Shot[] = [
  { name: 'idle' },
  { name: 'idle-dark', query: 'dark=1' },
  { name: 'idle-narrow', width: 320 },
  { name: 'asking', until: 'checking', init: asking },
  { name: 'asking-zh', until: 'checking', init: asking, query: 'language=zh-CN' },
  { name: 'queued', scenario: 'queue-of-three', until: 'queued' },
  { name: 'ringing', scenario: 'long-ring', until: 'dialing' },
  { name: 'talking', until: 'talking' },
  { name: 'talking-dark', until: 'talking', query: 'dark=1' },
  { name: 'talking-rtl', until: 'talking', query: 'rtl=1', floating: true },
  { name: 'talking-zh', until: 'talking', query: 'language=zh-CN' },
  { name: 'talking-narrow', until: 'talking', width: 320 },
  { name: 'video', until: 'talking', query: 'media=video' },
  { name: 'keypad', until: 'talking', then: click('Keypad') },
  { name: 'devices', until: 'talking', then: click('Devices') },
  { name: 'muted-floating', until: 'talking', floating: true, then: click('Mute') },
  { name: 'minimized', until: 'talking', then: click('Minimize') },
  { name: 'away', until: 'talking', then: scrollAway },
  { name: 'modal', until: 'talking', then: openModal },
  { name: 'short', until: 'talking', width: 667, height: 375, then: click('Keypad') },
  { name: 'tiny', until: 'talking', width: 320, height: 256 },
  { name: 'zoomed', until: 'talking', init: () => addEventListener('load', () => (document.body.style.zoom = '1.5')) },
  { name: 'reconnecting', until: 'talking', init: losing, then: lose },
  { name: 'microphone-silent', until: 'talking', init: silent, then: happens('silent') },
  { name: 'microphone-gone', until: 'talking', init: unplugging, then: happens('unplug') },
  { name: 'microphone-gone-narrow', until: 'talking', width: 320, init: unplugging, then: happens('unplug') },
  { name: 'repairing-dark', until: 'talking', query: 'dark=1', init: cutting, then: happens('cut') },
  { name: 'forced-colors', until: 'talking', forcedColors: true, then: click('Devices') },
  { name: 'forced-colors-failed', scenario: 'off-hours', until: 'failed', forcedColors: true },
  { name: 'failed-zh', scenario: 'no-agents', until: 'failed', query: 'language=zh-CN' },
  { name: 'ended', scenario: 'agent-hangs-up', until: 'ended' },
  { name: 'failed-off-hours', scenario: 'off-hours', until: 'failed' },
  { name: 'failed-gateway-dark', scenario: 'all-gateways-down', until: 'failed', query: 'dark=1', floating: true },
  { name: 'failed-narrow', scenario: 'queue-timeout', until: 'failed', width: 320 },
];

const demo = await startDemo({ port: 0 });
const browser = await launchChromium({ spkiHash: '' });
const wanted = process.argv.slice(3);
for (const shot of shots) {
  const { name, scenario = 'agent-free', until, floating = false, query = '', init, then } = shot;
  const { width = 1100, height = 720 } = shot;
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: { width, height },
    forcedColors: shot.forcedColors ? 'active' : 'none',
  });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  await page.goto(`${demo.origin}/?scenario=${scenario}&${query}`);
  await page.waitForFunction(
    (id) => document.querySelector('cc-click-to-call')?.getAttribute('channel-id') === id,
    scenario,
  );
  const element = floating ? '#floating' : '#inline';
  if (until) {
    await page.locator(element).locator('button.call').click();
    await page.locator(`${element}[state=${until}]`).waitFor({ state: 'attached', timeout: 20_000 });
    await then?.(page, element);
    // Levels, queue and pictures come with the first second.
    await page.waitForFunction(
      (end) => performance.now() > end,
      (await page.evaluate(() => performance.now())) + 1_200,
    );
  }
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await browser.close();
await demo.close();
