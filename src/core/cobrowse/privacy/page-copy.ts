import { cleanAttribute, revealsChoice, type AttributePolicy, type AttributeScene } from './attributes.js';
import { cleanSheet } from './css.js';
import { MASK, maskCards, maskTypedCards } from './digits.js';
import { boxTag, factsOf, FRAME, isCounted, noFacts } from './elements.js';
import {
  isAttributeValue,
  nodeType,
  type AttributeChange,
  type AttributeValue,
  type ElementNode,
  type PageNode,
  type StyleDiff,
} from './page-event.js';
import { Entry } from './entry.js';
import { withoutCodes } from './names.js';
import { addLooks } from './looks.js';
import type { PageLook } from './page-look.js';
import type { PageTree } from './page-tree.js';
import type { States } from './states.js';
import { isRecordedNode, type RecordedElement, type RecordedNode } from './recorded/node.js';

/** On an element that stands for what is hidden. */
export const HIDDEN = 'data-cc-hidden';

/** Makes of the recorder's nodes those that may leave. Each is built anew, so that nothing leaves that is not named here. */
export class PageCopy {
  readonly #tree: PageTree;
  readonly #policy: AttributePolicy;
  /** Under a mask: pictures in styles are content, too. */
  readonly #markedPolicy: AttributePolicy;
  readonly #maskText: boolean;
  readonly #look: PageLook;
  readonly #sheets = new Map<number, string>();
  readonly #states: States;

  constructor(tree: PageTree, policy: AttributePolicy, maskText: boolean, look: PageLook, states: States) {
    this.#look = look;
    this.#states = states;
    this.#tree = tree;
    this.#policy = policy;
    this.#markedPolicy = { ...policy, url: () => null, pictures: 'nowhere', label: null };
    this.#maskText = maskText;
  }

  /** Takes a node and its content into the tree. Null where it has no place there. */
  enter(node: RecordedNode, parent: Entry | null, next: Entry | null): Entry | null {
    if (parent && (!this.#holds(parent) || (node.type === nodeType.document) !== (parent.tag === 'iframe')))
      return null;
    const element = node.type === nodeType.element ? node : null;
    const facts = element ? factsOf(element.attributes) : noFacts;
    const entry = new Entry(node.id, tagOf(node), element?.isSVG === true, node.isShadow === true, facts, parent);
    if (!this.#tree.add(entry, next)) return null;
    if ('childNodes' in node)
      for (const child of node.childNodes) if (isRecordedNode(child)) this.enter(child, entry, null);
    return entry;
  }

  /** Reads what the sheets in a node ask for, before the first element is copied; what may leave of them is kept till then. */
  readSheets(node: RecordedNode): void {
    if (!('childNodes' in node)) return;
    const isStyle = node.type === nodeType.element && /^(?:style|link)$/i.test(node.tagName);
    const css = isStyle ? node.attributes['_cssText'] : undefined;
    if (typeof css === 'string') this.#sheets.set(node.id, cleanSheet(this.#look.css(node.id, css), this.#policy));
    for (const child of node.childNodes)
      if (isRecordedNode(child)) {
        if (isStyle && child.type === nodeType.text) cleanSheet(child.textContent, this.#policy);
        else this.readSheets(child);
      }
  }

  /** The node as it may leave with what is in it; null where it stays. */
  node(node: RecordedNode): PageNode | null {
    const entry = this.#tree.get(node.id);
    if (!entry) return null;
    const { id } = node;
    switch (node.type) {
      case nodeType.document: {
        entry.sent = true;
        const quirks = node.compatMode === 'BackCompat' ? { compatMode: node.compatMode } : {};
        return { type: node.type, id, childNodes: this.#children(node.childNodes), ...quirks };
      }
      case nodeType.doctype:
        entry.sent = true;
        return { type: node.type, id, name: 'html', publicId: knownDoctype(node.publicId), systemId: '' };
      case nodeType.element:
        return this.#element(node, entry);
      case nodeType.text: {
        if (this.#tree.privacyOf(entry).blocked) return null;
        entry.sent = true;
        const textContent = this.text(entry, node.textContent);
        entry.sentValue = textContent === MASK ? MASK : null;
        return { type: node.type, id, textContent, ...(entry.shadow ? { isShadow: true } : {}) };
      }
      default: // a comment
        return null;
    }
  }

  /** A text that changed, as it may leave; null where the other side sees no change. */
  newText(entry: Entry, value: string): string | null {
    const text = this.text(entry, value);
    return this.#sentAlready(entry, text) ? null : text;
  }

  /** A text as it may leave. */
  text(entry: Entry, text: string): string {
    if (entry.parent?.tag === 'style') return cleanSheet(text, this.#policy);
    const { marked, unmasked, field } = this.#tree.privacyOf(entry);
    if (text.trim() === '') return text;
    if (marked || (!unmasked && (this.#maskText || field)) || (field && this.#isInSecret(entry))) return MASK;
    if (field) return maskTypedCards(text);
    return this.#isReadout(entry) && !unmasked ? withoutCodes(text) : maskCards(text);
  }

  /** New values of attributes as they may leave; null where nothing does. */
  change(entry: Entry, { id, attributes }: AttributeChange): AttributeChange | null {
    if (this.#tree.disposition(entry) === 'drop') return null;
    const scene = this.scene(entry);
    const kept: Record<string, AttributeValue | StyleDiff | null> = {};
    for (const [name, value] of Object.entries(attributes)) {
      const cleaned = cleanAttribute(name, value, scene);
      if (cleaned === undefined || (name === 'value' && this.#sentAlready(entry, cleaned))) continue;
      kept[name] = cleaned;
    }
    return Object.keys(kept).length > 0 ? { id, attributes: kept } : null;
  }

  /** The site unmasked it, and it is nothing that always stays masked. */
  isOpen(entry: Entry): boolean {
    const { unmasked, marked } = this.#tree.privacyOf(entry);
    return unmasked && !marked && !this.#tree.isSecret(entry);
  }

  scene(entry: Entry): AttributeScene {
    const { marked, field, choice } = this.#tree.privacyOf(entry);
    const { tag, svg, facts } = entry;
    const policy = marked ? this.#markedPolicy : this.#policy;
    const secret = this.#tree.isSecret(entry);
    return { tag, svg, facts, marked, field, choice, secret, open: this.isOpen(entry), policy };
  }

  /** Whether the content of an element can leave at all. */
  #holds(entry: Entry): boolean {
    return entry.tag !== 'textarea' && this.#tree.disposition(entry) === 'send';
  }

  #isInSecret(entry: Entry): boolean {
    let at: Entry | null = entry;
    while (at && !this.#tree.isSecret(at)) at = at.parent;
    return at !== null;
  }

  /** What a page works out of what was filled in. */
  #isReadout({ parent }: Entry): boolean {
    return parent !== null && /^(?:output|meter|progress)$/.test(parent.tag);
  }

  #children(nodes: readonly unknown[]): PageNode[] {
    const copies: PageNode[] = [];
    for (const child of nodes) {
      const copy = isRecordedNode(child) ? this.node(child) : null;
      if (copy) copies.push(copy);
    }
    return copies;
  }

  #element(node: RecordedElement, entry: Entry): PageNode | null {
    const disposition = this.#tree.disposition(entry);
    if (disposition === 'drop') return this.#place(entry);
    entry.sent = true;
    const { id, tag } = entry;
    const { blocked } = this.#tree.privacyOf(entry);
    const empty = blocked || disposition === 'box';
    const scene = this.scene(entry);
    const attributes = blocked ? {} : this.#attributes(node, entry, scene);
    if (empty) attributes[HIDDEN] = '';
    else if (tag === 'iframe') attributes[FRAME] = '';
    if (!blocked) addLooks(entry, disposition, attributes, this.#look, this.#states, scene, () => this.mayReach(entry));
    const childNodes = empty ? [] : this.#children(node.childNodes);
    const copy: Writable<ElementNode> = {
      type: nodeType.element,
      id,
      tagName: empty ? boxTag(tag, disposition) : tag,
      attributes,
      childNodes,
    };
    if (entry.svg) copy.isSVG = true;
    if (entry.shadow) copy.isShadow = true;
    if (!empty && node.isCustom === true && tag.includes('-')) copy.isCustom = true;
    if (!empty && node.isShadowHost === true) copy.isShadowHost = true;
    return copy;
  }

  /** Selectors count elements that are not seen. */
  #place(entry: Entry): PageNode | null {
    const { id, tag, svg, shadow, parent, facts } = entry;
    if (svg || !isCounted(tag, facts) || !parent || /^(?:html|head|select|table|tbody|tr)$/.test(parent.tag))
      return null;
    entry.sent = true;
    const copy = {
      type: nodeType.element,
      id,
      tagName: 'cc-place',
      attributes: { style: 'display:none !important' },
      childNodes: [],
    };
    return shadow ? { ...copy, isShadow: true } : copy;
  }

  #attributes(node: RecordedElement, entry: Entry, scene: AttributeScene): Record<string, AttributeValue> {
    const kept: Record<string, AttributeValue> = {};
    for (const [name, value] of Object.entries(node.attributes)) {
      // A diff and a removal are for changes.
      if (!isAttributeValue(value)) continue;
      const cleaned = name === '_cssText' ? this.#sheet(entry, String(value)) : cleanAttribute(name, value, scene);
      if (cleaned === undefined || cleaned === null || typeof cleaned === 'object') continue;
      kept[name] = cleaned;
      if (name === 'value') entry.sentValue = String(cleaned);
    }
    // The recorder masks which option is chosen together with the select's value.
    if (entry.tag === 'option' && scene.open && kept['value'] !== undefined && kept['value'] === chosenIn(entry))
      kept['selected'] = true;
    return kept;
  }

  /** Whether what was chosen would not show in where the pointer, or the focus, is. */
  mayReach(entry: Entry): boolean {
    for (let at: Entry | null = entry; at; at = at.parent) if (revealsChoice(this.scene(at))) return false;
    return true;
  }

  #sheet(entry: Entry, css: string): AttributeValue | undefined {
    const read = this.scene(entry).marked ? undefined : this.#sheets.get(entry.id);
    this.#sheets.delete(entry.id);
    if (read !== undefined) return read;
    const cleaned = cleanAttribute('_cssText', this.#look.css(entry.id, css), this.scene(entry));
    return typeof cleaned === 'string' ? cleaned : undefined;
  }

  #sentAlready(entry: Entry, value: unknown): boolean {
    const already = value === MASK && entry.sentValue === MASK;
    entry.sentValue = value === MASK ? MASK : null;
    return already;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function tagOf(node: RecordedNode): string {
  if (node.type === nodeType.element) return node.tagName.toLowerCase();
  return node.type === nodeType.text ? '#text' : '#other';
}

function chosenIn(option: Entry): string | null {
  let at: Entry | null = option;
  while (at && at.tag !== 'select') at = at.parent;
  return at?.sentValue ?? null;
}

/** The public identifiers that put a page in quirks mode matter for its layout. */
const knownDoctype = (publicId: unknown): string =>
  typeof publicId === 'string' &&
  /^-\/\/W3C\/\/DTD X?HTML [\d.]{3,4}( (Strict|Transitional|Frameset|Final))?\/\/EN$/i.test(publicId)
    ? publicId
    : '';
