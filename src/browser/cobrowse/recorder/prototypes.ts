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

/** What rrweb puts in place of the browser's own methods of these. */
const methods = [
  'insertRule',
  'deleteRule',
  'addRule',
  'removeRule',
  'replace',
  'replaceSync',
  'setProperty',
  'removeProperty',
];

type Kept = readonly (readonly [object: object, name: string, descriptor: PropertyDescriptor | undefined])[];

function keep({ CSSStyleSheet, CSSGroupingRule, CSSStyleDeclaration, Element }: PageWindow): Kept {
  return [CSSStyleSheet, CSSGroupingRule, CSSStyleDeclaration, Element].flatMap(({ prototype }) =>
    [...methods, 'attachShadow'].map(
      (name) => [prototype, name, Object.getOwnPropertyDescriptor(prototype, name)] as const,
    ),
  );
}

/**
 * What rrweb does not put back by itself, and what it would put back over what the page has put there since. `begun` is to be
 * called when rrweb has begun; `end` puts everything back as it should be, for the document and these shadow roots, around `stop`.
 */
export function keepPrototypes(page: PageWindow): {
  begun: () => void;
  end: (stop: () => void, roots: readonly ShadowRoot[]) => void;
} {
  const before = keep(page);
  let during: Kept = [];
  const wasOwn = Object.hasOwn(page.document, sheets);
  return {
    begun: () => void (during = keep(page)),
    end(stop, roots) {
      const ofPage = keep(page).filter(([, , now], at) => during[at] && now?.value !== during[at][2]?.value);
      stop();
      for (const [object, name, descriptor] of before)
        if (descriptor && /Rule$/.test(name)) Object.defineProperty(object, name, descriptor);
      for (const [object, name, descriptor] of ofPage) if (descriptor) Object.defineProperty(object, name, descriptor);
      for (const root of wasOwn ? roots : [page.document, ...roots]) Reflect.deleteProperty(root, sheets);
    },
  };
}
