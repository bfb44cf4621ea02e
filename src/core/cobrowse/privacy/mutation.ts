import type { Entry } from './entry.js';
import { factsOf } from './elements.js';
import type { PageCopy } from './page-copy.js';
import { nodeType, sourceType, type Add, type AttributeChange, type MutationData, type Remove } from './page-event.js';
import type { PageTree } from './page-tree.js';
import type { RecordedAdd, RecordedMutation } from './recorded/event.js';
import type { RecordedNode } from './recorded/node.js';

/** The mutations of a page since its snapshot: keeps the tree in step with the page, and copies what may leave. */
export class MutationFilter {
  readonly #tree: PageTree;
  readonly #copy: PageCopy;
  #stale = false;

  constructor(tree: PageTree, copy: PageCopy) {
    this.#tree = tree;
    this.#copy = copy;
  }

  /** What was sent is no longer what may be, or no longer follows from mutations. */
  get stale(): boolean {
    return this.#stale;
  }

  /** Null where nothing of it may leave. */
  pass(raw: RecordedMutation): MutationData | null {
    const removes: Remove[] = [];
    const adds: Add[] = [];
    const remove = (entry: Entry) => {
      if (entry.sent && entry.parent && entry.parent.tag !== 'iframe')
        removes.push({ parentId: entry.parent.id, id: entry.id, ...(entry.shadow ? { isShadow: true } : {}) });
      this.#tree.remove(entry);
    };
    /** Where a password went: a text field that comes in its place is how it is made readable. */
    const places = new Set<number>();
    for (const { id } of raw.removes) {
      const entry = this.#tree.get(id);
      for (const one of entry ? this.#tree.within(entry) : [])
        if (one.tag === 'input' && one.parent && this.#tree.isSecret(one)) places.add(one.parent.id);
      if (entry?.parent && places.size > 0) places.add(entry.parent.id);
      if (entry) remove(entry);
    }
    for (const change of raw.attributes) this.#changeFacts(change);
    const ordered = inOrder(raw.adds);
    const entered = ordered.map(({ parentId, nextId, node }) => {
      const former = this.#tree.get(node.id);
      if (former) remove(former);
      const parent = this.#tree.get(parentId);
      const next = nextId === null ? null : this.#tree.get(nextId);
      if (next === undefined && this.#tree.shown(parentId)) this.#stale = true;
      if (parent && node.type === nodeType.document) this.#enterFrame(parent, node);
      const known = parent ? this.#copy.enter(node, parent, next ?? null) : null;
      if (known?.tag === 'input' && places.has(parentId)) this.#tree.keepSecret(known);
      return known;
    });
    // Only now all slots are known that decide about what stands before them.
    for (const [place, { parentId, node }] of ordered.entries()) {
      const entry = entered[place];
      if (!entry || this.#tree.get(entry.id) !== entry) continue;
      if (this.#tree.isBack(entry)) this.#stale = true;
      const { blocked, marked, field } = this.#tree.privacyOf(entry);
      // What the slot shows may have been sent before anybody knew of the slot.
      if (entry.tag === 'slot' && (blocked || marked || field)) this.#stale = true;
      const copy = this.#tree.shown(parentId) ? this.#copy.node(node) : null;
      if (copy) adds.push({ parentId, nextId: nextSent(entry), node: copy });
    }
    const texts = raw.texts.flatMap(({ id, value }) => {
      const entry = this.#tree.shown(id);
      const text = entry && this.#copy.newText(entry, value);
      return text === null ? [] : [{ id, value: text }];
    });
    const attributes = raw.attributes.flatMap((change) => {
      const entry = this.#tree.shown(change.id);
      return (entry && this.#copy.change(entry, change)) ?? [];
    });
    if (removes.length + adds.length + texts.length + attributes.length === 0) return null;
    return { source: sourceType.mutation, removes, adds, texts, attributes };
  }

  /** A frame has its document, or another one. */
  #enterFrame(frame: Entry, document: RecordedNode): void {
    for (let before = frame.last; before; before = frame.last) this.#tree.remove(before);
    if (this.#tree.shown(frame.id)) this.#copy.readSheets(document);
  }

  #changeFacts({ id, attributes }: AttributeChange): void {
    const entry = this.#tree.get(id);
    if (!entry) return;
    const facts = factsOf({ ...entry.facts, ...attributes });
    if (this.#tree.change(entry, facts)) this.#stale = true;
  }
}

/** The recorder may report a node before its parent, or before its next sibling. */
function inOrder(adds: readonly RecordedAdd[]): readonly RecordedAdd[] {
  const waiting = new Map(adds.map((add) => [add.node.id, add]));
  const ordered: RecordedAdd[] = [];
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

/** The next sibling that the other side has. */
function nextSent(entry: Entry): number | null {
  let next = entry.next;
  while (next && !next.sent) next = next.next;
  return next?.id ?? null;
}
