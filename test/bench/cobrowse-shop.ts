import { randomFrom } from '../support/random.js';

/** A page like that of a shop, as large as one likes, and what happens on it: the same every time. */

export interface Shop {
  readonly cards: readonly HTMLElement[];
  readonly texts: readonly Text[];
  readonly search: HTMLInputElement;
  readonly finds: HTMLElement;
  readonly note: HTMLTextAreaElement;
  readonly list: HTMLElement;
  readonly panel: HTMLElement;
}

const words = 'lamp desk floor brass linen shade warm light oak stand order basket soft dimmer cord ceiling'.split(' ');

/** Puts a page of so many elements into the body, in place of what was there. */
export function buildShop(elements: number): Shop {
  const random = randomFrom(elements);
  const phrase = (length: number) => Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
  const texts: Text[] = [];
  const text = (content: string) => {
    const node = document.createTextNode(content);
    texts.push(node);
    return node;
  };
  const style = make('style', {}, '.card { contain: strict; height: 6rem } .hot { color: red } .panel { height: 0 }');
  const search = make('input', { type: 'search', name: 'q', placeholder: 'Search' });
  const finds = make('ul', { class: 'finds' });
  const note = make('textarea', { name: 'note', rows: '4' });
  const list = make('ul', { class: 'news' });
  const panel = make('section', { class: 'panel', 'aria-label': 'Details' });
  const main = make('main', {});
  document.body.replaceChildren(style, make('form', {}, search, finds, note), list, panel, main);
  const cards: HTMLElement[] = [];
  // Six elements a card.
  for (let count = 9; count + 6 <= elements; count += 6) {
    const name = phrase(2);
    const card = make(
      'article',
      { class: 'card', 'data-item': String(count), style: 'width: 20rem' },
      make('h3', {}, make('a', { href: `/item/${count}?from=list`, title: name }, text(name))),
      make('p', { class: 'about' }, text(phrase(8))),
      make('span', { class: 'price' }, text(price(random))),
      make('button', { type: 'button', 'aria-label': `Add ${name}` }, text('Add to basket')),
    );
    cards.push(card);
    main.append(card);
  }
  return { cards, texts, search, finds, note, list, panel };
}

/** Each call makes 200 changes: 90 of texts, 70 of attributes, 20 nodes that come and 20 that go. */
export function changer({ cards, texts }: Shop): () => void {
  const random = randomFrom(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const added: HTMLElement[] = [];
  const add = () => {
    const element = make('em', { class: 'tag' }, `new ${Math.floor(random() * 1_000)}`);
    pick(cards).append(element);
    added.push(element);
  };
  for (let count = 0; count < 200; count += 1) add();
  return () => {
    for (let count = 0; count < 90; count += 1) pick(texts).nodeValue = price(random);
    for (let count = 0; count < 40; count += 1) pick(cards).className = `card c${Math.floor(random() * 100)}`;
    for (let count = 0; count < 15; count += 1) pick(cards).style.width = `${Math.floor(random() * 400)}px`;
    for (let count = 0; count < 15; count += 1) pick(cards).title = `Item ${Math.floor(random() * 1_000)}`;
    for (let count = 0; count < 20; count += 1) {
      add();
      added.shift()?.remove();
    }
  };
}

/** Ten seconds of mixed use. */
const ROUND = 600;

/** Uses the page as a visitor does for some seconds, at the pace of one: moves, types, scrolls, opens; and prices change. */
export async function useShop(shop: Shop, seconds: number): Promise<void> {
  const random = randomFrom(11);
  const began = performance.now();
  // A step is a sixtieth of a second; where the page was late, the missed ones follow at once.
  for (let step = 0; step < 60 * seconds; step += 1) {
    const early = began + (step * 1_000) / 60 - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    useOnce(shop, step % ROUND, random);
    if (step % 60 === 0) liveList(shop, step, random);
  }
}

function useOnce({ cards, search, finds, note, panel }: Shop, step: number, random: () => number): void {
  const within = (from: number, to: number) => step >= from && step < to;
  if (within(0, 90) || within(290, 380) || within(400, 470)) movePointer(step, cards);
  if (step === 90) click(search);
  if (within(90, 200) && step % 8 === 0) {
    type(search, random);
    showFinds(finds, random);
  }
  if (step === 240) finds.replaceChildren();
  if (within(200, 290)) scrollBy(0, 25);
  if (step === 380) openPanel(panel);
  if (within(380, 400)) panel.style.height = `${(step - 379) * 12}px`;
  if (within(400, 470) && step % 20 === 0) click(panel.querySelectorAll('input')[(step - 400) / 20]!);
  if (step === 480) {
    panel.replaceChildren();
    panel.removeAttribute('style');
    click(note);
  }
  if (within(480, 560) && step % 8 === 0) type(note, random);
  if (within(560, 590)) scrollBy(0, -75);
}

/** Once a second: twelve prices, and something new above a list of eight. */
function liveList({ texts, list }: Shop, step: number, random: () => number): void {
  for (let count = 0; count < 12; count += 1) texts[Math.floor(random() * texts.length)]!.nodeValue = price(random);
  const about = words[Math.floor(random() * words.length)];
  list.prepend(make('li', { class: 'hot' }, make('b', {}, `${step / 60} s`), ` somebody bought a ${about} lamp`));
  list.children[1]?.removeAttribute('class');
  list.children[8]?.remove();
}

function movePointer(step: number, cards: readonly HTMLElement[]): void {
  const [clientX, clientY] = [300 + 200 * Math.sin(step / 20), 300 + 150 * Math.cos(step / 13)];
  const under = document.elementFromPoint(clientX, clientY) ?? document.body;
  under.dispatchEvent(new MouseEvent('mousemove', { clientX, clientY, bubbles: true, composed: true }));
  if (step % 15 === 0) cards[(step / 15) % cards.length]!.classList.toggle('hot');
}

function click(element: HTMLElement): void {
  for (const kind of ['mousedown', 'mouseup'])
    element.dispatchEvent(new MouseEvent(kind, { clientX: 40, clientY: 40, bubbles: true, composed: true }));
  element.focus({ preventScroll: true });
  element.click();
}

function type(field: HTMLInputElement | HTMLTextAreaElement, random: () => number): void {
  field.value += 'etaoin shrdlu'[Math.floor(random() * 13)]!;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** What was found so far, anew with each letter. */
function showFinds(finds: HTMLElement, random: () => number): void {
  const items = Array.from({ length: 6 }, () => {
    const word = words[Math.floor(random() * words.length)]!;
    return make('li', { role: 'option' }, make('b', {}, word), ` lamp, ${price(random)}`);
  });
  finds.replaceChildren(...items);
}

function openPanel(panel: HTMLElement): void {
  for (let count = 0; count < 12; count += 1)
    panel.append(
      make(
        'label',
        { class: 'choice' },
        make('input', { type: count < 6 ? 'checkbox' : 'radio', name: 'choice', value: `v${count}` }),
        make('span', {}, `Choice ${count}: ${words[count]}`),
      ),
    );
}

const price = (random: () => number): string => `${(random() * 500).toFixed(2)} €`;

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}
