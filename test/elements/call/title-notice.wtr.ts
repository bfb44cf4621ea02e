import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { talk, type TestElement } from './fake-call.js';

describe('a live call in the page’s title', () => {
  const title = document.title;
  // Its loading is no matter of these tests.
  before(() => import('../../../src/elements/call/panel/title-notice.js'));
  beforeEach(() => (document.title = 'Lamps'));
  after(() => (document.title = title));

  async function talking(
    template = html`<test-click-to-call title-notice></test-click-to-call>`,
  ): Promise<TestElement> {
    const element: TestElement = await fixture(template);
    element.shadowRoot!.querySelector('button')!.click();
    await waitUntil(() => element.shadowRoot!.querySelector('.panel'));
    expect(document.title).to.equal('Lamps');
    element.fake.tell(...talk);
    return element;
  }
  const says = (title: string) => waitUntil(() => document.title === title, document.title, { timeout: 3_000 });

  it('is said while it lasts, and taken away at its end', async () => {
    const element = await talking();
    await says('● Your call · Lamps');
    element.fake.tell({ type: 'hungUp' });
    await says('Lamps');
  });

  it('goes along with what the page calls itself meanwhile', async () => {
    const element = await talking();
    await says('● Your call · Lamps');
    document.title = 'Basket (1)';
    await says('● Your call · Basket (1)');
    document.querySelector('title')!.remove();
    document.head.append(Object.assign(document.createElement('title'), { textContent: 'Checkout' }));
    await says('● Your call · Checkout');
    document.title = 'Done';
    element.fake.tell({ type: 'hungUp' });
    await says('Done');
  });

  it('is not said unless the site wants it', async () => {
    const element = await talking(html`<test-click-to-call></test-click-to-call>`);
    await waitUntil(() => element.state === 'talking');
    expect(document.title).to.equal('Lamps');
  });
});
