import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { barPlace } from '../../../src/elements/cobrowse/bar-place.js';
import { endAll, sharing, type TestCobrowse } from './fake-cobrowse.js';
import { press } from './real-press.js';
import { painted } from '../look/contrast.js';

const layerHost = () => document.querySelector<HTMLElement>('[data-cc-block]');
/** Found wherever the page has put it. */
const lookInLayer = (selector: string): HTMLElement | null => {
  const host = layerHost() ?? document.querySelector('shadow-page')?.shadowRoot?.querySelector('[data-cc-block]');
  return host?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
};
const inLayer = (selector: string): HTMLElement => lookInLayer(selector) ?? expect.fail(`no ${selector} over the page`);
const text = (element: HTMLElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

async function shared(template = html`<test-cobrowse room-id="r"></test-cobrowse>`): Promise<TestCobrowse> {
  const element: TestCobrowse = await fixture(template);
  void element.start();
  await waitUntil(() => element.state === 'asking');
  await element.updateComplete;
  element.share.tell(...sharing);
  await element.updateComplete;
  return element;
}

/** What a press on the middle of something in the bar meets. */
function met(selector: string): boolean {
  const target = lookInLayer(selector);
  if (!target) return false;
  const { left, top, width, height } = target.getBoundingClientRect();
  const hit = (target.getRootNode() as ShadowRoot).elementFromPoint(left + width / 2, top + height / 2);
  return hit !== null && target.contains(hit);
}

/** Longer than the default: others may be using the machine. */
const until = (what: () => boolean, message = '') => waitUntil(what, message, { timeout: 5000 });

const inFront = () => until(() => met('.stop') && met('.handle'), 'the bar can’t be pressed');

/** Adds something to the page for one test. */
function onPage<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, content = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = content;
  document.body.append(element);
  added.push(element);
  return element;
}
const added: Element[] = [];
afterEach(async () => {
  for (const element of added.splice(0)) element.remove();
  endAll();
  await until(() => layerHost() === null, 'something stays on the page');
  scrollTo(0, 0);
});

describe('the banner stays in front', function () {
  this.timeout(10_000);

  it('of a modal dialog that opens later, where it works and closes nothing', async () => {
    const element = await shared();
    const dialog = onPage('dialog', 'Terms');
    let clicks = 0;
    dialog.addEventListener('click', () => (clicks += 1));
    dialog.style.gap = '50px';
    const before = dialog.outerHTML;
    dialog.showModal();
    dialog.style.display = 'grid';
    const { height } = dialog.getBoundingClientRect();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(dialog);
    expect(dialog.getBoundingClientRect().height).to.equal(height);
    dialog.style.display = '';
    dialog.close();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(document.documentElement);
    expect(dialog.outerHTML, 'the dialog is as it was').to.equal(before);

    dialog.showModal();
    await inFront();
    await press(inLayer('.stop'));
    await until(() => element.state === 'ended');
    await element.updateComplete;
    expect([dialog.open, clicks]).to.deep.equal([true, 0]);
    expect(dialog.childElementCount).to.equal(0);
  });

  it('of dialogs that open one over the other and close in any order', async () => {
    await shared();
    const [first, second] = [onPage('dialog', 'one'), onPage('dialog', 'two')];
    first.showModal();
    second.showModal();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(second);
    second.close();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(first);
    second.showModal();
    await inFront();
    first.close();
    expect(met('.stop')).to.equal(true);
    second.remove();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(document.documentElement);
  });

  it('of a dialog in a shadow root', async () => {
    await shared();
    const host = onPage('div');
    const page = document.createElement('shadow-page');
    host.append(page);
    const dialog = document.createElement('dialog');
    dialog.append(document.createElement('button'));
    page.attachShadow({ mode: 'open' }).append(dialog);
    dialog.showModal();
    await inFront();
    expect(dialog.querySelector('[data-cc-block]')).to.not.equal(null);
    dialog.close();
    await inFront();
    expect(layerHost()?.parentElement).to.equal(document.documentElement);
  });

  it('of a dialog of the page’s own making, which holds the focus', async () => {
    const element = await shared();
    const dialog = onPage('div');
    dialog.setAttribute('aria-modal', 'true');
    const inside = document.createElement('button');
    dialog.append(inside);
    const outside = (event: Event) => {
      if (dialog.contains(event.target as Node)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener('click', outside, true);
    inside.focus();
    await until(() => layerHost()?.parentElement === dialog);
    inLayer('.stop').click();
    await until(() => element.state === 'ended');
    document.removeEventListener('click', outside, true);
  });

  it('of a popover, and where its element was thrown away', async () => {
    await shared();
    const popover = onPage('div', 'x'.repeat(50));
    popover.popover = 'manual';
    popover.style.cssText = 'inset: 0; width: 100vw; height: 100vh; margin: 0';
    popover.showPopover();
    await inFront();
    popover.remove();
    layerHost()?.remove();
    await until(() => layerHost() !== null);
    await inFront();
  });

  it('while the page scrolls, without taking a place in it', async () => {
    const filler = onPage('div');
    filler.style.cssText = 'height: 3000px; width: 3000px';
    const size = () => [document.documentElement.scrollWidth, document.documentElement.scrollHeight];
    await shared();
    const withIt = size();
    layerHost()?.remove();
    expect(size()).to.deep.equal(withIt);
    await inFront();
    const at = inLayer('.bar').getBoundingClientRect();
    scrollTo(400, 900);
    expect(inLayer('.bar').getBoundingClientRect()).to.deep.equal(at);
    const { left, top, width, height } = inLayer('.frame').getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    expect([left, top, width, height]).to.deep.equal([0, 0, clientWidth, clientHeight]);
    expect(getComputedStyle(inLayer('.frame')).borderTopWidth).to.equal('3px');
    expect(document.elementFromPoint(clientWidth / 2, clientHeight / 2), 'presses go through').to.equal(filler);
  });

  it('whatever the page’s style sheet says, in the element’s own colours', async () => {
    const style = onPage(
      'style',
      'div { display: none !important; opacity: 0; transform: scale(0); letter-spacing: 9px } :not(:defined) { display: none }',
    );
    const element = await shared(html`<test-cobrowse room-id="r" style="--cc-accent: rgb(1, 2, 3)"></test-cobrowse>`);
    await inFront();
    expect(painted(getComputedStyle(inLayer('.frame')).borderTopColor)).to.deep.equal([1, 2, 3]);
    expect(getComputedStyle(inLayer('.who')).letterSpacing).to.equal('normal');
    style.remove();
    await element.stop();
  });

  it('asks where the element itself is hidden', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r" hidden></test-cobrowse>`);
    void element.start();
    await until(() => element.state === 'asking');
    await element.updateComplete;
    expect(inLayer('.ask').getBoundingClientRect().height).to.be.above(100);
    await sendKeys({ press: 'Escape' });
    await until(() => element.state === 'ended');
  });
});

describe('the place of the bar', function () {
  this.timeout(10_000);

  const view = { left: 0, top: 0, width: 800, height: 600 };
  const size = { width: 400, height: 40 };
  it('is the top centre, of what is seen of a magnified page too', () => {
    expect(barPlace(view, size, null)).to.deep.equal({ left: 200, top: 0 });
    const part = { left: 300, top: 200, width: 400, height: 300 };
    expect(barPlace(part, { width: 200, height: 20 }, null)).to.deep.equal({ left: 400, top: 200 });
  });
  it('is never out of it', () => {
    expect(barPlace(view, size, { left: -50, top: 9999 })).to.deep.equal({ left: 0, top: 560 });
    expect(barPlace(view, size, { left: 9999, top: -1 })).to.deep.equal({ left: 400, top: 0 });
    expect(barPlace({ ...view, width: 100 }, size, { left: 50, top: 0 }).left).to.equal(0);
  });

  it('is where it was dragged to, within the window', async () => {
    await setViewport({ width: 800, height: 600 });
    await shared();
    await inFront();
    const handle = inLayer('.handle').getBoundingClientRect();
    const bar = inLayer('.bar').getBoundingClientRect();
    const [x, y] = [Math.round(handle.left + 10), Math.round(handle.top + 10)];
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x - 40, y + 200] });
    const moved = inLayer('.bar').getBoundingClientRect();
    expect([bar.left - moved.left, moved.top - bar.top]).to.deep.equal([40, 200]);
    await sendMouse({ type: 'move', position: [x, 599] });
    expect(inLayer('.bar').getBoundingClientRect().bottom).to.be.at.most(600);
    await sendMouse({ type: 'up' });
    await sendMouse({ type: 'move', position: [x, 100] });
    expect(inLayer('.bar').getBoundingClientRect().bottom, 'let go').to.be.above(500);
  });
});

describe('what is hidden', function () {
  this.timeout(10_000);

  it('is outlined where it is seen, counted, and spoken once', async () => {
    const scroller = onPage('div');
    scroller.style.cssText = 'position: absolute; left: 100px; top: 100px; width: 200px; height: 100px; overflow: auto';
    const [seen, away] = [document.createElement('div'), document.createElement('div')];
    seen.style.cssText = away.style.cssText = 'height: 80px; margin-bottom: 300px';
    scroller.append(seen, away);
    const unseen = onPage('input');
    unseen.type = 'hidden';
    const element = await shared();
    element.hiddenParts = () => [
      { element: seen, how: 'block' },
      { element: away, how: 'mask' },
      { element: unseen, how: 'mask' },
    ];
    inLayer('.hiding').click();
    const outline = (index: number) => inLayer('.outlines').children[index] as HTMLElement;
    expect(inLayer('.hiding').ariaPressed).to.equal('true');
    expect(text(inLayer('.count'))).to.equal('2 parts are hidden from the agent');
    expect(text(inLayer('[role=status]'))).to.match(/2 parts are hidden from the agent/);
    expect(outline(0).getBoundingClientRect()).to.deep.equal(seen.getBoundingClientRect());
    expect(outline(1).hidden, 'scrolled away').to.equal(true);
    await expect(inLayer('.layer')).to.be.accessible();
    scroller.scrollTop = 40;
    await until(() => outline(0).getBoundingClientRect().height === 40);
    expect(outline(0).getBoundingClientRect().top, 'cut where it scrolls').to.equal(100);

    away.remove();
    await until(() => text(inLayer('.count')) === 'One part is hidden from the agent');
    expect(text(inLayer('[role=status]')), 'not spoken again').to.match(/2 parts/);
    inLayer('.hiding').click();
    expect(inLayer('.outlines').childElementCount).to.equal(0);
    expect(text(inLayer('[role=status]'))).to.equal('Visible to Anna Berg');
  });

  it('is at most 300 outlines, and counted all the same', async () => {
    const box = onPage('div');
    box.append(...Array.from({ length: 500 }, () => document.createElement('p')));
    const element = await shared();
    element.hiddenParts = () => [...box.children].map((part) => ({ element: part, how: 'mask' }));
    inLayer('.hiding').click();
    expect(inLayer('.outlines').childElementCount).to.equal(300);
    expect(text(inLayer('.count'))).to.match(/^500 parts/);
    element.share.tell({ type: 'ended', reason: 'other' });
    await element.updateComplete;
    let reads = 0;
    element.hiddenParts = () => ((reads += 1), []);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(reads, 'nothing is read after the end').to.equal(0);
  });
});

describe('what agents show', function () {
  this.timeout(10_000);

  it('is at its place of the page, with their names as text', async () => {
    onPage('div').style.cssText = 'height: 3000px; width: 3000px';
    const element = await shared();
    element.share.show(
      { conn: 'a', user: { id: 'a', name: '<i>Anna</i>' }, pointer: [300, 250], line: [] },
      {
        conn: 'b',
        user: { id: 'b', name: '' },
        pointer: null,
        line: [
          [10, 10],
          [60, 40],
        ],
      },
    );
    scrollTo(100, 50);
    await until(() => inLayer('.agent').getBoundingClientRect().left === 200);
    expect(inLayer('.agent').getBoundingClientRect().top).to.equal(200);
    const names = [...inLayer('.marks').querySelectorAll<HTMLElement>('.name')].map(text);
    expect(names).to.deep.equal(['<i>Anna</i>', 'Agent']);
    const line = inLayer('.ink').getBoundingClientRect();
    expect([Math.round(line.right), Math.round(line.bottom)]).to.deep.equal([-40, -10]);
    element.share.show();
    expect(inLayer('.marks').querySelectorAll('.agent, polyline')).to.have.length(0);
  });
});
