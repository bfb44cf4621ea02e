import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { CallError } from '../../../src/core/call/call-error.js';
import { randomFrom } from '../../support/random.js';
import { endAll, sharing, type TestCobrowse } from '../cobrowse/fake-cobrowse.js';
import { opening, talk, type TestElement } from '../call/fake-call.js';
import { contrast, painted, type Painted } from './contrast.js';

const TEXT = 4.5;
const SHAPE = 3;

const shadow = (element: Element): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const find = (root: ParentNode, selector: string): HTMLElement =>
  root.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const layer = (): ShadowRoot => shadow(find(document, '[data-cc-block]'));
const hex = (color: Painted) => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Some that are hard, and as many as make 200 by chance, the same each time. */
function accents(): string[] {
  const random = randomFrom(13);
  const hard = ['#000', '#fff', '#ffd84d', '#00f', '#0f0', '#f00', '#0ff', '#808080', '#767676', '#777', '#1c1d21'];
  const byChance = Array.from({ length: 200 - hard.length }, () =>
    hex([random(), random(), random()].map((part) => Math.floor(part * 256)) as [number, number, number]),
  );
  return [...hard, ...byChance];
}

/** Everything that has the accent in it, on a page of one colour scheme. */
interface Stage {
  readonly box: HTMLElement;
  readonly failed: ShadowRoot;
  readonly talking: ShadowRoot;
  readonly waiting: ShadowRoot;
}

async function called(box: HTMLElement): Promise<TestElement> {
  const element = document.createElement('test-click-to-call') as TestElement;
  box.append(element);
  await element.updateComplete;
  void element.call();
  await waitUntil(() => shadow(element).querySelector('.panel') !== null);
  return element;
}

async function staged(scheme: string): Promise<Stage> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.colorScheme = scheme;
  const [failed, talking, waiting] = await Promise.all([called(box), called(box), called(box)]);
  failed.fake.tell({ type: 'failed', error: new CallError('call-failed', 'x') });
  talking.fake.tell(...talk);
  waiting.fake.tell(...opening);
  await Promise.all([failed, talking, waiting].map(({ updateComplete }) => updateComplete));
  return { box, failed: shadow(failed), talking: shadow(talking), waiting: shadow(waiting) };
}

const color = (element: Element, property: 'color' | 'backgroundColor' | 'borderTopColor'): Painted =>
  painted(getComputedStyle(element)[property]);

/** What reads or shows too little with this accent, in words. */
function tooPoor(accent: string, { failed, talking, waiting }: Stage): string[] {
  const surface = color(find(talking, '.panel'), 'backgroundColor');
  const call = find(failed, '.call');
  const again = find(failed, '.wide');
  const rows: [what: string, ratio: number, least: number][] = [
    ['words on the button', contrast(color(call, 'color'), color(call, 'backgroundColor')), TEXT],
    ['words on “Try again”', contrast(color(again, 'color'), color(again, 'backgroundColor')), TEXT],
    ['“Try again” on the panel', contrast(color(again, 'backgroundColor'), surface), SHAPE],
    ['the emblem', contrast(color(find(talking, '.emblem'), 'color'), surface), SHAPE],
    ['the agent’s level', contrast(color(find(talking, '.fill.theirs'), 'backgroundColor'), surface), SHAPE],
    ['its track', contrast(color(find(talking, '.level .bar'), 'borderTopColor'), surface), SHAPE],
    ['the visitor’s level', contrast(color(find(talking, '.fill.mine'), 'backgroundColor'), surface), SHAPE],
    ['the ring while waiting', contrast(color(find(waiting, '.breathing'), 'borderTopColor'), surface), SHAPE],
  ];
  return rows
    .filter(([, ratio, least]) => ratio < least)
    .map(([what, ratio]) => `${accent} ${what} ${ratio.toFixed(2)}`);
}

async function shared(box: HTMLElement): Promise<TestCobrowse> {
  const element = document.createElement('test-cobrowse');
  element.roomId = 'r';
  box.append(element);
  await element.updateComplete;
  void element.start();
  await waitUntil(() => element.state === 'asking');
  await element.updateComplete;
  return element;
}

describe('any accent is safe', function () {
  this.timeout(60_000);
  afterEach(async () => {
    endAll();
    await emulateMedia({ forcedColors: 'none' });
  });

  for (const scheme of ['light', 'dark']) {
    it(`200 of them, ${scheme}`, async () => {
      const stage = await staged(scheme);
      const poor = accents().flatMap((accent) => {
        stage.box.style.setProperty('--cc-accent', accent);
        return tooPoor(accent, stage);
      });
      expect(poor).to.deep.equal([]);
    });

    it(`over a shared page, ${scheme}`, async () => {
      const box = await fixture<HTMLElement>(html`<div></div>`);
      box.style.colorScheme = scheme;
      const element = await shared(box);
      const poor: string[] = [];
      const look = async (accent: string, what: string, least: number, measure: () => number) => {
        box.style.setProperty('--cc-accent', accent);
        element.requestUpdate();
        await element.updateComplete;
        if (measure() < least) poor.push(`${accent} ${what} ${measure().toFixed(2)}`);
      };
      const some = accents().slice(0, 40);
      for (const accent of some) {
        const yes = () => find(layer(), '.answer.yes');
        await look(accent, 'words', TEXT, () => contrast(color(yes(), 'color'), color(yes(), 'backgroundColor')));
        const surface = () => color(find(layer(), '.ask'), 'backgroundColor');
        await look(accent, '“Share”', SHAPE, () => contrast(color(yes(), 'backgroundColor'), surface()));
      }
      element.share.tell(...sharing);
      element.share.show({ conn: 'a', user: { id: 'a', name: 'Anna' }, pointer: [1, 1], line: [[1, 1]] });
      for (const accent of some) {
        const surface = () => color(find(layer(), '.bar'), 'backgroundColor');
        const edge = () => color(find(layer(), '.bar'), 'borderTopColor');
        await look(accent, 'edge of the bar', SHAPE, () => contrast(edge(), surface()));
        const name = () => find(layer(), '.agent .name');
        await look(accent, 'name', TEXT, () => contrast(color(name(), 'color'), color(name(), 'backgroundColor')));
      }
      expect(poor).to.deep.equal([]);
    });
  }

  it('and what the site sets for the text on it counts', async () => {
    const stage = await staged('light');
    stage.box.style.setProperty('--cc-accent', '#ffd84d');
    stage.box.style.setProperty('--cc-on-accent', 'rgb(10, 20, 30)');
    for (const button of ['.call', '.wide'])
      expect(color(find(stage.failed, button), 'color')).to.deep.equal([10, 20, 30]);
  });

  for (const [scheme, accent] of [
    ['light', '#7a1fa2'],
    ['light', '#000000'],
    ['dark', '#ffd84d'],
    ['dark', '#ffffff'],
  ] as const)
    it(`leaves ${accent} alone, which reads well where it is ${scheme}`, async () => {
      const stage = await staged(scheme);
      stage.box.style.setProperty('--cc-accent', accent);
      for (const button of ['.call', '.wide'])
        expect(hex(color(find(stage.failed, button), 'backgroundColor'))).to.equal(accent);
    });

  it('keeps the hue of one that it holds', async () => {
    const stage = await staged('dark');
    stage.box.style.setProperty('--cc-accent', '#00008b');
    const [red, green, blue] = color(find(stage.failed, '.wide'), 'backgroundColor');
    expect(blue).to.be.above(red + 30);
    expect(Math.abs(red - green)).to.be.below(12);
  });

  it('and its own defaults read well, too', async () => {
    for (const scheme of ['light', 'dark']) expect(tooPoor('default', await staged(scheme))).to.deep.equal([]);
  });
});

describe('in forced colours', () => {
  const system = (name: string): Painted => {
    const probe = document.createElement('i');
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    document.body.append(probe);
    const found = color(probe, 'color');
    probe.remove();
    return found;
  };
  beforeEach(() => emulateMedia({ forcedColors: 'active' }));
  afterEach(async () => {
    endAll();
    await emulateMedia({ forcedColors: 'none' });
  });

  it('the primary action is primary, whatever the accent, and what is disabled looks so', async () => {
    const stage = await staged('light');
    for (const accent of accents().slice(0, 40)) {
      stage.box.style.setProperty('--cc-accent', accent);
      const again = find(stage.failed, '.wide');
      expect(color(again, 'backgroundColor')).to.deep.equal(system('Highlight'));
      expect(color(again, 'color')).to.deep.equal(system('HighlightText'));
    }
    const keypad = find(stage.waiting, '[aria-label=Keypad]');
    expect(keypad.getAttribute('aria-disabled')).to.equal('true');
    expect([color(keypad, 'color'), color(keypad, 'borderTopColor')]).to.deep.equal([
      system('GrayText'),
      system('GrayText'),
    ]);
    const mute = find(stage.talking, '[aria-label=Mute]');
    expect(color(mute, 'color')).to.not.deep.equal(system('GrayText'));
  });

  it('buttons of the page that can’t be pressed look so', async () => {
    const call: TestElement = await fixture(html`<test-click-to-call disabled></test-click-to-call>`);
    const share: TestCobrowse = await fixture(html`<test-cobrowse></test-cobrowse>`);
    for (const element of [call, share]) {
      const button = find(shadow(element), 'button');
      expect(color(button, 'color')).to.deep.equal(system('GrayText'));
      expect(color(button, 'borderTopColor')).to.deep.equal(system('GrayText'));
      expect(getComputedStyle(button).borderTopStyle).to.equal('dashed');
    }
  });

  it('“Share” is primary once it can be pressed', async () => {
    await shared(await fixture<HTMLElement>(html`<div></div>`));
    const yes = () => find(layer(), '.answer.yes');
    expect(color(yes(), 'color')).to.deep.equal(system('GrayText'));
    await waitUntil(() => !yes().hasAttribute('aria-disabled'), 'it has been seen', { timeout: 5_000 });
    expect(color(yes(), 'backgroundColor')).to.deep.equal(system('Highlight'));
    expect(color(yes(), 'color')).to.deep.equal(system('HighlightText'));
  });
});
