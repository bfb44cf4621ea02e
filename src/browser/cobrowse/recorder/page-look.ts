import type { PageLook } from '../../../core/cobrowse/privacy/page-look.js';
import { isElement, isHtml } from '../../shared/composed.js';
import { stayedAnimations } from './stayed-animations.js';
import { wholeSheet } from './whole-sheet.js';

/** Looks at the nodes of this page; `nodeOf` finds one by the number that the recorder gave it, `idOf` the other way round. */
export function lookAtPage(
  nodeOf: (id: number) => Node | null,
  idOf: (node: Node) => number,
  onSheet: () => void,
): PageLook {
  const elementOf = (id: number): HTMLElement | null => {
    const node = nodeOf(id);
    return isHtml(node) ? node : null;
  };
  return {
    states(id, asked) {
      const element = elementOf(id);
      return element ? [...asked].filter((name) => !/^(?:focus|target)/.test(name) && matches(element, name)) : [];
    },
    reached() {
      const reached = new Map<number, readonly string[]>();
      const focused = document.hasFocus() || document.activeElement !== document.body ? focusedElements() : [];
      for (const [place, element] of focused.entries()) {
        const own = place === 0 ? ['focus', ...(matches(element, 'focus-visible') ? ['focus-visible'] : [])] : [];
        reached.set(idOf(element), [...own, 'focus-within']);
      }
      const target = document.querySelector(':target');
      if (target) reached.set(idOf(target), [...(reached.get(idOf(target)) ?? []), 'target']);
      return reached;
    },
    box(id) {
      const element = nodeOf(id);
      return isElement(element) ? boxOf(element) : '';
    },
    source(id) {
      const node = nodeOf(id);
      if (!isElement(node) || node.localName !== 'img') return '';
      const { srcset, parentElement, currentSrc } = node as HTMLImageElement;
      return srcset || parentElement?.localName === 'picture' ? currentSrc : '';
    },
    stayed: () => new Map(stayedAnimations().map(({ target, css }) => [idOf(target), css])),
    isOff(id) {
      const node = nodeOf(id);
      return node !== null && 'sheet' in node && (node as HTMLStyleElement).sheet?.disabled === true;
    },
    css(id, recorded) {
      const node = nodeOf(id);
      return node ? wholeSheet(node, recorded, onSheet) : recorded;
    },
    scheme: rootScheme,
    prefers: (feature) => matchMedia(feature).matches,
  };
}

/** An unknown pseudo-class is no error: the browser may be older than the page. */
function matches(element: Element, name: string): boolean {
  try {
    return element.matches(`:${name}`);
  } catch {
    return false;
  }
}

/** From its style or, where that says nothing, from its head. */
function rootScheme(): string {
  const styled = getComputedStyle(document.documentElement).colorScheme;
  const told = document.querySelector('meta[name="color-scheme" i]')?.getAttribute('content') ?? '';
  const schemes = styled === 'normal' ? told : styled;
  const isDark =
    /\bdark\b/i.test(schemes) && (!/\blight\b/i.test(schemes) || matchMedia('(prefers-color-scheme: dark)').matches);
  return isDark ? 'dark' : '';
}

/** The element that has the focus, and all around it, out of shadow roots too. */
function focusedElements(): Element[] {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body) return [];
  const all: Element[] = [];
  for (let at: Node | null = focused; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) all.push(at);
  return all;
}

/** What the place of an element is made of, where it is replaced by a box. */
function boxOf(element: Element): string {
  const { width, height } = element.getBoundingClientRect();
  const { offsetWidth = width, offsetHeight = height } = isHtml(element) ? element : {};
  const { display, float, position, verticalAlign, margin, inset } = getComputedStyle(element);
  if (display === 'none') return 'display:none !important;';
  const shown = display === 'inline' ? 'inline-block' : display;
  const placed = position === 'static' ? '' : `position:${position};inset:${inset};`;
  return (
    `box-sizing:border-box;display:${shown};width:${offsetWidth}px;height:${offsetHeight}px;min-width:0;min-height:0;` +
    `max-width:none;max-height:none;float:${float};vertical-align:${verticalAlign};margin:${margin};${placed}`
  );
}
