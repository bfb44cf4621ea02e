import { cutAddress } from './address.js';
import { isTellable, tellsChoice, type AttributePolicy } from './attributes.js';
import { maskCards, maskTypedCards, MASK } from './digits.js';
import { isField, showsText } from './elements.js';
import { factsOf, PageCopy } from './page-copy.js';
import {
  eventType,
  sourceType,
  type Add,
  type AttributeChange,
  type IncrementalData,
  type MutationData,
  type PageEvent,
  type Position,
  type RecordedEvent,
  type RecordedMutation,
  type RecordedNode,
  type Remove,
} from './page-event.js';
import { Memory, PageTree, type Entry } from './page-tree.js';
import { SheetFilter } from './sheets.js';

export interface PrivacyOptions {
  /** Masks all text, not only fields. Off unless given. */
  readonly maskText?: boolean;
  /** Names of query parameters that may leave in addresses of the page, its links and pictures. None unless given. */
  readonly allowQuery?: readonly string[];
  /** More nodes than these are a page too large to share; 500,000 unless given. */
  readonly maxNodes?: number;
}

/** A node of which something is hidden: all of it, or what it says. */
export interface HiddenNode {
  readonly id: number;
  readonly how: 'block' | 'mask';
}

/**
 * What may leave the visitor's page. Takes every event of the recorder in its order, and gives an event built anew from
 * what may leave, or null. Elements and attributes go by what is known to be harmless; events about nodes that were never
 * seen go nowhere; ancestors decide, through shadow roots and slots. It keeps where each node stands and no content.
 */
export class PrivacyFilter {
  readonly #memory = new Memory();
  readonly #maskText: boolean;
  readonly #maxNodes: number;
  readonly #policy: AttributePolicy;
  readonly #sheets: SheetFilter;
  #base = '';
  #tree: PageTree;
  #copy: PageCopy;
  #stale = false;

  constructor({ maskText = false, allowQuery = [], maxNodes = 500_000 }: PrivacyOptions = {}) {
    this.#maskText = maskText;
    this.#maxNodes = maxNodes;
    const cut = (address: string) => cutAddress(address, this.#base, allowQuery);
    const typed = (text: string, open: boolean) => (text === '' ? '' : open ? maskTypedCards(text) : MASK);
    this.#policy = { url: cut, link: cut, attribute: isTellable, text: maskCards, typed };
    this.#sheets = new SheetFilter(this.#policy);
    this.#tree = new PageTree(this.#memory, maxNodes);
    this.#copy = new PageCopy(this.#tree, this.#policy, maskText);
  }

  /** What the other side has is no longer what it may have, or no longer follows from events: it needs a full snapshot. */
  get stale(): boolean {
    return this.#stale;
  }

  /** @throws PageTooLargeError */
  pass({ type, data }: RecordedEvent): PageEvent | null {
    if (type === eventType.meta) return { type, data: this.#meta(data as Meta) };
    if (type === eventType.fullSnapshot) {
      const { node, initialOffset } = data as { node: RecordedNode; initialOffset: { top: number; left: number } };
      const { top, left } = initialOffset;
      const copy = this.#snapshot(node);
      return copy && { type, data: { node: copy, initialOffset: { top, left } } };
    }
    if (type !== eventType.incremental) return null;
    const passed = this.#incremental(data as { source: number });
    return passed && { type, data: passed };
  }

  /** What of the page is hidden now, each part once. */
  hidden(): HiddenNode[] {
    const found: HiddenNode[] = [];
    for (const entry of this.#tree.entries()) {
      if (!entry.sent || entry.tag.startsWith('#')) continue;
      const { blocked, marked, field } = this.#tree.standing(entry);
      const around = entry.parent && this.#tree.standing(entry.parent);
      if (this.#tree.fate(entry) === 'box' || (blocked && !around?.blocked)) found.push({ id: entry.id, how: 'block' });
      else if (blocked) continue;
      else if (marked && !around?.marked) found.push({ id: entry.id, how: 'mask' });
      else if (marked) continue;
      else if (field && !around?.field && isField(entry.tag, entry.facts) && !this.#copy.isOpen(entry))
        found.push({ id: entry.id, how: 'mask' });
    }
    return found;
  }

  #meta({ href, width, height }: Meta) {
    this.#base = href;
    return { href: this.#policy.url(href) ?? '', width, height };
  }

  #snapshot(node: RecordedNode) {
    const tree = new PageTree(this.#memory, this.#maxNodes);
    this.#copy = new PageCopy(tree, this.#policy, this.#maskText);
    this.#copy.enter(node, null, null);
    // Moves that no event told of: the recorder had not come to them when the snapshot was taken.
    for (const entry of this.#tree.entries()) {
      const now = tree.get(entry.id);
      if (!now || now.parent?.id !== entry.parent?.id) this.#tree.hold(entry);
    }
    this.#tree = tree;
    this.#sheets.reset();
    this.#stale = false;
    return this.#copy.node(node);
  }

  #incremental(data: { readonly source: number }): IncrementalData | null {
    switch (data.source) {
      case sourceType.mutation:
        return this.#mutation(data as unknown as RecordedMutation);
      case sourceType.mouseMove:
      case sourceType.touchMove:
        return this.#move(data as IncrementalData & { source: 1 | 6 });
      case sourceType.mouseInteraction: {
        const { type, id, x, y } = data as IncrementalData & { source: 2 };
        const place = x === undefined || y === undefined ? {} : { x, y };
        return this.#mayPoint(id) ? { source: sourceType.mouseInteraction, type, id, ...place } : null;
      }
      case sourceType.scroll: {
        const { id, x, y } = data as IncrementalData & { source: 3 };
        const entry = this.#shown(id);
        return entry && !this.#tree.standing(entry).field ? { source: sourceType.scroll, id, x, y } : null;
      }
      case sourceType.viewportResize: {
        const { width, height } = data as IncrementalData & { source: 4 };
        return { source: sourceType.viewportResize, width, height };
      }
      case sourceType.input:
        return this.#input(data as IncrementalData & { source: 5 });
      default:
        return this.#sheets.pass(data, (id) => this.#shown(id) !== null);
    }
  }

  #mutation(raw: RecordedMutation): MutationData | null {
    const removes: Remove[] = [];
    const adds: Add[] = [];
    const remove = (entry: Entry) => {
      if (entry.sent && entry.parent)
        removes.push({ parentId: entry.parent.id, id: entry.id, ...(entry.shadow ? { isShadow: true } : {}) });
      this.#tree.remove(entry);
    };
    for (const { id } of raw.removes) {
      const entry = this.#tree.get(id);
      if (entry) remove(entry);
    }
    for (const change of raw.attributes) this.#changeFacts(change);
    const ordered = inOrder(raw.adds);
    const entered = ordered.map(({ parentId, nextId, node }) => {
      const known = this.#tree.get(node.id);
      if (known) remove(known);
      const parent = this.#tree.get(parentId);
      const next = nextId === null ? null : this.#tree.get(nextId);
      if (next === undefined && this.#shown(parentId)) this.#stale = true;
      return parent ? this.#copy.enter(node, parent, next ?? null) : null;
    });
    // Only now all slots are known that decide about what stands before them.
    for (const [place, { parentId, node }] of ordered.entries()) {
      const entry = entered[place];
      if (!entry || this.#tree.get(entry.id) !== entry) continue;
      const { blocked, marked, field } = this.#tree.standing(entry);
      // What the slot shows may have been sent before anybody knew of the slot.
      if (entry.tag === 'slot' && (blocked || marked || field)) this.#stale = true;
      const copy = this.#shown(parentId) ? this.#copy.node(node) : null;
      if (copy) adds.push({ parentId, nextId: nextSent(entry), node: copy });
    }
    const texts = raw.texts.flatMap(({ id, value }) => {
      const entry = this.#shown(id);
      return entry ? [{ id, value: this.#copy.text(entry, value ?? '') }] : [];
    });
    const attributes = raw.attributes.flatMap((change) => {
      const entry = this.#shown(change.id);
      return (entry && this.#copy.change(entry, change)) ?? [];
    });
    if (removes.length + adds.length + texts.length + attributes.length === 0) return null;
    return { source: sourceType.mutation, removes, adds, texts, attributes };
  }

  #changeFacts({ id, attributes }: AttributeChange): void {
    const entry = this.#tree.get(id);
    if (!entry) return;
    const facts = factsOf({ ...entry.facts, ...attributes });
    if (this.#tree.change(entry, facts)) this.#stale = true;
  }

  #move({ source, positions }: { source: 1 | 6; positions: readonly Position[] }): IncrementalData | null {
    const kept = positions
      .filter(({ id }) => this.#mayPoint(id))
      .map(({ x, y, id, timeOffset }) => ({ x, y, id, timeOffset }));
    return kept.length > 0 ? { source, positions: kept } : null;
  }

  #input({ id, text, isChecked }: { id: number; text: string; isChecked: boolean }): IncrementalData | null {
    const entry = this.#shown(id);
    if (!entry) return null;
    const open = this.#copy.isOpen(entry);
    if (showsText(entry.tag, entry.facts)) {
      const told = this.#policy.typed(text, open);
      if (told === entry.told) return null;
      entry.told = told;
      return { source: sourceType.input, id, text: told, isChecked: false };
    }
    const told = entry.tag === 'input' ? maskTypedCards(text) : maskCards(text);
    return open ? { source: sourceType.input, id, text: told, isChecked } : null;
  }

  /** The node, where the other side has it and may hear more of it. */
  #shown(id: number): Entry | null {
    const entry = this.#tree.get(id);
    return entry?.sent && !this.#tree.standing(entry).blocked ? entry : null;
  }

  /** Not where the pointer would tell what is hidden, as on one of several answers or on the keys of a masked pad. */
  #mayPoint(id: number): boolean {
    const entry = this.#shown(id);
    for (let at = entry; at; at = at.parent) if (tellsChoice(this.#copy.scene(at))) return false;
    return entry !== null;
  }
}

/** The recorder tells of a node now and then before it tells of its parent or of the sibling that it stands before. */
function inOrder(adds: RecordedMutation['adds']): RecordedMutation['adds'] {
  const waiting = new Map(adds.map((add) => [add.node.id, add]));
  const ordered: RecordedMutation['adds'][number][] = [];
  for (const add of adds) {
    const chain = [add];
    for (let last = chain.at(-1); last; last = chain.at(-1)) {
      waiting.delete(last.node.id);
      const needed = waiting.get(last.parentId) ?? waiting.get(last.nextId ?? 0);
      if (needed) chain.push(needed);
      else ordered.push(...chain.splice(-1));
    }
  }
  return [...new Set(ordered)];
}

interface Meta {
  readonly href: string;
  readonly width: number;
  readonly height: number;
}

/** The next sibling that the other side has. */
function nextSent(entry: Entry): number | null {
  let next = entry.next;
  while (next && !next.sent) next = next.next;
  return next?.id ?? null;
}
