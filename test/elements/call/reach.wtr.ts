import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { CcStateChangeEvent } from '../../../src/elements/shared/events.js';
import { talk, type TestElement } from './fake-call.js';

const shadow = (element: TestElement): ShadowRoot => element.shadowRoot!;
const panelOf = (element: TestElement) => shadow(element).querySelector<HTMLElement>('.panel');
/** Of the layer over the page. */
const layerRoot = (): ShadowRoot | null =>
  [...document.querySelectorAll('[data-cc-block]')].map(({ shadowRoot }) => shadowRoot).find((root) => root) ?? null;
const inLayer = (selector: string) => layerRoot()?.querySelector<HTMLElement>(selector) ?? null;

/** As a hand would: when it has come to rest. */
async function press(target: Element): Promise<void> {
  const moving = target.closest('.panel')?.getAnimations() ?? [];
  await Promise.all(moving.map(({ finished }) => finished));
  const { left, top, width, height } = target.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
}

async function talking(element: TestElement): Promise<TestElement> {
  shadow(element).querySelector('button')!.click();
  await waitUntil(() => panelOf(element), 'the panel is open');
  element.fake.tell(...talk);
  await element.updateComplete;
  return element;
}

const make = async (): Promise<TestElement> => fixture<TestElement>(html`<test-click-to-call></test-click-to-call>`);

describe('a call stays in hand', () => {
  let extra: HTMLElement | null = null;
  afterEach(async () => {
    extra?.remove();
    extra = null;
    document.body.removeAttribute('style');
    await setViewport({ width: 800, height: 600 });
  });

  const open = (dialog: string): HTMLElement => {
    extra = document.createElement('div');
    extra.innerHTML = dialog;
    document.body.append(extra);
    return extra.firstElementChild as HTMLElement;
  };

  it('while a modal dialog of the page is open it is muted and ended in the dialog, and afterwards where it was', async () => {
    const element = await talking(await make());
    const dialog = open('<dialog><button>of the page</button></dialog>') as HTMLDialogElement;
    dialog.showModal();
    await waitUntil(() => inLayer('[part~=hang-up]'), 'the panel is in the dialog', { timeout: 3_000 });
    expect(dialog.contains(layerRoot()!.host)).to.equal(true);
    expect(panelOf(element) === null).to.equal(true);
    await press(inLayer('[part~=action][aria-label=Mute]')!);
    expect(element.muted).to.equal(true);
    dialog.close();
    await waitUntil(() => panelOf(element), 'the panel is back');
    expect(layerRoot() === null).to.equal(true);
    dialog.showModal();
    await waitUntil(() => inLayer('[part~=hang-up]'));
    await press(inLayer('[part~=hang-up]')!);
    await waitUntil(() => element.state === 'ended');
  });

  it('and no timer is left by any of its calls', async () => {
    const running = new Set<number>();
    const { setInterval: set, clearInterval: clear } = window;
    window.setInterval = ((callback: () => void, ms: number) => {
      const id = set(callback, ms);
      running.add(id);
      return id;
    }) as typeof setInterval;
    window.clearInterval = ((id: number) => {
      running.delete(id);
      clear(id);
    }) as typeof clearInterval;
    try {
      const element = await make();
      for (let calls = 0; calls < 3; calls += 1) {
        await talking(element);
        const dialog = open('<dialog><button>of the page</button></dialog>') as HTMLDialogElement;
        dialog.showModal();
        await waitUntil(() => inLayer('[part~=hang-up]'), 'outside', { timeout: 3_000 });
        dialog.close();
        await waitUntil(() => panelOf(element), 'the panel is back');
        await element.hangUp();
        await element.updateComplete;
        shadow(element).querySelector<HTMLElement>('.panel .quiet')!.click();
        await element.updateComplete;
        expect(running.size, `after call ${calls + 1}`).to.equal(0);
      }
    } finally {
      Object.assign(window, { setInterval: set, clearInterval: clear });
    }
  });

  it('where what it stands in is inert, or folded away', async () => {
    const around = await fixture<HTMLElement>(html`<main><test-click-to-call></test-click-to-call></main>`);
    const element = await talking(around.querySelector<TestElement>('test-click-to-call')!);
    for (const [name, value] of [
      ['inert', ''],
      ['style', 'display: none'],
    ] as const) {
      around.setAttribute(name, value);
      await waitUntil(() => inLayer('[part~=hang-up]'), name, { timeout: 3_000 });
      around.removeAttribute(name);
      await waitUntil(() => panelOf(element), `${name} no more`);
    }
  });

  it('a button that is scrolled away docks in the corner while its panel is closed', async () => {
    const element = await make();
    document.body.style.paddingBottom = '3000px';
    await talking(element);
    await sendKeys({ press: 'Escape' });
    expect(panelOf(element) === null).to.equal(true);
    scrollTo(0, 2_000);
    await waitUntil(() => inLayer('.dock'), 'docked', { timeout: 3_000 });
    const { right, bottom } = inLayer('.dock')!.getBoundingClientRect();
    expect([innerWidth - right, innerHeight - bottom].every((edge) => edge >= 16 && edge <= 48)).to.equal(true);
    expect(inLayer('.dock')!.textContent).to.match(/\d:\d\d/);
    await press(inLayer('.dock .call')!);
    await waitUntil(() => panelOf(element), 'opened');
    scrollTo(0, 0);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !inLayer('.dock') && !panelOf(element));
    expect(layerRoot() === null).to.equal(true);
  });

  it('a question of ours is answered first', async () => {
    const element = await talking(await make());
    const layer = open('<div data-cc-block></div>').attachShadow({ mode: 'open' });
    const dialog = document.createElement('dialog');
    layer.append(dialog);
    dialog.showModal();
    for (let frames = 0; frames < 40; frames += 1) await nextFrame();
    expect(panelOf(element) === null).to.equal(false);
  });

  it('a dialog of the page that is kept from the agent is none of ours', async () => {
    await talking(await make());
    const dialog = open('<dialog data-cc-block>of the page</dialog>') as HTMLDialogElement;
    dialog.showModal();
    await waitUntil(() => dialog.querySelector('[data-cc-block]')?.shadowRoot?.querySelector('[part~=hang-up]'));
  });

  for (const [name, style] of [
    ['body', 'zoom: 1.5'],
    ['body', 'zoom: 1.25'],
    ['body', 'transform: translate(40px, 60px) scale(1.1)'],
    ['html', 'zoom: 1.5'],
  ] as const)
    it(`on a page with ${name} { ${style} } the panel is whole, and beside its button`, async () => {
      await setViewport({ width: 900, height: 640 });
      const target = name === 'body' ? document.body : document.documentElement;
      target.setAttribute('style', style);
      const element = await talking(await make());
      try {
        await Promise.all(
          panelOf(element)!
            .getAnimations()
            .map(({ finished }) => finished),
        );
        const { left, top, right, bottom } = panelOf(element)!.getBoundingClientRect();
        expect(
          left >= 0 && top >= 0 && right <= 900.5 && bottom <= 640.5,
          `${left} ${top} ${right} ${bottom}`,
        ).to.equal(true);
        const button = shadow(element).querySelector('.pill')!.getBoundingClientRect();
        const beside = [top - button.bottom, button.top - bottom, left - button.right, button.left - right];
        expect(
          beside.some((gap) => Math.abs(gap) < 14),
          beside.join(),
        ).to.equal(true);
        const end = panelOf(element)!.querySelector('[part~=hang-up]')!;
        await press(end);
        await waitUntil(() => element.state === 'ended');
      } finally {
        target.removeAttribute('style');
      }
    });

  for (const [width, height] of [
    [667, 375],
    [568, 320],
    [320, 256],
    [320, 480],
  ] as const)
    it(`in a window of ${width} × ${height} the actions are whole, whatever is open`, async () => {
      await setViewport({ width, height });
      const element = await talking(await make());
      for (const tool of ['none', 'Keypad', 'Devices']) {
        shadow(element).querySelector<HTMLElement>(`[part~=action][aria-label=${tool}]`)?.click();
        await element.updateComplete;
        const end = shadow(element).querySelector('[part~=hang-up]')!;
        const { top, bottom } = end.getBoundingClientRect();
        expect(top >= 0 && bottom <= height, `${tool}: ${top}–${bottom}`).to.equal(true);
        expect(document.elementFromPoint(end.getBoundingClientRect().x + 24, top + 24) === element).to.equal(true);
      }
    });

  it('makes way for what has the keyboard’s focus, and closes by Escape from there', async () => {
    const element = await talking(await make());
    const { left, top } = panelOf(element)!.getBoundingClientRect();
    const link = open('<a href="#x" style="position: fixed">a link</a>');
    Object.assign(link.style, { left: `${left + 20}px`, top: `${top + 40}px` });
    link.focus();
    const hides = () => {
      const at = link.getBoundingClientRect();
      return document.elementFromPoint(at.x + 4, at.y + 4) !== link;
    };
    await waitUntil(() => !hides(), 'it lies free');
    await sendKeys({ press: 'Escape' });
    expect(panelOf(element) === null).to.equal(true);
    expect(element.state).to.equal('talking');
  });

  it('an Escape that the page has taken closes nothing', async () => {
    const element = await talking(await make());
    const field = open('<input>');
    field.addEventListener('keydown', (event) => event.preventDefault());
    field.focus();
    await sendKeys({ press: 'Escape' });
    expect(panelOf(element) === null).to.equal(false);
  });

  it('hung up by Enter it says that it is over, and the next Enter calls nobody', async () => {
    const element = await talking(await make());
    for (const docked of [false, true]) {
      if (docked) {
        element.fake.tell(...talk);
        await sendKeys({ press: 'Escape' });
      }
      shadow(element).querySelector<HTMLElement>('[part~=hang-up]')!.focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => element.state === 'ended');
      await element.updateComplete;
      expect(shadow(element).activeElement === panelOf(element)).to.equal(true);
      const again = shadow(element).querySelector<HTMLElement>('.actions .wide')!;
      for (const button of [again, shadow(element).querySelector<HTMLElement>('.call')!]) {
        button.focus();
        await sendKeys({ press: 'Enter' });
        expect(element.state).to.equal('ended');
      }
      if (docked) return;
      await press(again);
      await waitUntil(() => element.state !== 'ended', 'a press of the pointer is meant');
    }
  });

  it('makes room where the page is shared', async () => {
    const element = await talking(await make());
    const share = open('<div></div>');
    share.dispatchEvent(new CcStateChangeEvent('sharing', 'connecting'));
    await element.updateComplete;
    expect(panelOf(element) === null).to.equal(true);
    expect(shadow(element).querySelector('.half') === null).to.equal(false);
  });
});
