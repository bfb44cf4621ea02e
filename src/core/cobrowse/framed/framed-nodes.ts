import { isObject, type JsonObject } from '../../platform/guards.js';
import { maskCards } from '../privacy/digits.js';
import { isAttributeValue, nodeType, type AttributeValue, type PageNode } from '../privacy/page-event.js';

/** Numbers of nodes in a frame are below this; those of the page below `FIRST_BLOCK` blocks of them. */
const BLOCK = 1 << 20;
/** Where the page's own numbers end: half of what a recording may use. */
const FIRST_BLOCK = 1 << 10;
const LAST_BLOCK = (1 << 11) - 2;

/** A frame sent what is not of the protocol. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Blocks of numbers, each given once until `reset`: no frame can name a node of the page, or of another frame. */
export class Blocks {
  #next = FIRST_BLOCK;

  /** Null where none is left: the page needs a keyframe, which clears all. */
  take(): number | null {
    if (this.#next > LAST_BLOCK) return null;
    this.#next += 1;
    return (this.#next - 1) * BLOCK;
  }

  reset(): void {
    this.#next = FIRST_BLOCK;
  }
}

/** Nodes of a frame as nodes of the page: built anew, with their numbers in the frame's own block. */
export class FramedNodes {
  readonly #base: number;
  readonly #maxNodes: number;
  #count = 0;

  constructor(base: number, maxNodes: number) {
    this.#base = base;
    this.#maxNodes = maxNodes;
  }

  /** How many were taken. */
  get count(): number {
    return this.#count;
  }

  /** Of a node, or of a sheet. @throws FrameError */
  id(value: unknown): number {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= BLOCK)
      throw new FrameError('No number of a node.');
    return this.#base + value;
  }

  /** @throws FrameError */
  node(value: unknown): PageNode {
    return this.#node(value, false);
  }

  #node(value: unknown, inSheet: boolean): PageNode {
    if (!isObject(value)) throw new FrameError('No node.');
    if (this.#count >= this.#maxNodes) throw new FrameError('Too many nodes.');
    this.#count += 1;
    const id = this.id(value['id']);
    const shadow = value['isShadow'] === true ? ({ isShadow: true } as const) : {};
    switch (value['type']) {
      case nodeType.document: {
        const quirks = value['compatMode'] === 'BackCompat' ? { compatMode: 'BackCompat' } : {};
        return { type: nodeType.document, id, childNodes: this.#children(value, false), ...quirks };
      }
      case nodeType.doctype:
        return { type: nodeType.doctype, id, name: 'html', publicId: text(value['publicId']), systemId: '' };
      case nodeType.text: {
        const written = text(value['textContent']);
        return { type: nodeType.text, id, textContent: inSheet ? written : maskCards(written), ...shadow };
      }
      case nodeType.element: {
        const tagName = text(value['tagName']);
        return {
          type: nodeType.element,
          id,
          tagName,
          attributes: attributesOf(value),
          childNodes: this.#children(value, tagName === 'style'),
          ...shadow,
          ...(value['isSVG'] === true ? { isSVG: true } : {}),
          ...(value['isCustom'] === true ? { isCustom: true } : {}),
          ...(value['isShadowHost'] === true ? { isShadowHost: true } : {}),
        };
      }
      default:
        throw new FrameError('No kind of node.');
    }
  }

  #children({ childNodes }: JsonObject, inSheet: boolean): PageNode[] {
    if (!Array.isArray(childNodes)) throw new FrameError('No child nodes.');
    return childNodes.map((child) => this.#node(child, inSheet));
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new FrameError('No text.');
  return value;
}

function attributesOf({ attributes }: JsonObject): Record<string, AttributeValue> {
  if (!isObject(attributes)) throw new FrameError('No attributes.');
  const kept = Object.entries(attributes).flatMap(([name, value]) =>
    isAttributeValue(value) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(kept);
}
