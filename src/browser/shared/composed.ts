/* The document as a press and a keyboard meet it: with what is in its shadow roots. */

/** Also of a frame, whose classes are others. */
export const isElement = (node: Node | null): node is Element => node?.nodeType === 1;
export const isHtml = (node: Node | null): node is HTMLElement => isElement(node) && 'offsetWidth' in node;

/** What is within shadow roots, too: the innermost of what `within` tells of each. */
function deepest(from: Element | null, within: (root: ShadowRoot) => Element | null): Element | null {
  let at = from;
  while (at?.shadowRoot) {
    const inner = within(at.shadowRoot);
    if (!inner || inner === at) break;
    at = inner;
  }
  return at;
}

/** What a press on this point meets. */
export const elementAt = (x: number, y: number, page = document): Element | null =>
  deepest(page.elementFromPoint(x, y), (root) => root.elementFromPoint(x, y));

/** What has the keyboard's focus. */
export const focusedElement = (): Element | null =>
  deepest(document.activeElement, ({ activeElement }) => activeElement);

/** The nearest match around an element, beyond shadow roots too. */
export function closestAround(element: Element, selector: string): Element | null {
  let at: Element | null = element;
  while (at) {
    const match: Element | null = at.closest(selector);
    if (match) return match;
    const root: Node = at.getRootNode();
    at = 'host' in root ? (root as ShadowRoot).host : null;
  }
  return null;
}
