import type { Browser, BrowserContext, Page } from 'playwright';
import { startDemo, type Demo } from '../../../demo/demo-server.js';
import type { Handler } from '../../../demo/http.js';
import type { PlatformCall } from '../../../demo/platform/platform-call.js';
import type { GatewayCall, Gateways, RobotReport } from '../../../demo/platform/ports.js';
import { startGateways, type RunningGateways } from '../../../demo/platform/sip/gateways.js';
import { createRobotMedia, type RobotMedia } from '../../../demo/platform/sip/robot-media.js';
import type { Scenario } from '../../../demo/platform/scenario.js';
import { openWatchedPage, type WatchedPage } from '../../support/watched-page.js';
import { GatewayProxy } from './gateway-proxy.js';
import { prepare } from './in-page.js';
import { MediaRelay, ownAddress } from './media-relay.js';
import { EndedEarly, Judged } from './verdict.js';

const title = { en: '', zh: '' };
/**
 * `at-once`: an agent is there; `rings`: and takes 8 s to answer; `waits`: the visitor queues until a fault says
 * otherwise.
 */
const scenarios: readonly Scenario[] = [
  { id: 'at-once', title, steps: [{ after: 0, do: 'connect' }] },
  { id: 'rings', title, steps: [{ after: 0, do: 'connect', robot: { answerAfter: 8_000 } }] },
  {
    id: 'waits',
    title,
    queue: { places: 2, each: 3_600_000 },
    steps: [{ after: 0, do: 'queue' }],
  },
];

/** A visitor's network that is not this machine's. */
export interface OtherNetwork {
  /** Of this machine there. */
  readonly address: string;
  /** A port of this machine's loopback is that of the visitor's. */
  forward(port: number): Promise<void>;
}

/** Sound above this was heard; see test/support/watched-page.ts. */
const SOUND = 0.02;

/** One visitor's page and one contact center, with everything between them in our hands. */
export class Stage {
  readonly browser: Browser;
  readonly gateways: RunningGateways;
  readonly proxy: GatewayProxy;
  readonly media: MediaRelay;
  readonly demo: Demo;
  readonly visitor: WatchedPage;
  /** What the robot sends: an echo, or silence. */
  readonly robotSounds: { sound: boolean };
  readonly #robots: readonly RobotMedia[];
  readonly #legs: readonly GatewayCall[];
  readonly #front: { handler: (next: Handler) => Handler };
  #hears = { energy: 0, seconds: 0 };

  /** `site`: another page than that with the element, and its folder. @throws the browser's errors */
  static async open(
    browser: Browser,
    channel: string,
    site: { readonly path: string; readonly folders: Readonly<Record<string, string>> } = {
      path: '/faults/faults.html',
      folders: { '/faults/': 'test/faults/site' },
    },
    network?: OtherNetwork,
  ): Promise<Stage> {
    const robotSounds = { sound: true };
    const robots: RobotMedia[] = [];
    // Firefox pairs no candidate of its own with one on the loopback.
    const own = browser.browserType().name() === 'firefox' ? ownAddress() : undefined;
    const media = new MediaRelay(network?.address ?? own);
    const gateways = await startGateways({
      faults: [null],
      robotMedia: ({ onDigit }) => {
        const options = {
          onDigit,
          get sound() {
            return robotSounds.sound;
          },
        };
        const robot = media.through(createRobotMedia(options));
        robots.push(robot);
        return robot;
      },
    });
    const proxy = new GatewayProxy(gateways.address(null));
    await proxy.listen();
    const legs: GatewayCall[] = [];
    const proxied: Gateways = {
      domain: gateways.domain,
      addresses: [proxy.url],
      address: () => proxy.url,
      expect(call) {
        const expected = gateways.expect(call);
        legs.push(expected);
        return expected;
      },
    };
    const front = { handler: (next: Handler) => next };
    const demo = await startDemo({
      port: 0,
      scenarios,
      gateways: proxied,
      folders: site.folders,
      around: (handler) => (request) => front.handler(handler)(request),
    });
    for (const { port } of [new URL(demo.origin), new URL(proxy.url)]) await network?.forward(Number(port));
    const visitor = await openWatchedPage(browser, `${demo.origin}${site.path}`, prepare);
    const stage = new Stage({ browser, gateways, proxy, media, demo, visitor, robotSounds, robots, legs, front });
    await stage.page.evaluate((id) => {
      document.querySelector('cc-click-to-call')?.setAttribute('channel-id', id);
    }, channel);
    return stage;
  }

  private constructor(parts: {
    browser: Browser;
    gateways: RunningGateways;
    proxy: GatewayProxy;
    media: MediaRelay;
    demo: Demo;
    visitor: WatchedPage;
    robotSounds: { sound: boolean };
    robots: readonly RobotMedia[];
    legs: readonly GatewayCall[];
    front: { handler: (next: Handler) => Handler };
  }) {
    this.browser = parts.browser;
    this.gateways = parts.gateways;
    this.proxy = parts.proxy;
    this.media = parts.media;
    this.demo = parts.demo;
    this.visitor = parts.visitor;
    this.robotSounds = parts.robotSounds;
    this.#robots = parts.robots;
    this.#legs = parts.legs;
    this.#front = parts.front;
  }

  get page(): Page {
    return this.visitor.page;
  }

  get context(): BrowserContext {
    return this.visitor.context;
  }

  /** The platform's newest call. @throws where there is none */
  get call(): PlatformCall {
    const call = this.demo.center.calls.at(-1);
    if (!call) throw new Judged('wrong', 'no call reached the platform');
    return call;
  }

  get leg(): GatewayCall {
    const leg = this.#legs.at(-1);
    if (!leg) throw new Judged('wrong', 'no 168101 was sent');
    return leg;
  }

  get robot(): RobotReport {
    return this.leg.report();
  }

  /** The robot's SDP answer to an offer of the visitor's. */
  answer(offer: string): Promise<string> {
    return this.#robots.at(-1)?.answer(offer) ?? Promise.reject(new Judged('wrong', 'no INVITE reached the robot'));
  }

  /** Requests of this operation that the platform got. */
  requests(operation: string): number {
    return this.demo.center.requests.filter((request) => request.operation === operation).length;
  }

  /** Every request of the page passes here on its way to the site and the platform. */
  intercept(handler: ((next: Handler) => Handler) | null): void {
    this.#front.handler = handler ?? ((next) => next);
  }

  press(): Promise<void> {
    return this.page.locator('cc-click-to-call').first().locator('button.call').click();
  }

  /** Presses, and resolves when both ends hear each other. */
  async talk(): Promise<void> {
    await this.press();
    await this.untilHeard(20_000);
  }

  state(): Promise<string> {
    return this.page.evaluate(() => document.querySelector('cc-click-to-call')?.state ?? '');
  }

  error(): Promise<string | null> {
    return this.page.evaluate(() => document.querySelector('cc-click-to-call')?.error?.code ?? null);
  }

  /** Everything that the visitor can read of the call. */
  words(): Promise<string> {
    return this.page.evaluate(() => {
      const read = (root: ParentNode): string =>
        [...root.querySelectorAll('*')]
          .map((one) => {
            if (one.localName === 'style') return '';
            const own = [...one.childNodes].map((node) => (node.nodeType === 3 ? (node.textContent ?? '') : ''));
            return own.join(' ') + (one.shadowRoot ? read(one.shadowRoot) : '');
          })
          .join(' ');
      return read(document).replace(/\s+/g, ' ').trim();
    });
  }

  /** Hangs up as a visitor. Resolves when the element's promise does. */
  hangUp(): Promise<void> {
    return this.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
  }

  /** For a fault that takes its time: the call must not end meanwhile. */
  async holds(ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await this.#mustLive();
      await pause(Math.min(250, Math.max(1, end - performance.now())));
    }
  }

  /** Looks every 50 ms. @throws Judged `hung` */
  async until(what: string, holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
    const end = performance.now() + ms;
    while (!(await holds())) {
      if (performance.now() > end) throw new Judged('hung', what);
      await pause(50);
    }
  }

  /** Both ends hear each other. @throws Judged `hung`, EndedEarly */
  async untilHeard(ms: number): Promise<void> {
    const end = performance.now() + ms;
    // What was heard before is nobody's concern.
    await this.hears();
    for (;;) {
      await this.#mustLive();
      const { visitor, agent } = await this.hears();
      if ((await this.state()) === 'talking' && visitor > SOUND && agent > SOUND) return;
      if (performance.now() > end)
        throw new Judged(
          'hung',
          `${await this.state()}; the visitor hears ${level(visitor)}, the agent ${level(agent)}`,
        );
    }
  }

  /** Neither end hears the other. @throws Judged `hung`, EndedEarly */
  async untilLost(ms = 10_000): Promise<void> {
    const end = performance.now() + ms;
    for (;;) {
      await this.#mustLive();
      const { visitor, agent } = await this.hears();
      if (visitor < SOUND && agent < SOUND) return;
      if (performance.now() > end) throw new Judged('hung', 'the rig: the fault has no effect');
    }
  }

  /** Levels at both ends over the last quarter of a second, and since the last look. */
  async hears(): Promise<{ visitor: number; agent: number }> {
    await pause(250);
    const now = await this.page.evaluate(async () => {
      const sum = { energy: 0, seconds: 0 };
      const peer = window.kept.peers.filter(({ connectionState }) => connectionState !== 'closed').at(-1);
      for (const stats of ((await peer?.getStats()) ?? new Map()).values())
        if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
          sum.energy = stats.totalAudioEnergy ?? 0;
          sum.seconds = stats.totalSamplesDuration ?? 0;
        }
      return sum;
    });
    const energy = now.energy - this.#hears.energy;
    const seconds = now.seconds - this.#hears.seconds;
    this.#hears = now;
    const agent = this.#legs.length === 0 ? 0 : this.robot.level;
    return { visitor: seconds > 0 && energy > 0 ? Math.sqrt(energy / seconds) : 0, agent };
  }

  async close(): Promise<void> {
    await this.context.close();
    this.proxy.close();
    await this.demo.close();
    await this.gateways.close();
    this.media.close();
  }

  async #mustLive(): Promise<void> {
    const state = await this.state();
    if (state === 'failed') throw new EndedEarly((await this.error()) ?? 'without a code');
    if (state === 'ended') throw new EndedEarly(`as if ${this.call.endedBy ?? 'nobody'} had hung up`);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const level = (rms: number): string => (rms > SOUND ? 'sound' : 'nothing');
