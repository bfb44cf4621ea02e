import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { CallError, callErrorCodes } from '../../../src/core/call/call-error.js';
import { found, opening, talk, type Fact, type TestElement } from './fake-call.js';

const root = (element: TestElement): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const all = (element: TestElement, selector: string): HTMLElement[] => [
  ...root(element).querySelectorAll<HTMLElement>(selector),
];
const one = (element: TestElement, selector: string): HTMLElement =>
  all(element, selector)[0] ?? expect.fail(`no ${selector}`);
const action = (element: TestElement, name: string): HTMLElement =>
  one(element, `[part~=actions] [aria-label=${name}]`);
const failure = (code: (typeof callErrorCodes)[number]): Fact => ({
  type: 'failed',
  error: new CallError(code, 'why'),
});
const lost: Fact = { type: 'mediaLost', leg: 1 };

async function pressed(element: TestElement, ...facts: Fact[]): Promise<TestElement> {
  const button = one(element, 'button');
  button.focus();
  button.click();
  await waitUntil(() => root(element).querySelector('.panel'), 'the panel is open', { interval: 4 });
  element.fake.tell(...facts);
  await element.updateComplete;
  return element;
}

const made = async (...facts: Fact[]): Promise<TestElement> =>
  pressed(await fixture(html`<test-click-to-call></test-click-to-call>`), ...facts);

describe('the panel', () => {
  afterEach(() => setViewport({ width: 800, height: 800 }));

  for (const width of [800, 320])
    it(`keeps its zones in their places in every state, ${width} px wide`, async () => {
      await setViewport({ width, height: 800 });
      const blocked: Fact = { type: 'soundBlocked', blocked: true };
      const queue: Fact = { type: 'queueMoved', position: 3, waitSeconds: 100 };
      const stories: Fact[][] = [
        [],
        [{ type: 'permissionAsked' }],
        [...opening],
        [...opening, queue],
        [...opening, found],
      ];
      stories.push([...talk], [...talk, blocked], [...talk, lost], [...talk, { type: 'hungUp' }]);
      const places = new Set<string>();
      const measure = (element: TestElement) => {
        const top = one(element, '.panel').getBoundingClientRect().top;
        const zones = ['.stage', '.actions'].map((zone) =>
          Math.round(one(element, zone).getBoundingClientRect().top - top),
        );
        places.add([...zones, one(element, '.panel').offsetHeight].join());
      };
      for (const facts of [...stories, ...callErrorCodes.map((code) => [failure(code)])]) {
        const element = await made(...facts);
        measure(element);
        element.remove();
      }
      const talking = await made(...talk);
      for (const name of ['Keypad', 'Devices']) {
        action(talking, name).click();
        await talking.updateComplete;
        measure(talking);
      }
      expect([...places]).to.have.length(1);
    });

  it('stands beside its button where there is room neither above nor below', async () => {
    await setViewport({ width: 800, height: 500 });
    const box = await fixture<HTMLElement>(html`<div><test-click-to-call></test-click-to-call></div>`);
    box.style.paddingTop = '220px';
    const element = await pressed(box.firstElementChild as TestElement);
    const panel = () => one(element, '.panel').getBoundingClientRect();
    await waitUntil(() => panel().left >= one(element, '.pill').getBoundingClientRect().right, 'it is at the side');
    expect(panel().bottom).to.be.at.most(500);
  });

  it('opens again by itself when the call fails, and leaves the focus alone', async () => {
    const element = await made(...talk);
    await sendKeys({ press: 'Escape' });
    await element.updateComplete;
    element.fake.tell(failure('media-lost'));
    await element.updateComplete;
    expect(one(element, '[part=headline]').textContent).to.contain('The connection was lost');
    expect(root(element).activeElement).to.equal(one(element, 'button.call'));
  });

  it('keeps the focus on a button that is of no use for a while', async () => {
    const element = await made(...talk);
    action(element, 'Keypad').focus();
    element.fake.tell(lost);
    await element.updateComplete;
    await nextFrame();
    expect(root(element).activeElement).to.equal(action(element, 'Keypad'));
    expect(action(element, 'Keypad').getAttribute('aria-disabled')).to.equal('true');
    action(element, 'Keypad').click();
    await element.updateComplete;
    expect(action(element, 'Keypad').getAttribute('aria-expanded')).to.equal('false');
  });

  it('takes no digits that would not be sent', async () => {
    const element = await made(...talk);
    action(element, 'Keypad').click();
    await element.updateComplete;
    await sendKeys({ press: '4' });
    element.fake.tell(lost);
    await element.updateComplete;
    await sendKeys({ press: '5' });
    expect(element.fake.sent).to.deep.equal(['4']);
  });

  it('offers no mute before the microphone is open', async () => {
    const element = await made();
    action(element, 'Mute').click();
    expect(element.muted).to.equal(false);
    expect(action(element, 'Mute').getAttribute('aria-disabled')).to.equal('true');
  });

  it('shows the device that is in use when another can not be used, and says so in the one live region', async () => {
    const element = await made(...talk);
    Object.assign(element.fake.media, { choose: () => Promise.reject(new CallError('device-busy', 'held')) });
    action(element, 'Devices').click();
    await waitUntil(() => root(element).querySelector('select'));
    const select = one(element, 'select') as HTMLSelectElement;
    select.value = 'b';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => one(element, '[role=status]').textContent?.includes('This device'));
    expect(select.value).to.equal('a');
    expect(all(element, '[role=status], [role=alert], [aria-live]')).to.have.length(1);
  });

  it('keeps Escape to itself inside a dialog of the page', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog><test-click-to-call></test-click-to-call></dialog>`);
    dialog.showModal();
    const element = await pressed(dialog.firstElementChild as TestElement, ...talk);
    await sendKeys({ press: 'Escape' });
    await element.updateComplete;
    expect(all(element, '.panel')).to.have.length(0);
    expect(dialog.open).to.equal(true);
  });

  it('shows where the keyboard is when it has the focus itself', async () => {
    const panel = one(await made(), '.panel');
    expect(panel.matches(':focus-visible')).to.equal(true);
    expect(getComputedStyle(panel).outlineStyle).to.equal('solid');
  });

  it('names the language of its words on a page of another', async () => {
    const element = await pressed(await fixture(html`<test-click-to-call lang="sv"></test-click-to-call>`));
    expect(one(element, '.panel').lang).to.equal('en');
  });
});
