import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { CallError, callErrorCodes } from '../../../src/core/call/call-error.js';
import { callNotices } from '../../../src/core/call/call-state.js';
import { CobrowseError } from '../../../src/core/cobrowse/cobrowse-error.js';
import { endAll, sharing, watching, type TestCobrowse } from '../cobrowse/fake-cobrowse.js';
import { found, opening, talk, type Fact, type TestElement } from '../call/fake-call.js';
import { translated } from './tables.js';

const shadow = (element: Element): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const layer = (): ShadowRoot | null => document.querySelector('[data-cc-block]')?.shadowRoot ?? null;
const until = (what: () => boolean, message: string) => waitUntil(what, message, { timeout: 5_000, interval: 5 });

/** What is cut off, or stands out of what is around it, in words. */
function cut(root: ParentNode, where: string): string[] {
  const parts = root.querySelectorAll<HTMLElement>(
    'button, button > span, .level .name, .headline, .panel, .ask, .toolbar',
  );
  return [...parts]
    .filter((part) => part.getClientRects().length > 0 && getComputedStyle(part).clipPath === 'none')
    .filter((part) => getComputedStyle(part).display !== 'inline')
    .filter(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight, className }) =>
        scrollWidth > clientWidth ||
        (/\b(wide|call|answer|stop|tool|again)\b/.test(className) && scrollHeight > clientHeight),
    )
    .map((part) => `${where}: ${part.className} “${(part.textContent ?? '').replace(/\s+/g, ' ').trim()}”`);
}

/** Buttons that stand out of the window, or of the panel. */
function outside(root: ParentNode, where: string): string[] {
  const frame = root.querySelector('.panel, .ask, .watch')?.getBoundingClientRect();
  const [left, right] = frame ? [frame.left, frame.right] : [0, innerWidth];
  return [...root.querySelectorAll('button')]
    .map((button) => [button, button.getBoundingClientRect()] as const)
    .filter(([, at]) => at.width > 0 && (at.left < left - 0.5 || at.right > right + 0.5))
    .map(([button]) => `${where}: ${button.className} “${(button.textContent ?? '').trim()}” is outside`);
}

const problems = (root: ParentNode, where: string) => [...cut(root, where), ...outside(root, where)];

const failure = (code: (typeof callErrorCodes)[number]): Fact => ({ type: 'failed', error: new CallError(code, 'x') });
const queue: Fact = { type: 'queueMoved', position: 12, waitSeconds: 4_000 };
const stories: readonly (readonly [name: string, facts: readonly Fact[]])[] = [
  ['checking', []],
  ['asking', [{ type: 'permissionAsked' }]],
  ['queued', [...opening, queue]],
  ['dialing', [...opening, found]],
  ['talking', talk],
  ['lost', [...talk, { type: 'mediaLost', leg: 1 }]],
  ['blocked', [...talk, { type: 'soundBlocked', blocked: true }]],
  ['ended', [...talk, { type: 'hungUp' }]],
  ...callNotices.map((notice) => [notice, [...talk, { type: 'noticed', notice, on: true } as const]] as const),
  ...callErrorCodes.map((code) => [code, [failure(code)]] as const),
];

for (const lang of ['en', ...translated])
  describe(`in ${lang}, 320 px wide, nothing is cut off`, function () {
    this.timeout(60_000);
    before(() => setViewport({ width: 320, height: 700 }));
    after(() => setViewport({ width: 800, height: 600 }));
    afterEach(endAll);

    it('of a call', async () => {
      const found: string[] = [];
      for (const [name, facts] of stories) {
        const element: TestElement = await fixture(html`<test-click-to-call lang=${lang}></test-click-to-call>`);
        found.push(...problems(shadow(element), 'idle'));
        shadow(element).querySelector('button')?.click();
        await until(() => shadow(element).querySelector('.panel') !== null, 'the panel is open');
        element.fake.tell(...facts);
        await element.updateComplete;
        expect(shadow(element).querySelector<HTMLElement>('.panel')?.lang).to.equal(lang);
        found.push(...problems(shadow(element), name));
        if (name === 'talking') {
          element.muted = true;
          await element.updateComplete;
          found.push(...problems(shadow(element), 'muted'));
        }
        shadow(element).querySelector<HTMLElement>('.quiet')?.click();
        await element.updateComplete;
        found.push(...problems(shadow(element), `${name}, closed`));
        element.remove();
      }
      expect(found).to.deep.equal([]);
    });

    it('of a shared page', async () => {
      const found: string[] = [];
      const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r" lang=${lang}></test-cobrowse>`);
      const look = (where: string) => {
        for (const root of [shadow(element), layer()]) if (root) found.push(...problems(root, where));
      };
      look('idle');
      void element.start();
      await until(() => element.state === 'asking', 'it asks');
      await element.updateComplete;
      expect(layer()?.querySelector('dialog')?.lang).to.equal(lang);
      look('question');
      element.share.tell(...sharing);
      await element.updateComplete;
      look('shared');
      for (const width of [320, 640, 800]) {
        await setViewport({ width, height: 700 });
        await element.updateComplete;
        look(`shared at ${width}`);
      }
      await setViewport({ width: 320, height: 700 });
      element.pause();
      await element.updateComplete;
      look('paused');
      await element.stop();
      await element.updateComplete;
      look('ended');
      expect(found).to.deep.equal([]);
    });

    it('of a page that is watched', async () => {
      const found: string[] = [];
      const element: TestCobrowse = await fixture(
        html`<test-cobrowse mode="replayer" room-id="r" lang=${lang}></test-cobrowse>`,
      );
      void element.start();
      await until(() => element.watches.length > 0, 'it watches');
      element.watched.tell(...watching);
      element.watched.lag = 2_400;
      await element.updateComplete;
      found.push(...problems(shadow(element), 'watching'));
      element.watched.tell({ type: 'failed', error: new CobrowseError('relay-refused', 'x') });
      await element.updateComplete;
      found.push(...problems(shadow(element), 'failed'));
      expect(found).to.deep.equal([]);
    });
  });
