/** Pages that go from one to the next without a navigation: the element is taken out, and an equal one put in. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CcStateChangeEvent } from '../../../src/elements/shared/events.js';
import { endAll, sharing, viewer, type TestCobrowse } from './fake-cobrowse.js';
import { press } from './real-press.js';
import { painted } from '../look/contrast.js';

const layerHosts = () => document.querySelectorAll<HTMLElement>('[data-cc-block]');
const lookInLayer = (selector: string): HTMLElement | null =>
  layerHosts()[0]?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const inLayer = (selector: string): HTMLElement => lookInLayer(selector) ?? expect.fail(`no ${selector} over the page`);
const text = (element: HTMLElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
const until = (what: () => boolean, message = '') => waitUntil(what, message, { timeout: 5_000 });
const aTask = () => new Promise((resolve) => setTimeout(resolve));

/** There is one bar, and a press on the middle of its stop button would meet it. */
function barIsSeen(): boolean {
  const stop = lookInLayer('.stop');
  if (!stop || layerHosts().length !== 1) return false;
  const { left, top, width, height } = stop.getBoundingClientRect();
  return stop.contains((stop.getRootNode() as ShadowRoot).elementFromPoint(left + width / 2, top + height / 2));
}

/** The element in a container of its own, shared. */
async function shared(template = html`<main><test-cobrowse room-id="r"></test-cobrowse></main>`) {
  const container = await fixture<HTMLElement>(template);
  const element = container.querySelector('test-cobrowse')!;
  void element.start();
  await until(() => element.state === 'asking');
  element.share.tell(...sharing);
  await element.updateComplete;
  return { container, element, share: element.share };
}

/** A container of the next page, as one that was fetched: parsed, and not yet in this document. */
function nextPage(attributes = 'room-id="r"', before = ''): { container: HTMLElement; element: TestCobrowse } {
  const parsed = document.createElement('template');
  parsed.innerHTML = `${before}<main><h1>Next</h1><test-cobrowse ${attributes}></test-cobrowse></main>`;
  const container = document.importNode(parsed.content.querySelector('main')!, true);
  added.push(container);
  return { container, element: container.querySelector('test-cobrowse')! };
}

const added: Element[] = [];
afterEach(async () => {
  endAll();
  for (const element of added.splice(0)) element.remove();
  await until(() => layerHosts().length === 0, 'something stays on the page');
});

describe('a shared page whose element is replaced by an equal one', function () {
  this.timeout(15_000);

  it('goes on, unasked, and with its bar all the time', async () => {
    const { container, element, share } = await shared();
    const heard: string[] = [];
    const next = nextPage();
    for (const [name, one] of Object.entries({ old: element, new: next.element }))
      one.addEventListener('cc-state-change', ({ previous, state }: CcStateChangeEvent) =>
        heard.push(`${name}: ${previous}>${state}`),
      );
    container.replaceWith(next.container);
    expect(share.holds, 'nothing is sent at once').to.deep.equal(['hold']);
    expect(barIsSeen()).to.equal(true);
    await until(() => next.element.state === 'sharing');
    expect(barIsSeen()).to.equal(true);
    expect(share.holds).to.deep.equal(['hold', 'anew']);
    expect(heard).to.deep.equal(['old: sharing>idle', 'new: idle>sharing']);
    expect([element.state, share.stopped, next.element.shares.length]).to.deep.equal(['idle', 0, 0]);
    share.tell({ type: 'viewers', viewers: [viewer('Ben')] });
    await next.element.updateComplete;
    expect(text(inLayer('.who'))).to.equal('Visible to Ben');
    await element.stop();
    expect(share.stopped, 'the old one has nothing to stop').to.equal(0);
    next.element.pause();
    expect(next.element.state).to.equal('paused');
    await next.element.stop();
    expect([next.element.state, share.stopped]).to.deep.equal(['ended', 1]);
    await next.element.updateComplete;
    expect(layerHosts()).to.have.length(0);
  });

  it('where the new one comes before the old one goes', async () => {
    const { container, share } = await shared();
    const { container: main, element } = nextPage();
    container.before(main);
    container.remove();
    await until(() => element.state === 'sharing');
    expect(share.holds).to.deep.equal(['hold', 'anew']);
    expect(barIsSeen()).to.equal(true);
  });

  it('where the new one comes a while later, and nothing is sent in between', async () => {
    const {
      container,
      element: old,
      share,
    } = await shared(
      html`<main lang="zh"><test-cobrowse room-id="r" style="--cc-accent: rgb(1, 2, 3)"></test-cobrowse></main>`,
    );
    const { container: main, element } = nextPage();
    const home = container.parentElement!;
    container.remove();
    await new Promise((resolve) => setTimeout(resolve, 700));
    share.tell({ type: 'viewers', viewers: [viewer('Ben')] });
    await old.updateComplete;
    expect([old.state, barIsSeen(), share.holds]).to.deep.equal(['sharing', true, ['hold']]);
    expect(text(inLayer('.stop')), 'in the language of before').to.equal('停止');
    expect(painted(getComputedStyle(inLayer('.frame')).borderTopColor), 'in the colours of before').to.deep.equal([
      1, 2, 3,
    ]);
    home.append(main);
    await until(() => element.state === 'sharing');
    expect([share.holds, barIsSeen()]).to.deep.equal([['hold', 'anew'], true]);
  });

  it('and once more, as from a preview to the page', async () => {
    const { container, share } = await shared();
    const [preview, page] = [nextPage(), nextPage()];
    container.replaceWith(preview.container);
    await until(() => preview.element.state === 'sharing');
    preview.container.replaceWith(page.container);
    await until(() => page.element.state === 'sharing');
    // Longer than it would have waited for the first of them.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect([page.element.state, share.stopped, barIsSeen()]).to.deep.equal(['sharing', 0, true]);
  });

  it('as the new one says: its masking, its words', async () => {
    const { container, share } = await shared();
    const { container: main, element } = nextPage('room-id="r" mask-text lang="zh"');
    container.replaceWith(main);
    await until(() => element.state === 'sharing');
    expect(share.maskText).to.equal(true);
    await until(() => text(inLayer('.stop')) === '停止');
  });

  it('with the bar where it was moved to, what is hidden still shown, and the focus', async () => {
    const { container, element: old } = await shared();
    old.hiddenParts = () => [{ element: document.body, how: 'mask' }];
    inLayer('.hiding').click();
    inLayer('.handle').focus();
    await sendKeys({ press: 'ArrowDown' });
    const before = inLayer('.bar').getBoundingClientRect();
    const { container: main, element } = nextPage();
    container.replaceWith(main);
    await until(() => element.state === 'sharing');
    await element.updateComplete;
    expect(inLayer('.bar').getBoundingClientRect()).to.deep.equal(before);
    expect(inLayer('.outlines').children).to.have.length(1);
    expect(inLayer('.handle').matches(':focus')).to.equal(true);
  });

  it('while it is paused or has lost its connection, too', async () => {
    const { container, share } = await shared();
    share.pause();
    const [first, second] = [nextPage(), nextPage('')];
    container.replaceWith(first.container);
    await until(() => first.element.state === 'paused');
    share.tell({ type: 'lost', at: 0 });
    first.container.replaceWith(second.container);
    await until(() => second.element.state === 'reconnecting');
  });

  it('also where the bar stood in a dialog that went with it', async () => {
    const { container } = await shared();
    const dialog = document.createElement('dialog');
    container.append(dialog);
    dialog.showModal();
    await until(() => layerHosts()[0]?.parentElement === dialog && barIsSeen());
    const { container: main, element } = nextPage();
    container.replaceWith(main);
    await until(() => element.state === 'sharing');
    expect(barIsSeen()).to.equal(true);
  });
});

describe('a shared page that writes itself anew with document.open()', function () {
  this.timeout(15_000);

  it('goes on, and its bar answers', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe style="width: 700px; height: 400px"></iframe>`);
    frame.srcdoc = `<script type="module" src="${new URL('fake-cobrowse.ts', import.meta.url).href}"></script>
      <script>
        say = (text) => {
          document.write(text);
          document.close();
        };
      </script>
      <test-cobrowse room-id="r"></test-cobrowse>`;
    const page = () => frame.contentDocument!;
    const element = () => page().querySelector('test-cobrowse');
    const stop = () => page().querySelector('[data-cc-block]')?.shadowRoot?.querySelector<HTMLElement>('.stop');
    await until(() => frame.contentWindow?.customElements.get('test-cobrowse') !== undefined);
    const old = element()!;
    void old.start();
    await until(() => old.state === 'asking');
    const { share } = old;
    share.tell(...sharing);
    await until(() => stop() !== undefined);
    page().open();
    // Longer than it takes the layer to look after its place.
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect([share.holds, old.state]).to.deep.equal([['hold'], 'sharing']);
    Reflect.get(
      frame.contentWindow!,
      'say',
    )('<!doctype html><h1>Written</h1><test-cobrowse room-id="r"></test-cobrowse>');
    await until(() => element()?.state === 'sharing');
    expect(share.holds).to.deep.equal(['hold', 'anew']);
    const { left, top, width, height } = stop()!.getBoundingClientRect();
    const above = stop()!.getRootNode() as ShadowRoot;
    expect(stop()!.contains(above.elementFromPoint(left + width / 2, top + height / 2))).to.equal(true);
    stop()!.click();
    expect([element()?.state, share.stopped]).to.deep.equal(['ended', 1]);
  });
});

describe('a shared page whose element is taken out', function () {
  this.timeout(15_000);

  it('is as if nothing was where the element is only moved', async () => {
    const { container, element, share } = await shared();
    container.append(document.createElement('p'));
    container.lastElementChild!.append(element);
    await aTask();
    await aTask();
    expect([share.holds, element.state, barIsSeen()]).to.deep.equal([['hold', 'on'], 'sharing', true]);
  });

  it('goes on with the same one that is put in later, anew', async () => {
    const { container, element, share } = await shared();
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 300));
    container.append(element);
    await until(() => share.holds.length > 1);
    expect([share.holds, element.state, barIsSeen()]).to.deep.equal([['hold', 'anew'], 'sharing', true]);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect(element.state).to.equal('sharing');
  });

  it('ends where no equal one comes: another room, the agent’s end, or one that asks by itself', async () => {
    const others = ['room-id="other"', 'room-id="r" mode="replayer"', 'room-id="r"'];
    for (const attributes of others) {
      const { container, element, share } = await shared();
      const next = nextPage(attributes);
      container.replaceWith(next.container);
      if (attributes === 'room-id="r"') void next.element.start();
      await until(() => element.state === 'ended', attributes);
      expect(share.holds, attributes).to.deep.equal(['hold']);
      expect(share.stopped).to.equal(1);
      next.container.remove();
      endAll();
    }
  });

  it('can be stopped by its bar while it waits', async () => {
    const { container, element, share } = await shared();
    container.remove();
    await aTask();
    await press(inLayer('.stop'));
    expect([element.state, share.stopped]).to.deep.equal(['ended', 1]);
    const next = nextPage();
    document.body.append(next.container);
    await aTask();
    await aTask();
    expect(next.element.state).to.equal('idle');
  });

  it('is not asked about on another page', async () => {
    const container = await fixture<HTMLElement>(html`<main><test-cobrowse room-id="r"></test-cobrowse></main>`);
    const element = container.querySelector('test-cobrowse')!;
    void element.start();
    await until(() => element.state === 'asking');
    container.replaceWith(nextPage().container);
    await aTask();
    await aTask();
    expect(element.state).to.equal('ended');
  });
});
