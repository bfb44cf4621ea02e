import { cleanAttribute, type AttributePolicy } from '../privacy/attributes.js';
import { cleanSheet } from '../privacy/css.js';
import { boxTag, factNames, FRAME, dispositionOf, type Facts } from '../privacy/elements.js';
import { HIDDEN } from '../privacy/page-copy.js';
import { STATES } from '../privacy/states.js';
import {
  isAttribute,
  nodeType,
  type AttributeChange,
  type AttributeValue,
  type ElementNode,
  type PageNode,
  type StyleDiff,
} from '../privacy/page-event.js';
import { REFERRER_ID, withoutReferrer } from './referrer.js';
import { dealSheet } from './sheets.js';
import { isObject } from '../../platform/guards.js';

/** A node that the replayer has. */
export interface Known {
  readonly id: number;
  readonly tag: string;
  readonly svg: boolean;
  readonly depth: number;
  readonly parent: Known | null;
  readonly children: Set<Known>;
  facts: Facts;
}

const MAX_DEPTH = 512;
/** Each frame is a window of the agent's browser: those above are boxes. */
const MAX_FRAMES = 50;

export const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < REFERRER_ID;

/** Doctypes of the limited-quirks mode, HTML §13.2.6.4.1. A page with the latter is in quirks mode without a system identifier. */
const limited = /^-\/\/W3C\/\/DTD (?:XHTML 1\.0|HTML 4\.01) (?:Transitional|Frameset)\/\/EN$/i;

/** Elements that can have a shadow root, DOM §4.9; the rebuilding of any other would fail as a whole. */
const hosts =
  /^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$|^(?!(?:annotation-xml|color-profile|font-face(?:-[a-z]+)?|missing-glyph)$)[a-z][a-z0-9]*-[a-z0-9-]*$/;

/** Nodes from outside, each built anew from what may be rebuilt, and the tree that they make up. */
export class NodeReader {
  readonly #nodes = new Map<number, Known>();
  readonly #policy: AttributePolicy;
  readonly #maxNodes: number;
  #frames = 0;

  constructor(policy: AttributePolicy, maxNodes: number) {
    this.#policy = policy;
    this.#maxNodes = maxNodes;
  }

  get(id: unknown): Known | undefined {
    return isId(id) ? this.#nodes.get(id) : undefined;
  }

  /** A whole page, in place of what was known; null where it is none. */
  page(value: unknown): PageNode | null {
    this.#nodes.clear();
    this.#frames = 0;
    return isObject(value) && isId(value['id']) ? this.#document(value, value['id'], null) : null;
  }

  #document(value: Readonly<Record<string, unknown>>, id: number, parent: Known | null): PageNode | null {
    if (value['type'] !== nodeType.document) return null;
    const known = this.#know(id, '#document', false, parent, {});
    const children = known ? this.#children(value['childNodes'], known) : [];
    const root = children.find((node) => node.type === nodeType.element);
    if (!root) return null;
    const doctype = children.find((node) => node.type === nodeType.doctype);
    const page = withoutReferrer(root);
    const mode =
      value['compatMode'] === 'BackCompat' ? 'quirks' : doctype && limited.test(doctype.publicId) ? 'limited' : 'none';
    if (mode === 'none') return { type: nodeType.document, id, childNodes: doctype ? [doctype, page] : [page] };
    // What the replayer writes for a page without a doctype brings its document into the mode; one that it appends does not.
    const xmlns = mode === 'limited' ? { xmlns: 'http://www.w3.org/1999/xhtml' } : {};
    const childNodes = [{ ...page, attributes: { ...page.attributes, ...xmlns } }];
    return { type: nodeType.document, id, childNodes, compatMode: 'BackCompat' };
  }

  /** One more node within `parent`; null where it can't be rebuilt there. */
  node(value: unknown, parent: Known): PageNode | null {
    if (!isObject(value)) return null;
    const { type, id } = value;
    if (!isId(id) || this.#nodes.has(id) || dispositionOf(parent.tag, parent.facts) !== 'send') return null;
    if (parent.tag === 'iframe') {
      for (const before of [...parent.children]) this.remove(before);
      return this.#document(value, id, parent);
    }
    const atTop = parent.tag === '#document';
    if (type === nodeType.doctype) return atTop ? this.#doctype(value, id, parent) : null;
    const inShadow = value['isShadow'] === true;
    if (inShadow && !canHost(parent)) return null;
    const shadow = inShadow ? ({ isShadow: true } as const) : {};
    if (type === nodeType.text && !atTop) {
      const textContent = this.text(parent, value['textContent']);
      return this.#know(id, '#text', false, parent, {}) && { type, id, textContent, ...shadow };
    }
    if (type !== nodeType.element || (atTop && !this.#mayBeRoot(value, parent))) return null;
    const node = this.#element(value, id, parent);
    return node && { ...node, ...shadow };
  }

  text(parent: Known, value: unknown): string {
    const text = typeof value === 'string' ? value : '';
    return parent.tag === 'style' || parent.tag === 'link' ? cleanSheet(text, this.#policy) : text;
  }

  change(known: Known, attributes: unknown): AttributeChange | null {
    if (!isObject(attributes)) return null;
    const facts: Record<string, string> = { ...known.facts };
    for (const [name, value] of Object.entries(attributes))
      if (factNames.has(name) && value === null) Reflect.deleteProperty(facts, name);
      else if (factNames.has(name) && typeof value === 'string') facts[name] = value;
    known.facts = facts;
    const kept: Record<string, AttributeValue | StyleDiff | null> = {};
    for (const [name, value] of Object.entries(attributes)) {
      const cleaned = this.#attribute(name, value, known);
      if (cleaned !== undefined) kept[name] = cleaned;
    }
    return Object.keys(kept).length > 0 ? { id: known.id, attributes: kept } : null;
  }

  remove(known: Known): void {
    known.parent?.children.delete(known);
    const rest = [known];
    for (let one = rest.pop(); one; one = rest.pop()) {
      this.#nodes.delete(one.id);
      if (one.tag === 'iframe') this.#frames -= 1;
      rest.push(...one.children);
    }
  }

  #know(id: number, tag: string, svg: boolean, parent: Known | null, facts: Facts): Known | null {
    const depth = parent ? parent.depth + 1 : 0;
    if (depth > MAX_DEPTH || this.#nodes.size >= this.#maxNodes) return null;
    const known: Known = { id, tag, svg, depth, parent, children: new Set(), facts };
    this.#nodes.set(id, known);
    if (tag === 'iframe') this.#frames += 1;
    parent?.children.add(known);
    return known;
  }

  #children(value: unknown, parent: Known): PageNode[] {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.map((item) => this.node(item, parent)).filter((node) => node !== null);
  }

  #doctype(value: Readonly<Record<string, unknown>>, id: number, parent: Known): PageNode | null {
    const publicId = typeof value['publicId'] === 'string' ? value['publicId'] : '';
    const known = this.#know(id, '#doctype', false, parent, {});
    return known && { type: nodeType.doctype, id, name: 'html', publicId, systemId: '' };
  }

  #mayBeRoot({ tagName }: Readonly<Record<string, unknown>>, top: Known): boolean {
    return tagName === 'html' && ![...top.children].some(({ tag }) => tag === 'html');
  }

  #element(value: Readonly<Record<string, unknown>>, id: number, parent: Known): ElementNode | null {
    const given = typeof value['tagName'] === 'string' ? value['tagName'].toLowerCase() : '';
    const tag = /^[a-z][a-z0-9-]{0,63}$/.test(given) ? given : 'div';
    const attributes = isObject(value['attributes']) ? value['attributes'] : {};
    const facts = factsFrom(attributes);
    const isFrame = tag === 'iframe' && this.#frames < MAX_FRAMES;
    const disposition = tag === 'iframe' && !isFrame ? 'box' : dispositionOf(tag, facts);
    if (disposition === 'drop') return null;
    const svg = value['isSVG'] === true;
    const known = this.#know(id, disposition === 'box' ? boxTag(tag, disposition) : tag, svg, parent, facts);
    if (!known) return null;
    const kept: Record<string, AttributeValue> = {};
    for (const [name, item] of Object.entries(attributes)) {
      const cleaned = this.#attribute(name, item, known);
      if (cleaned !== undefined && cleaned !== null && typeof cleaned !== 'object') kept[name] = cleaned;
    }
    // What is in a frame comes after it.
    const children = disposition === 'box' || known.tag === 'iframe' ? [] : this.#children(value['childNodes'], known);
    const css = kept['_cssText'];
    const childNodes = typeof css === 'string' ? dealSheet(css, children) : children;
    if (childNodes !== children) Reflect.deleteProperty(kept, '_cssText');
    return {
      type: nodeType.element,
      id,
      tagName: known.tag,
      attributes: kept,
      childNodes,
      ...(svg ? { isSVG: true } : {}),
      ...(value['isCustom'] === true && tag.includes('-') && canHost(known) ? { isCustom: true } : {}),
      ...(value['isShadowHost'] === true && canHost(known) ? { isShadowHost: true } : {}),
    };
  }

  #attribute(name: string, value: unknown, { tag, svg, facts }: Known) {
    if (name === HIDDEN || name === FRAME) return '';
    if (name === STATES && (value === null || (typeof value === 'string' && /^[-\w ]{0,400}$/.test(value))))
      return value;
    if (!/^[a-z_][-a-z0-9_:.]*$/i.test(name)) return undefined;
    const scene = {
      tag,
      svg,
      facts,
      open: true,
      marked: false,
      field: false,
      choice: false,
      secret: false,
      policy: this.#policy,
    };
    return isAttribute(value) ? cleanAttribute(name, value, scene) : undefined;
  }
}

const canHost = ({ tag, svg }: Known): boolean => !svg && hosts.test(tag);

function factsFrom(attributes: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      factNames.has(name) && typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
}
