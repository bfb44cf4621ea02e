import { isObject, type JsonObject } from '../../platform/guards.js';
import { parseHttp } from '../privacy/address.js';
import type { AttributePolicy } from '../privacy/attributes.js';
import { eventType, sourceType, type Add, type IncrementalData, type PageEvent } from '../privacy/page-event.js';
import { isId, NodeReader } from './nodes.js';
import { readSheetChange } from './sheets.js';

export interface SanitiserOptions {
  /**
   * Origins that pictures, fonts and style sheets of the page may be loaded from, like `https://shop.example`. None unless
   * given: then nothing is loaded at all, as the recording names the addresses and the agent's browser sends cookies.
   */
  readonly origins?: readonly string[];
  /** Nodes that a page may have at a time; 500,000 unless given. What is more is left out. */
  readonly maxNodes?: number;
}

/**
 * What of a recording may be rebuilt at the agent. Takes what came in, which may be anything, and gives an event built anew,
 * or null. No scripts, handlers, frames, plug-ins, forms' targets, refreshes or preloads; links lead nowhere; only pictures,
 * fonts and style sheets are loaded, and only from `origins` (no data: or blob: either: the recorder sends none).
 */
export class Sanitiser {
  readonly #nodes: NodeReader;
  readonly #policy: AttributePolicy;

  constructor({ origins = [], maxNodes = 500_000 }: SanitiserOptions = {}) {
    const same = (text: string) => text;
    const url = (address: string) => {
      const parsed = parseHttp(address);
      return parsed && origins.includes(parsed.origin) && parsed.username === '' ? parsed.href : null;
    };
    this.#policy = {
      url,
      pictures: 'anywhere',
      link: () => null,
      name: same,
      asked: (_name, _comparison, value = '') => value,
      words: true,
      state: () => null,
      prefers: null,
      label: same,
      text: same,
      typed: same,
      selected: (_name, value) => value,
    };
    this.#nodes = new NodeReader(this.#policy, maxNodes);
  }

  pass(event: unknown): PageEvent | null {
    if (!isObject(event) || !isObject(event['data'])) return null;
    const { type, data } = event;
    if (type === eventType.meta) return { type, data: readMeta(data) };
    if (type === eventType.fullSnapshot) {
      const node = this.#nodes.page(data['node']);
      const offset = isObject(data['initialOffset']) ? data['initialOffset'] : {};
      const initialOffset = { top: number(offset['top']) ?? 0, left: number(offset['left']) ?? 0 };
      return node && { type, data: { node, initialOffset } };
    }
    const read = type === eventType.incremental ? this.#incremental(data) : null;
    return read && { type: eventType.incremental, data: read };
  }

  #incremental(data: JsonObject): IncrementalData | null {
    const { source, id, type, text, isChecked } = data;
    const x = number(data['x']);
    const y = number(data['y']);
    switch (source) {
      case sourceType.mutation:
        return this.#mutation(data);
      case sourceType.mouseMove:
      case sourceType.touchMove: {
        const positions = list(data['positions'], 500).flatMap((item) => {
          const place = readPlace(item);
          return place && this.#nodes.get(place.id) ? [place] : [];
        });
        return positions.length > 0 ? { source, positions } : null;
      }
      case sourceType.mouseInteraction: {
        if (!this.#nodes.get(id) || !isId(id) || typeof type !== 'number' || !(type >= 0 && type <= 10)) return null;
        return { source, type, id, ...(x === null || y === null ? {} : { x, y }) };
      }
      case sourceType.scroll:
        return this.#nodes.get(id) && isId(id) && x !== null && y !== null ? { source, id, x, y } : null;
      case sourceType.viewportResize:
        return { source, ...readSize(data) };
      case sourceType.input:
        if (!this.#nodes.get(id) || !isId(id) || typeof text !== 'string') return null;
        return { source, id, text, isChecked: isChecked === true };
      default:
        return readSheetChange(data, this.#policy, (item) => this.#nodes.get(item) !== undefined);
    }
  }

  #mutation(data: JsonObject): IncrementalData {
    const removes = list(data['removes']).flatMap((item) => {
      const known = isObject(item) ? this.#nodes.get(item['id']) : undefined;
      if (!known?.parent || !isObject(item)) return [];
      this.#nodes.remove(known);
      const shadow = item['isShadow'] === true ? ({ isShadow: true } as const) : {};
      return [{ parentId: known.parent.id, id: known.id, ...shadow }];
    });
    const adds: Add[] = [];
    for (const item of list(data['adds'])) {
      if (!isObject(item)) continue;
      const parent = this.#nodes.get(item['parentId']);
      const next = this.#nodes.get(item['nextId']);
      const node = parent && this.#nodes.node(item['node'], parent);
      if (node) adds.push({ parentId: parent.id, nextId: next?.parent === parent ? next.id : null, node });
    }
    const texts = list(data['texts']).flatMap((item) => {
      const known = isObject(item) ? this.#nodes.get(item['id']) : undefined;
      if (!isObject(item) || known?.tag !== '#text' || !known.parent) return [];
      return [{ id: known.id, value: this.#nodes.text(known.parent, item['value']) }];
    });
    const attributes = list(data['attributes']).flatMap((item) => {
      const known = isObject(item) ? this.#nodes.get(item['id']) : undefined;
      if (!isObject(item) || !known || known.tag.startsWith('#')) return [];
      return this.#nodes.change(known, item['attributes']) ?? [];
    });
    return { source: sourceType.mutation, removes, adds, texts, attributes };
  }
}

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(-1e7, Math.min(1e13, value)) : null;

function list(value: unknown, most = 1_000_000): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.slice(0, most);
}

function readMeta(data: JsonObject) {
  const href = typeof data['href'] === 'string' ? (parseHttp(data['href'])?.href ?? '') : '';
  return { href, ...readSize(data), scheme: data['scheme'] === 'dark' ? ('dark' as const) : ('light' as const) };
}

function readSize(data: JsonObject) {
  const side = (value: unknown) => Math.round(Math.max(1, Math.min(16_384, number(value) ?? 1)));
  return { width: side(data['width']), height: side(data['height']) };
}

function readPlace(item: unknown) {
  if (!isObject(item) || !isId(item['id'])) return null;
  const x = number(item['x']);
  const y = number(item['y']);
  const timeOffset = Math.max(-5_000, Math.min(0, number(item['timeOffset']) ?? 0));
  return x === null || y === null ? null : { x, y, id: item['id'], timeOffset };
}
