import {
  dispositionOf,
  FRAME,
  isChoice,
  isField,
  isSecret,
  reachOf,
  type Facts,
  type Disposition,
} from './elements.js';
import { join, nothing, type Entry, type NodePrivacy } from './entry.js';
import type { NodeHistory } from './node-history.js';

/** A page nested deeper than this is not shown there. Parsers stop at 512 levels; only scripts go deeper. */
const MAX_DEPTH = 512;

/** More nodes than can be followed. */
export class PageTooLargeError extends Error {
  override readonly name = 'PageTooLargeError';
}

/** All nodes of the page by their number, in their order. */
export class PageTree {
  readonly #entries = new Map<number, Entry>();
  readonly #history: NodeHistory;
  readonly #maxNodes: number;
  readonly #isFrame: (id: number, isMarked: boolean) => boolean;
  #version = 1;

  /** `isFrame`: whether an iframe, by its number and whether it is marked, is part of the page. */
  constructor(history: NodeHistory, maxNodes: number, isFrame: (id: number, isMarked: boolean) => boolean) {
    this.#isFrame = isFrame;
    this.#history = history;
    this.#maxNodes = maxNodes;
  }

  get(id: number): Entry | undefined {
    return this.#entries.get(id);
  }

  /** The node, where the other side has it and may get more of it. */
  shown(id: number): Entry | null {
    const entry = this.#entries.get(id);
    return entry?.sent && !this.privacyOf(entry).blocked ? entry : null;
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /** Takes a node in before `next`, or at the end of its parent. False where it stands too deep. */
  add(entry: Entry, next: Entry | null): boolean {
    const { parent } = entry;
    if (entry.depth > MAX_DEPTH) return false;
    if (this.#entries.size >= this.#maxNodes)
      throw new PageTooLargeError(`The page has more than ${this.#maxNodes} nodes.`);
    this.#entries.set(entry.id, entry);
    this.#learnSecret(entry);
    if (!parent) return true;
    const follows = next?.parent === parent && next.shadow === entry.shadow ? next : null;
    entry.next = follows;
    entry.previous = follows ? follows.previous : entry.shadow ? parent.lastShadow : parent.last;
    if (entry.previous) entry.previous.next = entry;
    if (follows) follows.previous = entry;
    else if (entry.shadow) parent.lastShadow = entry;
    else parent.last = entry;
    if (entry.tag === 'slot') this.#joinSlots(entry);
    this.#reach(entry);
    return true;
  }

  /** Takes a node out with all that is in it; what was hidden stays so wherever it comes up again. */
  remove(entry: Entry): void {
    const { parent, previous, next } = entry;
    if (previous) previous.next = next;
    if (next) next.previous = previous;
    else if (parent && entry.shadow) parent.lastShadow = previous;
    else if (parent) parent.last = previous;
    const inside = [...this.within(entry)];
    for (const one of inside) this.hold(one);
    for (const one of inside) {
      this.#entries.delete(one.id);
      if (this.#history.adopters.has(one.id)) this.#history.away.add(one.id);
      if (one.tag !== 'slot') continue;
      this.#hostOf(one)?.slots?.delete(one);
      this.#version += 1;
    }
  }

  /** Remembers that a node was hidden where it stands now. */
  hold(entry: Entry): void {
    const { blocked, marked } = this.privacyOf(entry);
    if (blocked) this.#history.hold(entry.id, 'block');
    else if (marked && !this.#history.held.has(entry.id)) this.#history.hold(entry.id, 'mask');
  }

  /** The node and all that is in it, in no special order. */
  *within(top: Entry): Generator<Entry> {
    const rest = [top];
    for (let entry = rest.pop(); entry; entry = rest.pop()) {
      yield entry;
      for (let child = entry.last; child; child = child.previous) rest.push(child);
      for (let child = entry.lastShadow; child; child = child.previous) rest.push(child);
    }
  }

  /** New facts of an element. True where they change what of it and what is in it may leave. */
  change(entry: Entry, facts: Facts): boolean {
    const before = this.privacyOf(entry);
    const disposition = this.disposition(entry);
    const placed = entry.tag === 'slot' || (entry.parent?.slots?.size ?? 0) > 0;
    const moved = placed && (entry.facts['slot'] !== facts['slot'] || entry.facts['name'] !== facts['name']);
    entry.facts = facts;
    this.#learnSecret(entry);
    entry.version = 0;
    const after = this.privacyOf(entry);
    this.#reach(entry);
    const keys = ['blocked', 'marked', 'unmasked', 'field', 'choice'] as const;
    const changed = moved || disposition !== this.disposition(entry) || keys.some((key) => before[key] !== after[key]);
    if (changed) this.#version += 1;
    return changed;
  }

  disposition(entry: Entry): Disposition {
    const { id, tag, facts } = entry;
    const disposition = dispositionOf(tag, facts);
    if (tag !== 'iframe' || disposition === 'drop') return disposition;
    return this.#isFrame(id, FRAME in facts) ? 'send' : 'box';
  }

  /** It was here before, with adopted sheets. */
  isBack(entry: Entry): boolean {
    return this.#history.away.delete(entry.id);
  }

  /** A field that a page makes anew to show what is in it has the name of the one before. */
  #learnSecret(entry: Entry): void {
    const { secret, secretNames } = this.#history;
    const names = ['name', 'id'].flatMap((name) => (entry.facts[name] ? [`${name}=${entry.facts[name]}`] : []));
    if (isSecret(entry.tag, entry.facts)) for (const name of names) secretNames.add(name);
    else if (entry.tag !== 'input' || !names.some((name) => secretNames.has(name))) return;
    secret.add(entry.id);
  }

  keepSecret(entry: Entry): void {
    this.#history.secret.add(entry.id);
  }

  isSecret(entry: Entry): boolean {
    return this.#history.secret.has(entry.id);
  }

  privacyOf(entry: Entry): NodePrivacy {
    if (entry.privacy && entry.version === this.#version) return entry.privacy;
    const around = entry.parent ? this.#inside(entry.parent, entry) : nothing;
    const held = this.#history.held.get(entry.id);
    const { facts } = entry;
    entry.privacy = join(around, {
      blocked: 'data-cc-block' in facts || held === 'block',
      marked: 'data-cc-mask' in facts || held === 'mask',
      unmasked: 'data-cc-unmask' in facts,
      field: isField(entry.tag, facts) || entry.around === 'field',
      choice: isChoice(entry.tag, facts) || entry.around === 'choice',
    });
    entry.version = this.#version;
    return entry.privacy;
  }

  /** What holds for the children of `parent` because of it, and of the slot that shows the child. */
  #inside(parent: Entry, child: Entry): NodePrivacy {
    let privacy = this.privacyOf(parent);
    // What stands beside a field and names it is no part of what was filled in.
    if (child.tag === 'label' && parent.around === 'field') privacy = { ...privacy, field: false };
    if (child.shadow || !parent.slots) return privacy;
    // Several slots of one name, and slots that a script fills by hand: the strictest of all that come into question.
    const name = child.facts['slot'] ?? '';
    const slots = [...parent.slots];
    const named = slots.filter(({ facts }) => (facts['name'] ?? '') === name);
    for (const slot of named.length > 0 ? named : slots)
      privacy = join(privacy, { ...this.privacyOf(slot), unmasked: false });
    return privacy;
  }

  /** A widget's parts around the element that says what it is. */
  #reach(entry: Entry): void {
    const reach = reachOf(entry.tag, entry.facts);
    if (!reach) return;
    let at = entry.parent;
    for (let level = 0; level < reach.levels && at && /^(?:div|span|label|.*-.*)$/.test(at.tag); level += 1) {
      if (at.around === null || (at.around === 'choice' && reach.as === 'field')) {
        at.around = reach.as;
        at.version = 0;
        this.#version += 1;
      }
      at = at.parent;
    }
  }

  #joinSlots(slot: Entry): void {
    const host = this.#hostOf(slot);
    if (host) (host.slots ??= new Set()).add(slot);
    if (host) this.#version += 1;
  }

  #hostOf(entry: Entry): Entry | null {
    let at: Entry | null = entry;
    while (at && !at.shadow) at = at.parent;
    return at?.parent ?? null;
  }
}
