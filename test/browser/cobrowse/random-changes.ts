/** Numbers in [0, 1) that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const tags = ['div', 'p', 'span', 'b', 'section', 'ul', 'li', 'button', 'a', 'svg'];

/** Changes of the content of `box`, each to be called in turn: nodes come, go and move, texts and attributes change. */
export function* changeAtRandom(box: Element, seed: number, count: number): Generator<() => void> {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const roots = () => [
    box,
    ...[...box.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : [])),
  ];
  const places = () => [box, ...box.querySelectorAll('*:not(svg, noscript)')];
  const make = () => {
    const element = document.createElement(pick(tags));
    element.append(`text ${Math.floor(random() * 1_000)}`);
    if (random() < 0.4) element.append(document.createElement('i'), 'tail', document.createComment('not sent'));
    return element;
  };
  for (let change = 0; change < count; change++)
    yield () => {
      const place = pick(places());
      const children = [...place.childNodes];
      const child = children.length > 0 ? pick(children) : null;
      const kind = Math.floor(random() * 9);
      if (kind <= 1) place.insertBefore(make(), child);
      else if (kind === 2) child?.remove();
      else if (kind === 3) {
        const target = pick(places());
        if (child && !child.contains(target)) target.insertBefore(child, target.firstChild);
      } else if (kind === 4) place.setAttribute('class', `c${Math.floor(random() * 100)}`);
      else if (kind === 5 && child?.nodeType === Node.TEXT_NODE)
        child.nodeValue = `changed ${Math.floor(random() * 1_000)}`;
      else if (kind === 6 && 'style' in place) (place as HTMLElement).style.marginTop = `${Math.floor(random() * 9)}px`;
      else if (kind === 7) pick(roots()).append(make(), document.createElement('noscript'));
      else if (kind === 8 && /^(?:DIV|SECTION|SPAN)$/.test(place.tagName) && !place.shadowRoot)
        place.attachShadow({ mode: 'open' }).append(make());
    };
}

/** What is to be equal on both sides: elements with class and style, texts, shadow roots; not what never leaves. */
export function outline(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return JSON.stringify(node.nodeValue);
  if (node.nodeType !== Node.ELEMENT_NODE || /^(?:NOSCRIPT|CC-PLACE)$/.test(node.nodeName)) return '';
  const element = node as HTMLElement;
  const within = (root: Node) => [...root.childNodes].map(outline).join('');
  const shadow = element.shadowRoot ? `#(${within(element.shadowRoot)})` : '';
  const name = element.localName;
  return `<${name} ${element.getAttribute('class') ?? ''} ${element.getAttribute('style') ? element.style.cssText : ''}>${shadow}${within(element)}</${name}>`;
}
