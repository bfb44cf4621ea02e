import { isObject, type JsonObject } from '../../../platform/guards.js';
import {
  eventType,
  isAttribute,
  sourceType,
  type AttributeChange,
  type IncrementalData,
  type MetaData,
  type MutationData,
  type Position,
  type SnapshotData,
} from '../page-event.js';
import { each, isNumber } from './list.js';
import { isRecordedNode, type RecordedNode } from './node.js';
import { readAdoption, readDeclaration, readSheetChange } from './sheets.js';

/*
 * What the recorder hands to the privacy filter, read once: every field that the filter looks at has been checked, and no
 * other is there. Only nodes are handed on as they are, see recorded-node.ts.
 */

export type RecordedEvent =
  | { readonly type: typeof eventType.meta; readonly data: MetaData }
  | {
      readonly type: typeof eventType.fullSnapshot;
      readonly data: Omit<SnapshotData, 'node'> & { readonly node: RecordedNode };
    }
  | { readonly type: typeof eventType.incremental; readonly data: RecordedChange };

export type RecordedChange = RecordedMutation | Exclude<IncrementalData, MutationData>;

export interface RecordedMutation {
  readonly source: typeof sourceType.mutation;
  readonly removes: readonly { readonly id: number }[];
  readonly adds: readonly RecordedAdd[];
  readonly texts: readonly { readonly id: number; readonly value: string }[];
  readonly attributes: readonly AttributeChange[];
}

export interface RecordedAdd {
  readonly parentId: number;
  readonly nextId: number | null;
  readonly node: RecordedNode;
}

/** Null for kinds of events that co-browsing has no use for, and for what is none. */
export function readRecordedEvent(value: unknown): RecordedEvent | null {
  if (!isObject(value) || !isObject(value['data'])) return null;
  const { type, data } = value;
  if (type === eventType.meta) {
    const { href, width, height } = data;
    return typeof href === 'string' && isNumber(width) && isNumber(height)
      ? { type, data: { href, width, height } }
      : null;
  }
  if (type === eventType.fullSnapshot) {
    const { node, initialOffset } = data;
    if (!isRecordedNode(node) || !isObject(initialOffset)) return null;
    const { top, left } = initialOffset;
    return isNumber(top) && isNumber(left) ? { type, data: { node, initialOffset: { top, left } } } : null;
  }
  const change = type === eventType.incremental ? readChange(data) : null;
  return change && { type: eventType.incremental, data: change };
}

function readChange(data: JsonObject): RecordedChange | null {
  const { source, id, type, x, y, width, height, text, isChecked } = data;
  switch (source) {
    case sourceType.mutation:
      return readMutation(data);
    case sourceType.mouseMove:
    case sourceType.touchMove:
      return { source, positions: each(data['positions'], readPosition) };
    case sourceType.mouseInteraction:
      if (!isNumber(type) || !isNumber(id)) return null;
      return { source, type, id, ...(isNumber(x) && isNumber(y) ? { x, y } : {}) };
    case sourceType.scroll:
      return isNumber(id) && isNumber(x) && isNumber(y) ? { source, id, x, y } : null;
    case sourceType.viewportResize:
      return isNumber(width) && isNumber(height) ? { source, width, height } : null;
    case sourceType.input:
      return isNumber(id) && typeof text === 'string' ? { source, id, text, isChecked: isChecked === true } : null;
    case sourceType.styleSheetRule:
      return readSheetChange(data);
    case sourceType.styleDeclaration:
      return readDeclaration(data);
    case sourceType.adoptedStyleSheet:
      return readAdoption(data);
    default:
      return null;
  }
}

function readMutation({ removes, adds, texts, attributes }: JsonObject): RecordedMutation {
  return {
    source: sourceType.mutation,
    removes: each(removes, ({ id }) => (isNumber(id) ? { id } : null)),
    adds: each(adds, ({ parentId, nextId, node }) =>
      isNumber(parentId) && (nextId === null || isNumber(nextId)) && isRecordedNode(node)
        ? { parentId, nextId, node }
        : null,
    ),
    texts: each(texts, ({ id, value }) =>
      isNumber(id) && (value === null || typeof value === 'string') ? { id, value: value ?? '' } : null,
    ),
    attributes: each(attributes, readAttributes),
  };
}

function readAttributes({ id, attributes }: JsonObject): AttributeChange | null {
  if (!isNumber(id) || !isObject(attributes)) return null;
  const read = Object.entries(attributes).flatMap(([name, value]) =>
    isAttribute(value) ? [[name, value] as const] : [],
  );
  return { id, attributes: Object.fromEntries(read) };
}

const readPosition = ({ x, y, id, timeOffset }: JsonObject): Position | null =>
  isNumber(x) && isNumber(y) && isNumber(id) && isNumber(timeOffset) ? { x, y, id, timeOffset } : null;
