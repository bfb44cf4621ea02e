import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { CobrowseError, cobrowseErrorCodes } from '../../../src/core/cobrowse/cobrowse-error.js';
import type { CobrowseFact } from '../../../src/core/cobrowse/cobrowse-state.js';
import type { CcErrorEvent, CcStateChangeEvent } from '../../../src/elements/shared/events.js';
import { endAll, sharing, viewer, type TestCobrowse } from './fake-cobrowse.js';
import { press } from './real-press.js';

const make = (template = html`<test-cobrowse room-id="room-1"></test-cobrowse>`): Promise<TestCobrowse> =>
  fixture(template);
const own = (element: TestCobrowse, selector: string): HTMLElement =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const button = (element: TestCobrowse) => own(element, 'button.call');
const text = (element: HTMLElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The layer over the page; null where there is none. */
const layerHost = () => document.querySelector<HTMLElement>('[data-cc-block]');
const inLayer = (selector: string): HTMLElement =>
  layerHost()?.shadowRoot?.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector} over the page`);
const bar = () => inLayer('.bar');

async function asked(element: TestCobrowse): Promise<TestCobrowse> {
  button(element).click();
  await waitUntil(() => element.state === 'asking');
  await element.updateComplete;
  await Promise.all(
    inLayer('.ask')
      .getAnimations()
      .map(({ finished }) => finished),
  );
  return element;
}

async function told(element: TestCobrowse, ...facts: readonly CobrowseFact[]): Promise<TestCobrowse> {
  element.share.tell(...facts);
  await element.updateComplete;
  return element;
}

const shared = async (element: TestCobrowse, ...facts: readonly CobrowseFact[]) =>
  told(await asked(element), ...sharing, ...facts);

const accessible = { ignoredRules: ['region'] };

afterEach(async () => {
  // The fixture has been removed by now.
  endAll();
  await waitUntil(() => layerHost() === null, 'something stays on the page');
});

describe('every state at the visitor’s end is accessible and says what happens', () => {
  it('idle', async () => {
    const element = await make();
    expect(text(button(element))).to.equal('Share this page');
    await expect(element).to.be.accessible(accessible);
    expect(layerHost()).to.equal(null);
  });

  it('idle without a room: says why it can’t be pressed', async () => {
    const element = await make(html`<test-cobrowse></test-cobrowse>`);
    expect(button(element).getAttribute('aria-disabled')).to.equal('true');
    expect(text(own(element, `#${button(element).getAttribute('aria-describedby') ?? ''}`))).to.match(/in a call/);
    await expect(element).to.be.accessible(accessible);
    button(element).click();
    expect(element.state).to.equal('idle');
  });

  it('asking', async () => {
    await asked(await make());
    const question = text(inLayer('.ask'));
    for (const words of [/agent will see this page live/, /passwords, payment/, /pause or stop at any time/])
      expect(question).to.match(words);
    await expect(inLayer('.ask')).to.be.accessible();
  });

  const states: readonly [string, readonly CobrowseFact[], string][] = [
    ['connecting', [{ type: 'agreed' }], 'Connecting…'],
    ['sharing with nobody', [...sharing, { type: 'viewers', viewers: [] }], 'Waiting for the agent'],
    ['sharing', sharing, 'Visible to Anna Berg'],
    ['paused', [...sharing, { type: 'paused', paused: true }], 'Paused. Nothing is shown'],
    ['reconnecting', [...sharing, { type: 'lost', at: 0 }], 'Connection lost. Getting it back…'],
  ];
  for (const [name, facts, sentence] of states)
    it(name, async () => {
      const element = await told(await asked(await make()), ...facts);
      expect(text(inLayer('.who'))).to.equal(sentence);
      expect(text(inLayer('[role=status]'))).to.equal(sentence);
      expect(text(own(element, '[role=status]'))).to.equal('');
      await expect(inLayer('.layer')).to.be.accessible();
      await expect(element).to.be.accessible(accessible);
    });

  const ends: readonly [string, CobrowseFact, RegExp][] = [
    ['stopped', { type: 'ended', reason: 'self' }, /You have stopped sharing/],
    ['ended by the agent', { type: 'ended', reason: 'other' }, /Sharing has ended/],
    ['taken over', { type: 'ended', reason: 'taken-over' }, /another tab/],
  ];
  for (const [name, fact, sentence] of ends)
    it(name, async () => {
      const element = await shared(await make(), fact);
      expect(text(own(element, '[role=status]'))).to.match(sentence);
      expect(text(button(element))).to.equal('Share again');
      await expect(element).to.be.accessible(accessible);
    });

  for (const lang of ['en', 'zh'])
    for (const code of cobrowseErrorCodes)
      it(`failed in ${lang}: ${code}`, async () => {
        const element = await make(html`<test-cobrowse room-id="r" lang=${lang}></test-cobrowse>`);
        await told(await asked(element), { type: 'failed', error: new CobrowseError(code, 'm') });
        const [what, advice] = own(element, '[role=status]').querySelectorAll('p');
        expect(text(what!)).to.have.length.above(3);
        expect(text(advice!)).to.have.length.above(5);
        expect(/[\u4e00-\u9fff]/.test(text(advice!))).to.equal(lang === 'zh');
        await expect(element).to.be.accessible(accessible);
      });

  for (const scheme of ['light', 'dark'] as const)
    it(`contrast in ${scheme}`, async () => {
      document.documentElement.style.colorScheme = scheme;
      const element = await asked(await make());
      await expect(inLayer('.ask')).to.be.accessible();
      await told(element, ...sharing);
      await expect(inLayer('.layer')).to.be.accessible();
      document.documentElement.style.colorScheme = '';
    });
});

describe('the contract of the visitor’s end', () => {
  it('begins nothing before the visitor agreed, and fires its events in order', async () => {
    const element = await make();
    const heard: string[] = [];
    const note = (event: CcStateChangeEvent) => heard.push(`${event.previous}>${event.state}`);
    element.addEventListener('cc-state-change', note);
    const started = element.start();
    await waitUntil(() => element.state === 'asking');
    await element.updateComplete;
    await waitUntil(() => !inLayer('.answer.yes').hasAttribute('aria-disabled'), 'usable', { timeout: 5_000 });
    await press(inLayer('.answer.yes'));
    await told(element, ...sharing, { type: 'lost', at: 0 }, { type: 'live', mode: 'recorder' });
    await started;
    element.pause();
    element.resume();
    await element.stop();
    expect(heard).to.deep.equal([
      'idle>asking',
      'asking>connecting',
      'connecting>sharing',
      'sharing>reconnecting',
      'reconnecting>sharing',
      'sharing>paused',
      'paused>sharing',
      'sharing>ended',
    ]);
    expect([element.getAttribute('state'), element.share.stopped]).to.deep.equal(['ended', 1]);
  }).timeout(10_000);

  it('is not agreed to by Escape or “Not now”, and gives the focus back', async () => {
    const element = await make();
    const ways = [() => sendKeys({ press: 'Escape' }), async () => inLayer('.answer:not(.yes)').click()];
    for (const decline of ways) {
      button(element).focus();
      await asked(element);
      expect(inLayer('.ask').matches(':focus-within'), 'focus inside').to.equal(true);
      await decline();
      await waitUntil(() => element.state === 'ended');
      await element.updateComplete;
      expect(layerHost()).to.equal(null);
      expect(element.shadowRoot?.activeElement).to.equal(button(element));
      expect(text(button(element))).to.equal('Share this page');
      expect(text(own(element, '[role=status]'))).to.equal('Nothing was shared.');
    }
  });

  it('gives the focus back to the site’s own button', async () => {
    const box = await fixture<HTMLElement>(
      html`<div><button>Help me</button><test-cobrowse room-id="r" hidden></test-cobrowse></div>`,
    );
    const element = box.querySelector('test-cobrowse')!;
    const mine = box.querySelector('button')!;
    mine.focus();
    void element.start();
    await waitUntil(() => element.state === 'asking');
    await element.updateComplete;
    inLayer('.answer.yes').focus();
    element.share.tell({ type: 'ended', reason: 'other' });
    await element.updateComplete;
    expect(document.activeElement).to.equal(mine);
  });

  it('keeps the focus within the question', async () => {
    const element = await asked(await make());
    for (let presses = 0; presses < 5; presses += 1) {
      await sendKeys({ press: 'Tab' });
      expect([layerHost(), document.body]).to.include(document.activeElement);
    }
    element.share.decline();
  });

  it('says why it failed', async () => {
    const element = await make();
    let error: CcErrorEvent | null = null;
    element.addEventListener('cc-error', (event) => (error = event));
    const failure = new CobrowseError('relay-refused', 'm', { causeId: '4403', causeDesc: '<b>full</b>' });
    await told(await asked(element), { type: 'failed', error: failure });
    const expected = { code: 'relay-refused', message: 'm', causeId: '4403', causeDesc: '<b>full</b>' };
    expect(element.error).to.deep.equal(expected);
    expect((error as CcErrorEvent | null)?.error).to.deep.equal(expected);
    expect(text(own(element, '.cause'))).to.equal('Details: 4403 <b>full</b>');
    await asked(element);
    expect(element.error).to.equal(null);
  });

  it('fails without a room', async () => {
    const element = await make(html`<test-cobrowse></test-cobrowse>`);
    await element.start();
    await element.updateComplete;
    expect([element.state, element.error?.code, element.shares.length]).to.deep.equal(['failed', 'no-room', 0]);
    expect(text(own(element, '.what'))).to.match(/no call/);
  });

  it('fails where its parts can’t be loaded, and says so on the button', async () => {
    const element = await make();
    element.loading = Promise.reject(new TypeError('no chunk'));
    await element.start();
    await element.updateComplete;
    expect(element.error?.code).to.equal('internal');
    expect(text(button(element))).to.equal('Couldn’t load. Try again');
    element.loading = Promise.resolve();
    await asked(element);
  });

  it('offers to reload the page where its parts can’t be loaded twice', async () => {
    const element = await make();
    for (let time = 0; time < 2; time += 1) {
      element.loading = Promise.reject(new TypeError('no chunk'));
      await element.start();
    }
    await element.updateComplete;
    expect(text(button(element))).to.equal('Couldn’t load. Reload the page');
  });

  it('begins nothing where it was stopped while its parts were loading', async () => {
    const element = await make();
    let loaded = () => {};
    element.loading = new Promise((resolve) => (loaded = resolve));
    const started = element.start();
    expect(element.start()).to.equal(started);
    await element.updateComplete;
    expect(text(button(element))).to.equal('One moment…');
    await element.stop();
    await started;
    loaded();
    await new Promise((resolve) => setTimeout(resolve));
    expect([element.state, element.shares.length]).to.deep.equal(['ended', 0]);
  });

  it('keeps sharing when it is moved, stops when it is removed', async () => {
    const element = await shared(await make());
    const place = document.createElement('div');
    document.body.append(place);
    place.append(element);
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.state).to.equal('sharing');
    element.remove();
    await waitUntil(() => element.state === 'ended', 'it waited for an equal one', { timeout: 5_000 });
    await element.updateComplete;
    expect(layerHost()).to.equal(null);
    expect(element.share.heard, 'nobody listens to its marks').to.equal(0);
    place.remove();
  }).timeout(10_000);
});

describe('the bar', () => {
  it('pauses, goes on and stops, and hands the focus to the button', async () => {
    const element = await shared(await make());
    inLayer('.pause').focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect([element.state, inLayer('.pause').ariaLabel]).to.deep.equal(['paused', 'Resume']);
    expect(inLayer('.pause').matches(':focus'), 'the focus stays').to.equal(true);
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(element.state).to.equal('sharing');
    inLayer('.stop').focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => element.state === 'ended');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(button(element));
  });

  it('names everybody who watches once, as text', async () => {
    const element = await shared(await make());
    const viewers = [viewer('<b>Eve</b>'), viewer('Ben', 'b'), { ...viewer('Ben', 'b'), conn: 'b2' }, viewer('')];
    await told(element, { type: 'viewers', viewers });
    expect(text(inLayer('.who'))).to.equal('Visible to <b>Eve</b>, Ben, and Agent');
    expect(layerHost()?.shadowRoot?.querySelector('b')).to.equal(null);
  });

  it('is at the top centre, at most 40 px high, whole on a page of 320 px', async () => {
    for (const width of [1000, 320]) {
      await setViewport({ width, height: 600 });
      const element = await shared(await make());
      await told(element, { type: 'viewers', viewers: [viewer('Maximiliane Featherstonehaugh'), viewer('Ben')] });
      const { left, right, top, height } = bar().getBoundingClientRect();
      expect(top).to.equal(0);
      expect(height).to.be.at.most(40);
      expect(left + right).to.be.closeTo(width, 2);
      expect(left).to.be.at.least(0);
      for (const control of bar().querySelectorAll('button')) {
        const box = control.getBoundingClientRect();
        expect(box.left >= left && box.right <= right, control.className).to.equal(true);
        expect(Math.min(box.width, box.height)).to.be.at.least(24);
      }
      expect(document.documentElement.scrollWidth).to.be.at.most(width);
      await element.stop();
    }
    await setViewport({ width: 800, height: 600 });
  });

  it('is moved by the arrow keys, never out of the window', async () => {
    await shared(await make());
    const before = bar().getBoundingClientRect();
    inLayer('.handle').focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowLeft' });
    const after = bar().getBoundingClientRect();
    expect([before.left - after.left, after.top - before.top]).to.deep.equal([16, 16]);
    for (let press = 0; press < 12; press += 1) await sendKeys({ press: 'Shift+ArrowUp' });
    expect(bar().getBoundingClientRect().top).to.equal(0);
    for (let press = 0; press < 20; press += 1) await sendKeys({ press: 'Shift+ArrowRight' });
    expect(bar().getBoundingClientRect().right).to.be.closeTo(document.documentElement.clientWidth, 1);
    await setViewport({ width: 500, height: 400 });
    await waitUntil(() => bar().getBoundingClientRect().right <= 501);
    await setViewport({ width: 800, height: 600 });
  });

  it('is mirrored right to left, and has edges in forced colours', async () => {
    const element = await make(html`<test-cobrowse room-id="r" dir="rtl"></test-cobrowse>`);
    await shared(element);
    expect(inLayer('.handle').getBoundingClientRect().left).to.be.above(inLayer('.stop').getBoundingClientRect().left);
    await emulateMedia({ forcedColors: 'active' });
    expect(getComputedStyle(inLayer('.stop')).borderTopColor).to.not.equal('rgba(0, 0, 0, 0)');
    await expect(inLayer('.layer')).to.be.accessible();
    await emulateMedia({ forcedColors: 'none' });
  });

  it('is still where less motion is wanted', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const element = await asked(await make());
    expect(getComputedStyle(inLayer('.ask')).animationName).to.equal('none');
    await told(element, ...sharing);
    element.share.show({ conn: 'a', user: { id: 'a', name: 'Anna' }, pointer: [1, 1], line: [] });
    expect(getComputedStyle(inLayer('.agent')).transitionDuration).to.equal('0s');
    await emulateMedia({ reducedMotion: 'no-preference' });
  });
});
