import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { refusals } from '../../../src/core/cobrowse/wire/act.js';
import type { CcControlChangeEvent } from '../../../src/elements/cobrowse/events.js';
import { endAll, sharing, viewer, watching, type TestCobrowse } from './fake-cobrowse.js';
import { middleOf, press } from './real-press.js';

const text = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
const layer = () => document.querySelector('[data-cc-block]')?.shadowRoot ?? null;
const inLayer = (selector: string): HTMLElement =>
  layer()?.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector} over the page`);
const isThere = (selector: string) => layer()?.querySelector(selector) !== null;

describe('remote control, at the visitor’s end', () => {
  afterEach(async () => {
    endAll();
    await waitUntil(() => layer() === null);
    await setViewport({ width: 800, height: 600 });
  });

  const agent = viewer('Anna Berg', 'a');

  async function shared(lang = 'en'): Promise<TestCobrowse> {
    const element: TestCobrowse = await fixture(
      html`<test-cobrowse room-id="r" remote-control="ask" lang=${lang}></test-cobrowse>`,
    );
    void element.start();
    await waitUntil(() => element.shares.length > 0);
    element.share.tell(...sharing, { type: 'viewers', viewers: [agent] });
    element.share.control?.setViewers([agent]);
    await element.updateComplete;
    return element;
  }
  async function asked(lang?: string): Promise<TestCobrowse> {
    const element = await shared(lang);
    element.share.control?.asked('a', true);
    return element;
  }
  const ready = () => waitUntil(() => !inLayer('.yes').hasAttribute('aria-disabled'));
  async function granted(): Promise<TestCobrowse> {
    const element = await asked();
    await ready();
    await press(inLayer('.yes'));
    await waitUntil(() => isThere('.take-back'));
    return element;
  }
  const changes = (element: TestCobrowse) => {
    const all: string[] = [];
    element.addEventListener('cc-control-change', ({ granted: has, by }: CcControlChangeEvent) =>
      all.push(`${has} ${by}`),
    );
    return all;
  };

  it('is not there unless the site wants it', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r"></test-cobrowse>`);
    void element.start();
    await waitUntil(() => element.shares.length > 0);
    expect(element.share.options.remoteControl).to.equal(false);
    element.remoteControl = 'ask';
    expect(element.getAttribute('remote-control')).to.equal(null);
  });

  it('is asked for in words, beside the bar that stops it all', async () => {
    await asked();
    const question = inLayer('[role=alertdialog]');
    expect(text(question)).to.match(/^Let Anna Berg use this page\?.*10 minutes.*passwords.*in control again/);
    expect(isThere('.stop')).to.equal(true);
    expect(text(inLayer('.announced'))).to.contain('Let Anna Berg use this page?');
    await expect(question).to.be.accessible();
    await setViewport({ width: 320, height: 480 });
    const { left, right, top, bottom } = question.getBoundingClientRect();
    expect(left >= 0 && right <= 320 && top >= 0 && bottom <= 480).to.equal(true);
  });

  it('is allowed by a press of the visitor, and by nothing else', async () => {
    const element = await asked();
    const all = changes(element);
    inLayer('.yes').click();
    await ready();
    inLayer('.yes').click();
    expect(element.share.control?.state.name).to.equal('asked');
    await press(inLayer('.yes'));
    await waitUntil(() => element.share.control?.state.name === 'granted');
    expect(all).to.deep.equal(['true Anna Berg']);
    await waitUntil(() => text(inLayer('.who')) === 'Anna Berg is using this page');
    await expect(inLayer('.bar')).to.be.accessible();
  });

  it('is refused by a press, and nothing has changed', async () => {
    const element = await asked();
    const all = changes(element);
    await press(inLayer('.no'));
    expect(element.share.control?.state.name).to.equal('off');
    expect(element.share.grants).to.deep.equal([{ to: '', ms: 0 }]);
    expect(isThere('.card')).to.equal(false);
    expect(all).to.deep.equal([]);
  });

  for (const [how, end] of [
    ['the bar', () => press(inLayer('.take-back'))],
    ['what the visitor does', (element: TestCobrowse) => element.share.ownInput()],
    ['the end of the sharing', (element: TestCobrowse) => element.share.control?.takeBack()],
  ] as const)
    it(`is over by ${how}`, async () => {
      const element = await granted();
      const all = changes(element);
      await end(element);
      await waitUntil(() => !isThere('.take-back'));
      expect(all).to.deep.equal(['false Anna Berg']);
      expect(element.share.grants.at(-1)).to.deep.equal({ to: '', ms: 0 });
      expect(text(inLayer('.who'))).to.equal('Visible to Anna Berg');
    });

  it('is shown where it happens', async () => {
    const element = await granted();
    element.share.control?.act('a', { do: 'click', on: { id: 1, x: 0, y: 0 } });
    const { left, top, width, height } = inLayer('.ring').getBoundingClientRect();
    expect([left, top, width, height]).to.deep.equal([40, 60, 120, 30]);
  });

  it('speaks the visitor’s language', async () => {
    const element = await asked('de');
    await waitUntil(() => text(inLayer('.card h2')) === 'Anna Berg diese Seite bedienen lassen?');
    expect(element.share.control?.state.name).to.equal('asked');
  });

  it('is readable in forced colours', async () => {
    await emulateMedia({ forcedColors: 'active' });
    await asked();
    await expect(inLayer('.card')).to.be.accessible();
    await emulateMedia({ forcedColors: 'none' });
  });
});

const find = (element: TestCobrowse, selector: string): HTMLElement =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);

/** An agent’s end with a picture. */
async function watched(): Promise<TestCobrowse> {
  const element: TestCobrowse = await fixture(
    html`<test-cobrowse mode="replayer" room-id="r" style="width: 600px; height: 400px"></test-cobrowse>`,
  );
  void element.start();
  await waitUntil(() => element.watches.length > 0);
  element.watched.lag = 0;
  element.watched.tell(...watching);
  await waitUntil(() => element.shadowRoot?.querySelector('.cover') === null);
  return element;
}

describe('remote control, at the agent’s end', () => {
  const named = (element: TestCobrowse, name: string) => find(element, `.toolbar [aria-label="${name}"]`);

  async function inControl(): Promise<TestCobrowse> {
    const element = await watched();
    element.watched.give();
    await element.updateComplete;
    return element;
  }
  const glass = (element: TestCobrowse) => find(element, '.glass');
  const said = (element: TestCobrowse) => text(find(element, '.toolbar .control'));

  it('can be asked for where the visitor’s page allows it, and withdrawn', async () => {
    const element = await watched();
    expect(element.shadowRoot?.querySelector('[aria-label="Ask for control"]')).to.equal(null);
    element.watched.control.available(true);
    await element.updateComplete;
    named(element, 'Ask for control').click();
    await element.updateComplete;
    expect(said(element)).to.equal('Waiting for the visitor to agree');
    named(element, 'Ask for control').click();
    await element.updateComplete;
    expect(element.watched.asked).to.deep.equal([true, false]);
    expect(said(element)).to.equal('');
  });

  it('says that it was refused, that another has it, and why an act was not done', async () => {
    const element = await watched();
    const { control } = element.watched;
    control.connected('me');
    control.available(true);
    control.ask();
    control.granted({ to: '', ms: 0 });
    await element.updateComplete;
    expect(said(element)).to.equal('The visitor did not agree');
    control.granted({ to: 'other', ms: 1 });
    await element.updateComplete;
    expect(said(element)).to.equal('Another agent is using the page');
    expect(named(element, 'Ask for control').ariaDisabled).to.equal('true');
    for (const refused of refusals) {
      element.watched.give({ do: 'click', what: 'button', refused });
      await element.updateComplete;
      expect(said(element)).to.match(/^Not done: /);
      expect(text(find(element, '[role=status]'))).to.contain('Not done');
    }
    await expect(element).to.be.accessible({ ignoredRules: ['region'] });
  });

  it('is told to the agent’s page, too', async () => {
    const element = await watched();
    const all: string[] = [];
    element.userName = 'Grace';
    element.addEventListener('cc-control-change', ({ granted, by }) => all.push(`${granted} ${by}`));
    element.watched.give();
    element.watched.control.granted({ to: '', ms: 0 });
    expect(all).to.deep.equal(['true Grace', 'false Grace']);
  });

  it('presses, scrolls and types where the agent does', async () => {
    const element = await inControl();
    await press(glass(element));
    await sendKeys({ type: 'Hé' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Shift+Tab' });
    const { acts } = element.watched;
    await waitUntil(() => acts.length >= 4);
    const on = { id: 7, x: 0.5, y: 0.5 };
    expect(acts[0]).to.deep.equal({ do: 'click', on });
    expect(acts.flatMap((act) => (act.do === 'type' ? act.text : [])).join('')).to.equal('Hé');
    await waitUntil(() => acts.some((act) => act.do === 'key' && act.shift));
    await sendMouse({ type: 'move', position: middleOf(glass(element)) });
    glass(element).dispatchEvent(
      new WheelEvent('wheel', {
        deltaY: 120,
        clientX: middleOf(glass(element))[0],
        clientY: middleOf(glass(element))[1],
      }),
    );
    await waitUntil(() => acts.at(-1)?.do === 'scroll');
    expect(acts.at(-1)).to.deep.equal({ do: 'scroll', on, by: [0, 120] });
  });

  it('chooses from a list of its own', async () => {
    const element = await inControl();
    const { left, top } = glass(element).getBoundingClientRect();
    const field = { type: 'list' as const, options: ['Brass', 'Steel <b>'], chosen: 0 };
    element.watched.picker = { id: 9, box: { x: left + 20, y: top + 30, width: 90, height: 24 }, field };
    await press(glass(element));
    const picker = find(element, '.picker') as HTMLSelectElement;
    expect([...picker.options].map((option) => option.text)).to.deep.equal(['Brass', 'Steel <b>']);
    expect(picker.getBoundingClientRect().left).to.be.closeTo(left + 20, 1);
    picker.selectedIndex = 1;
    picker.dispatchEvent(new Event('change'));
    expect(element.watched.acts).to.deep.equal([{ do: 'choose', id: 9, index: 1 }]);
    await waitUntil(() => element.shadowRoot?.querySelector('.picker') === null);
  });

  it('leaves the keyboard by Escape, and is given back by its button', async () => {
    const element = await inControl();
    await press(glass(element));
    expect(element.shadowRoot?.activeElement?.className).to.equal('keys');
    await sendKeys({ press: 'Escape' });
    expect(element.shadowRoot?.activeElement?.className).to.equal('tool');
    named(element, 'Give back control').click();
    await element.updateComplete;
    expect(element.watched.asked).to.deep.equal([false]);
    await press(glass(element));
    expect(element.watched.acts.filter((act) => act.do === 'click')).to.have.length(1);
  });

  it('lets the agent point meanwhile, and goes on', async () => {
    const element = await inControl();
    named(element, 'Point').click();
    await element.updateComplete;
    await press(glass(element));
    expect(element.watched.acts).to.deep.equal([]);
    named(element, 'Ask for control').click();
    await element.updateComplete;
    await press(glass(element));
    expect(element.watched.acts).to.have.length(1);
    expect(element.watched.asked).to.deep.equal([]);
  });
});

describe('what the agent shows', () => {
  const choose = async (element: TestCobrowse, name: string) => {
    find(element, `.toolbar [aria-label="${name}"]`).click();
    await element.updateComplete;
    return find(element, '.glass');
  };
  const line = (element: TestCobrowse) => element.watched.lines.at(-1) ?? [];

  it('is an arrow with a head at its end', async () => {
    const element = await watched();
    const [x, y] = middleOf(await choose(element, 'Arrow'));
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x + 90, y] });
    await sendMouse({ type: 'up' });
    await waitUntil(() => line(element).length === 5);
    const [from, to, wing, again] = line(element);
    expect(to).to.deep.equal(again);
    expect(to![0] - from![0]).to.be.closeTo(150, 2);
    expect(wing![0]).to.be.below(to![0]);
  });

  it('is the outline of what is pressed', async () => {
    const element = await watched();
    await press(await choose(element, 'Highlight'));
    await waitUntil(() => line(element).length > 0);
    expect(line(element)).to.deep.equal([
      [10, 20],
      [110, 20],
      [110, 60],
      [10, 60],
      [10, 20],
    ]);
  });

  it('can be pointed by the arrow keys', async () => {
    const element = await watched();
    const glass = await choose(element, 'Point');
    glass.focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowDown' });
    const [x, y] = middleOf(glass);
    const at = element.watched.pageAt(x + 20, y + 20)!;
    await waitUntil(() => {
      const last = element.watched.points.at(-1);
      return last && Math.abs(last[0] - at[0]) < 3 && Math.abs(last[1] - at[1]) < 3;
    });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => line(element).length === 5);
  });

  it('is not drawn where the visitor can’t see it: what of ours is there is outlined, and named', async () => {
    const element = await watched();
    const { left, top } = find(element, '.glass').getBoundingClientRect();
    element.watched.view.ours = [{ what: 'call', x: left + 300, y: top + 90, width: 160, height: 200 }];
    element.requestUpdate();
    await element.updateComplete;
    const ours = find(element, '.ours');
    expect(text(ours)).to.equal('Call panel');
    expect(ours.getBoundingClientRect().left).to.be.closeTo(left + 300, 1);
    expect(ours.getBoundingClientRect().height).to.be.closeTo(200, 1);
    element.watched.view.ours = [];
    element.requestUpdate();
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.ours')).to.equal(null);
  });

  it('is text that can be selected while that is chosen', async () => {
    const element = await watched();
    const glass = await choose(element, 'Select text');
    expect(element.watched.view.selectable).to.equal(true);
    expect(getComputedStyle(glass).pointerEvents).to.equal('none');
    await choose(element, 'Point');
    expect(element.watched.view.selectable).to.equal(false);
  });

  it('is looked at freely: the picture goes its own way, and what the visitor sees is outlined', async () => {
    const element = await watched();
    const glass = await choose(element, 'Follow');
    const { view } = element.watched;
    expect(view.follows).to.equal(false);
    const { left, top } = glass.getBoundingClientRect();
    view.visitorSees = { x: left + 10, y: top + 20, width: 200, height: 100 };
    await waitUntil(() => !find(element, '.seen').hidden);
    await waitUntil(() => find(element, '.seen').getBoundingClientRect().width === 200);
    expect(find(element, '.seen').getBoundingClientRect().left).to.be.closeTo(left + 10, 1);
    glass.dispatchEvent(new WheelEvent('wheel', { deltaY: 70, cancelable: true }));
    expect(view.scrolled).to.deep.equal([0, 70]);
    await choose(element, 'Fit');
    expect(view.fits).to.equal(false);
    await choose(element, 'Follow');
    await waitUntil(() => find(element, '.seen').hidden);
  });
});
