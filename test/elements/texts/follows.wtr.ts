import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { endAll, sharing, watching, type TestCobrowse } from '../cobrowse/fake-cobrowse.js';
import { talk, type TestElement } from '../call/fake-call.js';

const shadow = (element: Element): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const within = (root: ParentNode, selector: string): HTMLElement =>
  root.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const layer = (): ShadowRoot => shadow(within(document, '[data-cc-block]'));
const text = (element: Node): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
const until = (what: () => boolean, message: string) => waitUntil(what, message, { timeout: 5_000, interval: 5 });
const says = (element: () => Element, words: string) =>
  until(() => text(element()).includes(words), `it says “${words}”, not “${text(element())}”`);
const direction = (element: Element) => getComputedStyle(element).direction;

async function talking(template = html`<test-click-to-call></test-click-to-call>`): Promise<TestElement> {
  const element: TestElement = await fixture(template);
  within(shadow(element), 'button').click();
  await until(() => shadow(element).querySelector('.panel') !== null, 'the panel is open');
  element.fake.tell(...talk);
  await element.updateComplete;
  return element;
}

async function shared(template = html`<test-cobrowse room-id="r"></test-cobrowse>`): Promise<TestCobrowse> {
  const element: TestCobrowse = await fixture(template);
  void element.start();
  await until(() => element.state === 'asking', 'it asks');
  element.share.tell(...sharing);
  await element.updateComplete;
  return element;
}

describe('a language or a direction that changes', () => {
  const page = document.documentElement;
  const before = page.lang;
  afterEach(() => {
    endAll();
    page.lang = before;
    page.removeAttribute('dir');
  });

  it('of the element is followed by its button, and back', async () => {
    const element: TestElement = await fixture(html`<test-click-to-call></test-click-to-call>`);
    const button = () => within(shadow(element), 'button');
    expect(text(button())).to.equal('Call us');
    element.lang = 'zh-CN';
    await says(button, '语音通话');
    expect(within(shadow(element), '.pill').lang).to.equal('zh-CN');
    element.lang = 'zh-HK';
    await says(button, '語音通話');
    element.removeAttribute('lang');
    await says(button, 'Call us');
  });

  it('shows no other language before the first', async () => {
    const box = await fixture<HTMLElement>(html`<div lang="de"></div>`);
    const element = document.createElement('test-click-to-call') as TestElement;
    const seen: string[] = [];
    box.append(element);
    new MutationObserver(() => seen.push(text(shadow(element)))).observe(shadow(element), {
      childList: true,
      subtree: true,
    });
    await element.updateComplete;
    expect(text(within(shadow(element), 'button'))).to.equal('Jetzt anrufen');
    expect(seen.filter((words) => words.includes('Call us'))).to.deep.equal([]);
  });

  it('several times at once ends with the last', async () => {
    const element: TestElement = await fixture(html`<test-click-to-call lang="fr"></test-click-to-call>`);
    for (const lang of ['de', 'ja', 'es', 'tr']) element.lang = lang;
    await says(() => within(shadow(element), 'button'), 'Bizi arayın');
    element.lang = 'th';
    element.lang = 'sv';
    await says(() => within(shadow(element), 'button'), 'Call us');
  });

  it('of the page is followed by the panel in a call', async () => {
    const element = await talking();
    const panel = () => within(shadow(element), '.panel');
    page.lang = 'de';
    await says(panel, 'Verbunden');
    expect([panel().lang, panel().getAttribute('aria-label')]).to.deep.equal(['de', 'Ihr Gespräch']);
    page.dir = 'rtl';
    await until(() => direction(panel()) === 'rtl', 'the panel is mirrored');
    const [first, last] = shadow(element).querySelectorAll('.actions button:is(:first-child, :last-child)');
    expect(first!.getBoundingClientRect().left).to.be.above(last!.getBoundingClientRect().left);
    const beside = () =>
      Math.abs(panel().getBoundingClientRect().right - within(shadow(element), '.pill').getBoundingClientRect().right);
    await until(() => beside() < 1, 'it keeps to its button');
  });

  it('of something around the element, beyond its shadow root too', async () => {
    const box = await fixture<HTMLElement>(html`<section></section>`);
    const host = document.createElement('div');
    box.append(host);
    const element = document.createElement('test-click-to-call') as TestElement;
    host.attachShadow({ mode: 'open' }).append(element);
    await element.updateComplete;
    box.lang = 'id';
    await says(() => within(shadow(element), 'button'), 'Telepon kami');
  });

  it('is followed by the bar over a shared page, and by the button of that', async () => {
    const element = await shared();
    page.lang = 'fr';
    await says(() => within(layer(), '.bar'), 'Visible par');
    expect(within(layer(), '.layer').lang).to.equal('fr');
    await says(() => within(shadow(element), 'button'), 'Arrêter le partage');
    page.dir = 'rtl';
    await until(() => direction(within(layer(), '.bar')) === 'rtl', 'the bar is mirrored');
    page.dir = 'ltr';
    await until(() => direction(within(layer(), '.bar')) === 'ltr', 'and back');
  });

  it('is followed by the question', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r"></test-cobrowse>`);
    void element.start();
    await until(() => element.state === 'asking', 'it asks');
    element.lang = 'ja';
    await says(() => within(layer(), 'dialog'), 'このページを共有しますか？');
  });

  it('is followed at the agent’s end', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse mode="replayer" room-id="r"></test-cobrowse>`);
    void element.start();
    await until(() => element.watches.length > 0, 'it watches');
    element.watched.tell(...watching);
    element.watched.lag = 2_400;
    page.lang = 'es';
    await says(() => within(shadow(element), '.toolbar'), 'Viendo en directo');
    await says(() => within(shadow(element), '.toolbar'), '2,4 s de retraso');
  });
});

describe('Arabic', () => {
  afterEach(endAll);

  it('is set from right to left on any page, button, panel and level bars', async () => {
    const element = await talking(html`<test-click-to-call lang="ar"></test-click-to-call>`);
    const panel = within(shadow(element), '.panel');
    expect([direction(within(shadow(element), '.pill')), direction(panel)]).to.deep.equal(['rtl', 'rtl']);
    expect(text(panel)).to.contain('متصل');
    const fill = getComputedStyle(within(panel, '.fill'));
    expect(Number.parseFloat(fill.transformOrigin)).to.be.above(0);
    const red = within(panel, '.round.red').getBoundingClientRect();
    expect(red.left).to.be.below(panel.getBoundingClientRect().left + 40);
  });

  it('but as `dir` of the element says', async () => {
    const element = await talking(html`<test-click-to-call lang="ar" dir="ltr"></test-click-to-call>`);
    expect(direction(within(shadow(element), '.panel'))).to.equal('ltr');
  });

  it('over a shared page too', async () => {
    await shared(html`<test-cobrowse room-id="r" lang="ar"></test-cobrowse>`);
    await says(() => within(layer(), '.bar'), 'يراها');
    expect(direction(within(layer(), '.bar'))).to.equal('rtl');
    expect(within(layer(), '.handle').getBoundingClientRect().left).to.be.above(
      within(layer(), '.stop').getBoundingClientRect().left,
    );
  });

  it('has its own digits, and its plural forms', async () => {
    const element = await shared(html`<test-cobrowse room-id="r" lang="ar-EG"></test-cobrowse>`);
    const parts = Array.from({ length: 3 }, () => ({ element: document.body, how: 'mask' as const }));
    element.hiddenParts = () => parts;
    within(layer(), '.hiding').click();
    await says(() => within(layer(), '.count'), '٣ أجزاء مخفية عن الموظف');
  });
});
