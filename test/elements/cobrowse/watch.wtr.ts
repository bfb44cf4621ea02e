import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendMouse, setViewport } from '@web/test-runner-commands';
import { CobrowseError, cobrowseErrorCodes } from '../../../src/core/cobrowse/cobrowse-error.js';
import type { CobrowseFact } from '../../../src/core/cobrowse/cobrowse-state.js';
import { maxMarkPoints } from '../../../src/core/cobrowse/wire/control.js';
import { wireLimits } from '../../../src/core/cobrowse/wire/limits.js';
import { here, watching, type TestCobrowse } from './fake-cobrowse.js';

const make = (
  template = html`<test-cobrowse mode="replayer" room-id="r" style="width: 600px; height: 400px"></test-cobrowse>`,
): Promise<TestCobrowse> => fixture(template);
const find = (element: TestCobrowse, selector: string): HTMLElement =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const has = (element: TestCobrowse, selector: string) => element.shadowRoot?.querySelector(selector) !== null;
const named = (element: TestCobrowse, name: string) => find(element, `.toolbar [aria-label="${name}"]`);
const text = (element: HTMLElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

async function told(element: TestCobrowse, ...facts: readonly CobrowseFact[]): Promise<TestCobrowse> {
  if (element.watches.length === 0) void element.start();
  await waitUntil(() => element.watches.length > 0);
  element.watched.tell(...facts);
  await element.updateComplete;
  return element;
}

/** A picture is there. */
async function watched(element: TestCobrowse, lag = 0): Promise<TestCobrowse> {
  await told(element, ...watching);
  element.watched.lag = lag;
  await waitUntil(() => !has(element, '.cover'));
  return element;
}

const center = (element: HTMLElement): [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

const accessible = { ignoredRules: ['region'] };

describe('every state at the agent’s end is accessible and says what happens', () => {
  it('idle', async () => {
    const element = await make();
    expect(text(find(element, 'button.call'))).to.equal('Watch the page');
    await expect(element).to.be.accessible(accessible);
  });

  const states: readonly [string, readonly CobrowseFact[], RegExp][] = [
    ['connecting', [], /Connecting…/],
    ['not shared', [watching[0]!], /has not shared yet/],
    ['loading', watching, /picture is on its way/],
    ['paused', [...watching, { type: 'recorder', news: { ...here, paused: true } }], /Paused by the visitor/],
    ['away', [...watching, { type: 'recorder', news: { ...here, state: 'away', graceMs: 90_000 } }], /is away/],
    ['reconnecting', [...watching, { type: 'lost', at: 0 }], /connection was lost/],
    ['stopped', [...watching, { type: 'ended', reason: 'self' }], /You have stopped watching/],
    ['ended', [...watching, { type: 'ended', reason: 'other' }], /Sharing has ended/],
  ];
  for (const [name, facts, sentence] of states)
    it(name, async () => {
      const element = await told(await make(), ...facts);
      for (const place of ['.says', '.cover', '[role=status]']) expect(text(find(element, place))).to.match(sentence);
      await expect(element).to.be.accessible(accessible);
    });

  for (const code of cobrowseErrorCodes)
    it(`failed: ${code}`, async () => {
      const element = await told(await make(), { type: 'failed', error: new CobrowseError(code, 'm') });
      expect(text(find(element, '.cover'))).to.have.length.above(30);
      await expect(element).to.be.accessible(accessible);
    });

  for (const scheme of ['light', 'dark'] as const)
    it(`watching in ${scheme}`, async () => {
      document.documentElement.style.colorScheme = scheme;
      const element = await watched(await make());
      expect(text(find(element, '.says'))).to.equal('Watching live');
      await expect(element).to.be.accessible(accessible);
      document.documentElement.style.colorScheme = '';
    });
});

describe('the stage', () => {
  it('has its size before the session begins, and fills the element', async () => {
    const element = await make();
    void element.start();
    await waitUntil(() => element.watches.length > 0);
    const { stage } = element.watched.options;
    expect(stage.isConnected).to.equal(true);
    expect(stage.getBoundingClientRect().height).to.be.above(300);
    expect(element.getBoundingClientRect().height).to.equal(400);
    expect(stage.childElementCount).to.equal(0);
  });

  it('is 16:10 where the element has no height, and fits into 320 px', async () => {
    await setViewport({ width: 320, height: 600 });
    const element = await watched(await make(html`<test-cobrowse mode="replayer" room-id="r"></test-cobrowse>`));
    const { width, height } = element.watched.options.stage.getBoundingClientRect();
    expect(width / height).to.be.closeTo(1.6, 0.05);
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
    for (const control of element.shadowRoot?.querySelectorAll('button') ?? []) {
      const box = control.getBoundingClientRect();
      expect(Math.min(box.width, box.height)).to.be.at.least(24);
      expect(box.right).to.be.at.most(320);
    }
    await setViewport({ width: 800, height: 600 });
  });

  it('keeps its place while the state changes, and begins anew with another', async () => {
    const element = await watched(await make());
    const { stage } = element.watched.options;
    await told(element, { type: 'lost', at: 0 });
    await told(element, { type: 'live', mode: 'replayer' });
    expect(find(element, '.stage')).to.equal(stage);
    await told(element, { type: 'ended', reason: 'other' });
    find(element, '.again').click();
    await waitUntil(() => element.watches.length === 2);
    expect(element.watched.options.stage).to.not.equal(stage);
  });

  it('stops', async () => {
    const element = await watched(await make());
    find(element, '.stop').click();
    await waitUntil(() => element.state === 'ended');
    expect(element.watched.stopped).to.equal(1);
  });
});

describe('the figures', function () {
  this.timeout(10_000);

  it('say how far the picture is behind, without being announced', async () => {
    const element = await watched(await make(), 140);
    expect(text(find(element, '.lag'))).to.equal('0.1 sec behind');
    const seen: number[] = [];
    const note = new MutationObserver(() => seen.push(performance.now()));
    note.observe(find(element, '.lag'), { characterData: true, childList: true, subtree: true });
    const changing = setInterval(() => (element.watched.lag = (element.watched.lag ?? 0) + 100), 20);
    await waitUntil(() => seen.length === 2, 'the figure does not change', { timeout: 5000 });
    clearInterval(changing);
    note.disconnect();
    expect((seen[1] ?? 0) - (seen[0] ?? 0), 'at most once a second').to.be.at.least(900);
    expect(text(find(element, '[role=status]'))).to.not.match(/behind/);
    expect(element.shadowRoot?.querySelectorAll('[role=status], [aria-live]')).to.have.length(1);
  });

  it('say how long an absent visitor may take', async () => {
    const element = await told(await make(), ...watching);
    await told(element, { type: 'recorder', news: { ...here, state: 'away', graceMs: 90_000 } });
    expect(text(find(element, '.grace'))).to.match(/^They have (90|89) seconds left/);
    expect(text(find(element, '[role=status]'))).to.not.match(/\d/);
  });
});

describe('the tools', () => {
  it('are off until there is a picture, and until they are chosen', async () => {
    const element = await told(await make(), ...watching);
    named(element, 'Point').click();
    await element.updateComplete;
    expect(named(element, 'Point').getAttribute('aria-disabled')).to.equal('true');
    await watched(element);
    await sendMouse({ type: 'move', position: center(find(element, '.glass')) });
    expect(element.watched.points).to.deep.equal([]);
    expect(named(element, 'Point').ariaPressed).to.equal('false');
  });

  it('point where the pointer is, the latest last, and nowhere when it leaves or the tool is put down', async () => {
    const element = await watched(await make());
    named(element, 'Point').click();
    await element.updateComplete;
    expect(named(element, 'Point').ariaPressed).to.equal('true');
    const [x, y] = center(find(element, '.glass'));
    for (const step of [0, 10, 20]) await sendMouse({ type: 'move', position: [x + step, y] });
    const at = element.watched.pageAt(x + 20, y);
    await waitUntil(() => JSON.stringify(element.watched.points.at(-1)) === JSON.stringify(at));
    named(element, 'Point').click();
    await waitUntil(() => element.watched.points.at(-1) === null);
    await element.updateComplete;
    expect(named(element, 'Point').ariaPressed).to.equal('false');
  });

  it('send no more than is handed on', async () => {
    const element = await watched(await make());
    named(element, 'Point').click();
    await element.updateComplete;
    const glass = find(element, '.glass');
    const [clientX, clientY] = center(glass);
    for (let step = 0; step < 100; step += 1)
      glass.dispatchEvent(new PointerEvent('pointermove', { clientX: clientX + step, clientY }));
    expect(element.watched.points).to.have.length(1);
    const first = performance.now();
    await waitUntil(() => element.watched.points.length > 1, '', { interval: 1 });
    expect(performance.now() - first).to.be.at.least(wireLimits.pointerMs - 1);
    expect(element.watched.points).to.deep.equal([
      element.watched.pageAt(clientX, clientY),
      element.watched.pageAt(clientX + 99, clientY),
    ]);
  });

  it('draw by a drag, show the line to the agent where the page is, and clear it', async () => {
    const element = await watched(await make());
    named(element, 'Draw').click();
    await element.updateComplete;
    const [x, y] = center(find(element, '.glass'));
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x + 50, y + 20] });
    await sendMouse({ type: 'move', position: [x + 100, y] });
    await sendMouse({ type: 'up' });
    await sendMouse({ type: 'move', position: [x, y - 50] });
    await waitUntil(() => element.watched.lines.at(-1)?.length === 3);
    const [first, , last] = element.watched.lines.at(-1)!;
    expect([first, last]).to.deep.equal([
      element.watched.pageAt(x, y)!.map(Math.round),
      element.watched.pageAt(x + 100, y)!.map(Math.round),
    ]);
    const ink = () => find(element, '.echo .ink').getBoundingClientRect();
    expect(ink().left).to.be.closeTo(x, 1);
    expect(ink().right).to.be.closeTo(x + 100, 1);
    const before = ink().top;
    element.watched.scrolled = 100;
    await waitUntil(() => ink().top < before - 10);

    expect(named(element, 'Clear drawing').hasAttribute('aria-disabled')).to.equal(false);
    named(element, 'Clear drawing').click();
    await waitUntil(() => element.watched.lines.at(-1)?.length === 0);
    await element.updateComplete;
    expect(has(element, '.echo .ink')).to.equal(false);
  });

  it('draw no more points than a mark may have', async () => {
    const element = await watched(await make());
    named(element, 'Draw').click();
    await element.updateComplete;
    const glass = find(element, '.glass');
    glass.setPointerCapture = () => undefined;
    const { left, top, width, height } = glass.getBoundingClientRect();
    const drawn = (type: string, step: number) =>
      glass.dispatchEvent(
        new PointerEvent(type, {
          clientX: left + (width * step) / 1500,
          clientY: top + height * (0.5 + 0.4 * Math.sin(step * 1.7)),
        }),
      );
    drawn('pointerdown', 0);
    for (let step = 1; step < 1500; step += 1) drawn('pointermove', step);
    await waitUntil(() => element.watched.lines.length > 1);
    expect(element.watched.lines.at(-1)!.length).to.be.within(maxMarkPoints / 4, maxMarkPoints);
    glass.dispatchEvent(new PointerEvent('pointerup'));
  });
});
