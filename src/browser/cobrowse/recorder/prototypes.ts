/*
 * rrweb records the changes of styles and fields through methods and properties that it puts in place of the browser's. Where
 * the page has frozen those it gives up half-way, with observers that nothing ends; and of some it leaves its own there.
 */

type PageWindow = Window & typeof globalThis;

const sheets = 'adoptedStyleSheets';

/** Whether rrweb can put its own in place of what it listens to, and put it back. */
export function canBeWatched(page: PageWindow): boolean {
  const styles = [page.CSSStyleSheet, page.CSSGroupingRule, page.CSSMediaRule, page.CSSStyleDeclaration];
  const fields = [page.HTMLInputElement, page.HTMLTextAreaElement, page.HTMLSelectElement, page.HTMLOptionElement];
  return [...styles, ...fields, page.Document, page.ShadowRoot].every(({ prototype }) => !Object.isFrozen(prototype));
}

/** What rrweb does not put back by itself. Returns the way back, for the document and these shadow roots. */
export function keepPrototypes(page: PageWindow): (roots: readonly ShadowRoot[]) => void {
  const { prototype } = page.CSSStyleSheet;
  const kept = ['addRule', 'removeRule'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(prototype, name)] as const,
  );
  const wasOwn = Object.hasOwn(page.document, sheets);
  return (roots) => {
    for (const [name, descriptor] of kept) if (descriptor) Object.defineProperty(prototype, name, descriptor);
    for (const root of wasOwn ? roots : [page.document, ...roots]) Reflect.deleteProperty(root, sheets);
  };
}
