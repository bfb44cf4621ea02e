/** Only the visitor's own press, on a question that was seen, is consent. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { endAll, type TestCobrowse } from './fake-cobrowse.js';
import { middleOf, press } from './real-press.js';

const layerHost = () => document.querySelector<HTMLElement>('[data-cc-block]');
const inAsk = (selector: string): HTMLElement =>
  layerHost()?.shadowRoot?.querySelector<HTMLElement>(`.ask ${selector}`) ?? expect.fail(`no ${selector}`);
const yes = () => inAsk('.yes');
const usable = () => !yes().hasAttribute('aria-disabled');
const until = (what: () => boolean, message = '') => waitUntil(what, message, { timeout: 5_000 });

async function asked(): Promise<TestCobrowse> {
  const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r"></test-cobrowse>`);
  void element.start();
  await until(() => element.state === 'asking');
  await element.updateComplete;
  return element;
}

/** Something of the page in the top layer, over this part of the window. */
function popover(style: string, shown = true): HTMLElement {
  const element = document.createElement('div');
  element.popover = 'manual';
  element.style.cssText = `inset: 0; margin: 0; border: 0; background: white; ${style}`;
  document.body.append(element);
  added.push(element);
  if (shown) element.showPopover();
  return element;
}
const everything = 'width: 100vw; height: 100vh;';
/** Over the dialog's upper edge, and far from its buttons. */
const title = () => {
  const { left, top } = inAsk('h2').getBoundingClientRect();
  return `inset: auto; left: ${left}px; top: ${top}px; width: 40px; height: 20px;`;
};

/** What a press does, whoever it is by, and what the visitor's own does after it. */
async function refused(element: TestCobrowse, why: string): Promise<void> {
  await element.updateComplete;
  expect(element.state, why).to.equal('asking');
}
async function accepted(element: TestCobrowse): Promise<void> {
  await until(usable, 'the button stays unusable');
  await press(yes());
  expect(element.state).to.equal('connecting');
}

const added: Element[] = [];
afterEach(async () => {
  for (const element of added.splice(0)) element.remove();
  endAll();
  await until(() => layerHost() === null, 'something stays on the page');
});

describe('“Share” is answered', function () {
  this.timeout(15_000);

  it('by the pointer', async () => {
    await accepted(await asked());
  });

  for (const key of ['Enter', 'Space'])
    it(`by ${key}`, async () => {
      const element = await asked();
      await until(usable);
      yes().focus();
      await sendKeys({ press: key });
      expect(element.state).to.equal('connecting');
    });

  it('not by a script', async () => {
    const element = await asked();
    await until(usable);
    yes().click();
    yes().dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    yes().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await refused(element, 'by a script');
    await accepted(element);
  });

  it('not while it looks unusable, which is at first', async () => {
    const element = await asked();
    expect(usable()).to.equal(false);
    await expect(inAsk('.answers')).to.be.accessible();
    await accepted(element);
  });

  it('not by a press that began before it could be', async () => {
    const element = await asked();
    const cover = popover(title());
    await sendMouse({ type: 'move', position: middleOf(yes()) });
    await sendMouse({ type: 'down' });
    cover.remove();
    await until(usable);
    await sendMouse({ type: 'up' });
    await refused(element, 'pressed too soon');
    await accepted(element);
  });

  it('not by a key that is held down', async () => {
    const element = await asked();
    await until(usable);
    await sendKeys({ down: 'Enter' });
    yes().focus();
    await sendKeys({ down: 'Enter' });
    await sendKeys({ down: 'Enter' });
    await sendKeys({ up: 'Enter' });
    await refused(element, 'the key was down before');
    await sendKeys({ press: 'Enter' });
    expect(element.state).to.equal('connecting');
  });

  it('not where something of the page lies over it, and takes no press itself', async () => {
    const element = await asked();
    await until(usable);
    const cover = popover(`${everything} pointer-events: none`);
    await press(yes());
    await refused(element, 'through what lies over it');
    await until(() => !usable(), 'it looks usable');
    await press(yes());
    await refused(element, 'through what lies over it for long');
    cover.remove();
    await accepted(element);
  });

  it('not by a key where something in a shadow root of the page lies over it', async () => {
    const element = await asked();
    await until(usable);
    const host = document.createElement('div');
    document.body.append(host);
    added.push(host);
    const cover = popover(everything, false);
    host.attachShadow({ mode: 'open' }).append(cover);
    cover.showPopover();
    yes().focus();
    await sendKeys({ press: 'Enter' });
    await refused(element, 'nobody saw it');
  });

  it('not by a key where the page has taken it out of the top layer, and put something over it', async () => {
    const element = await asked();
    await until(usable);
    document.body.append(layerHost()!);
    const cover = document.createElement('div');
    cover.style.cssText = 'position: fixed; inset: 0; z-index: 9999';
    document.body.append(cover);
    added.push(cover);
    yes().focus();
    await sendKeys({ press: 'Enter' });
    await refused(element, 'nobody saw it');
  });

  it('not where the question can’t be read', async () => {
    const element = await asked();
    const cover = popover(title());
    // Longer than the half second; nothing tells of what does not happen.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(usable()).to.equal(false);
    await press(yes());
    await refused(element, 'its title is not seen');
    cover.remove();
    await accepted(element);
  });

  it('over what was there before', async () => {
    popover(everything);
    await accepted(await asked());
  });

  describe('where the browser does not tell what is visible', () => {
    const { prototype } = IntersectionObserverEntry;
    const known = Object.getOwnPropertyDescriptor(prototype, 'isVisible')!;
    before(() => Reflect.deleteProperty(prototype, 'isVisible'));
    after(() => Object.defineProperty(prototype, 'isVisible', known));

    it('not in the first half second', async () => {
      const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r"></test-cobrowse>`);
      let shownAt = Infinity;
      element.addEventListener('cc-state-change', () => (shownAt = performance.now()), { once: true });
      void element.start();
      await until(() => element.state === 'asking');
      await element.updateComplete;
      expect(usable(), 'at first').to.equal(false);
      await new Promise((changed) => new MutationObserver(changed).observe(yes(), { attributes: true }));
      expect(usable()).to.equal(true);
      // A timer may round down to a whole millisecond.
      expect(performance.now() - shownAt).to.be.at.least(499);
      await accepted(element);
    });

    it('over what was there before, not under what came later, even with the same element', async () => {
      const cover = popover(`${everything} pointer-events: none`);
      const element = await asked();
      expect(usable(), 'at first').to.equal(false);
      await until(usable);
      cover.hidePopover();
      cover.showPopover();
      await new Promise((resolve) => setTimeout(resolve));
      await press(yes());
      await refused(element, 'through what lies over it');
      cover.hidePopover();
      await accepted(element);
    });
  });
});
