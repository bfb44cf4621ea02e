import { isElement } from '../../shared/composed.js';
import { parseHttp } from '../../../core/cobrowse/privacy/address.js';

/*
 * Chromium writes `padding: var(--p); padding-left: 1px` down as `padding-top: ; …`: what the variable stood for is lost in
 * the rules that the recorder reads. The text of the sheet still has it.
 */

/** A declaration without a value is one that got lost. */
const lost = /[{;] ?[-a-z]+: ?;/;
const MAX_CHARS = 2_000_000;

/** Texts of linked sheets by their address; null for one that can't be read. */
const texts = new Map<string, string | null>();

/** The rules of a sheet of this node (its element, or who adopted it) as they were recorded, with what was lost of them. */
export function wholeSheet(node: Node, recorded: string, onText: () => void): string {
  if (!lost.test(recorded)) return recorded;
  const text =
    isElement(node) && node.localName === 'link'
      ? linked((node as HTMLLinkElement).href, onText)
      : isElement(node) && node.localName === 'style'
        ? own(node as HTMLStyleElement)
        : null;
  const root = (isElement(node) && node.shadowRoot) || node.getRootNode();
  return text ?? ('styleSheets' in root ? withComputed(recorded, root as Document | ShadowRoot) : recorded);
}

/** Where there is no text: the values that the first element has for which the rule was written. */
function withComputed(css: string, root: Document | ShadowRoot): string {
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (whole, selector: string, declarations: string) => {
    const element = lost.test(`{${declarations}`) ? first(selector.trim(), root) : null;
    if (!element) return whole;
    const styles = getComputedStyle(element);
    const filled = declarations.replace(
      /([-a-z]+): ?;/g,
      (_, name: string) => `${name}: ${styles.getPropertyValue(name)};`,
    );
    return `${selector}{${filled}}`;
  });
}

function first(selector: string, root: Document | ShadowRoot): Element | null {
  try {
    return /^:host\b/.test(selector) && root instanceof ShadowRoot ? root.host : root.querySelector(selector);
  } catch {
    return null;
  }
}

function own(style: HTMLStyleElement): string | null {
  const text = style.textContent;
  return style.childNodes.length === 1 && isUnchanged(style, text) ? text : null;
}

/** Nothing was put into the rules, or taken out, since the text was read. */
function isUnchanged({ sheet }: HTMLStyleElement, text: string): boolean {
  try {
    const anew = new CSSStyleSheet();
    anew.replaceSync(text);
    const rules = sheet?.cssRules;
    return (
      rules?.length === anew.cssRules.length &&
      [...rules].every((rule, at) => rule.cssText === anew.cssRules[at]?.cssText)
    );
  } catch {
    return false;
  }
}

/** From the browser's own cache, and from nowhere else. */
function linked(href: string, onText: () => void): string | null {
  const known = texts.get(href);
  if (known !== undefined) return known;
  texts.set(href, null);
  if (new URL(href).origin !== location.origin) return null;
  void fetch(href, { cache: 'only-if-cached', mode: 'same-origin' })
    .then((response) => (response.ok ? response.text() : null))
    .then((text) => {
      if (text === null || text.length > MAX_CHARS || text.includes('@import')) return;
      texts.set(href, withAddresses(text, href));
      onText();
    })
    .catch(() => undefined);
  return null;
}

const withAddresses = (text: string, base: string): string =>
  text.replace(/url\(\s*(["']?)((?!data:)[^"')]+)\1\s*\)/gi, (whole, _quote, address: string) => {
    const url = parseHttp(address.trim(), base);
    return url ? `url("${url.href}")` : whole;
  });
