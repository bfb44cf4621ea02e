import type { Facts } from './elements.js';

/**
 * A node of the visitor's page: where it stands, and what decides about it. Its content is not kept. A class, as there are
 * as many as nodes and each costs.
 */
export class Entry {
  readonly id: number;
  /** Lower case; `#text` and `#other` for what is no element. */
  readonly tag: string;
  readonly svg: boolean;
  /** Within the shadow root of its parent. */
  readonly shadow: boolean;
  readonly depth: number;
  readonly parent: Entry | null;
  facts: Facts;
  previous: Entry | null = null;
  next: Entry | null = null;
  /** The last child, among the element's own and in its shadow root. */
  last: Entry | null = null;
  lastShadow: Entry | null = null;
  slots: Set<Entry> | null = null;
  /** It is part of the agent's picture. */
  sent = false;
  /** The value of a field that was sent last, so that a mask is sent once. */
  sentValue: string | null = null;
  privacy: NodePrivacy | null = null;
  version = 0;
  /** Something in it makes it a part of that: the box around the field of a combobox, or around a switch. */
  around: 'field' | 'choice' | null = null;

  constructor(id: number, tag: string, svg: boolean, shadow: boolean, facts: Facts, parent: Entry | null) {
    this.id = id;
    this.tag = tag;
    this.svg = svg;
    this.shadow = shadow;
    this.depth = parent ? parent.depth + 1 : 0;
    this.parent = parent;
    this.facts = facts;
  }
}

/** The privacy rules in force for a node: its own marks, and those of its ancestors and its slot. */
export interface NodePrivacy {
  /** Under `data-cc-block`, or once was: hidden with its whole content. */
  readonly blocked: boolean;
  /** Under `data-cc-mask`. */
  readonly marked: boolean;
  /** Under `data-cc-unmask`. */
  readonly unmasked: boolean;
  readonly field: boolean;
  /** Part of something whose state is a choice. */
  readonly choice: boolean;
}

/** Around the top of the page. */
export const nothing: NodePrivacy = { blocked: false, marked: false, unmasked: false, field: false, choice: false };

/** Most nodes add nothing to what holds around them, and share its object. */
export function join(around: NodePrivacy, own: NodePrivacy): NodePrivacy {
  const blocked = around.blocked || own.blocked;
  const marked = around.marked || own.marked;
  const unmasked = around.unmasked || own.unmasked;
  const field = around.field || own.field;
  const choice = around.choice || own.choice;
  return blocked === around.blocked &&
    marked === around.marked &&
    unmasked === around.unmasked &&
    field === around.field &&
    choice === around.choice
    ? around
    : { blocked, marked, unmasked, field, choice };
}
