import { isObject, type JsonObject } from '../../platform/guards.js';
import { toJson } from '../../lib/json.js';
import { maskCards } from '../privacy/digits.js';
import { eventType, nodeType, sourceType, type IncrementalData, type PageEvent } from '../privacy/page-event.js';
import { readRecordedEvent } from '../privacy/recorded/event.js';
import { each } from '../privacy/recorded/list.js';
import { FrameError, type FramedNodes } from './framed-nodes.js';

/** What a frame recorded, as it goes through the port. */
export const writeFramed = (events: readonly object[], keyframe: boolean): string => toJson([keyframe, ...events]);

export const isKeyframe = (written: string): boolean => written.startsWith('[true,');

/** Null for what is no list of events. */
export function readFramed(written: string): readonly unknown[] | null {
  try {
    const read: unknown = JSON.parse(written);
    return Array.isArray(read) && typeof read[0] === 'boolean' ? read.slice(1) : null;
  } catch {
    return null;
  }
}

/**
 * Events of the frame in the element with number `frame`, as events of the page: a snapshot becomes the document of that
 * element, and no number is one of the page's. All else of the frame's window (its address, its size) is left out.
 * @throws FrameError, and a RangeError for what is nested too deep
 */
export function framedEvents(events: readonly unknown[], frame: number, nodes: FramedNodes): PageEvent[] {
  return events.flatMap((event) => {
    if (!isObject(event) || !isObject(event['data'])) throw new FrameError('No event.');
    const { type, data } = event;
    if (type === eventType.fullSnapshot) return snapshot(data, frame, nodes);
    if (type !== eventType.incremental) return [];
    const changed = data['source'] === sourceType.mutation ? mutation(data, nodes) : change(event, nodes);
    return changed ? [{ type, data: changed }] : [];
  });
}

function snapshot(data: JsonObject, frame: number, nodes: FramedNodes): PageEvent[] {
  const node = nodes.node(data['node']);
  if (node.type !== nodeType.document) throw new FrameError('No document.');
  const type = eventType.incremental;
  const adds = [{ parentId: frame, nextId: null, node }];
  const { top, left } = isObject(data['initialOffset']) ? data['initialOffset'] : {};
  const scroll = { source: sourceType.scroll, id: node.id, x: Number(left) || 0, y: Number(top) || 0 };
  return [
    { type, data: { source: sourceType.mutation, removes: [], adds, texts: [], attributes: [] } },
    { type, data: scroll },
  ];
}

function mutation({ removes, adds, texts, attributes }: JsonObject, nodes: FramedNodes): IncrementalData {
  return {
    source: sourceType.mutation,
    removes: each(removes, ({ id, parentId, isShadow }) => ({
      ...{ parentId: nodes.id(parentId), id: nodes.id(id) },
      ...(isShadow === true ? { isShadow } : {}),
    })),
    adds: each(adds, ({ parentId, nextId, node }) => ({
      ...{ parentId: nodes.id(parentId), nextId: nextId === null ? null : nodes.id(nextId), node: nodes.node(node) },
    })),
    texts: each(texts, ({ id, value }) =>
      typeof value === 'string' ? { id: nodes.id(id), value: maskCards(value) } : null,
    ),
    attributes: readAttributes(attributes).map((one) => ({ ...one, id: nodes.id(one.id) })),
  };
}

function readAttributes(attributes: unknown) {
  const read = readRecordedEvent({ type: eventType.incremental, data: { source: sourceType.mutation, attributes } });
  return read?.type === eventType.incremental && read.data.source === sourceType.mutation ? read.data.attributes : [];
}

function change(event: JsonObject, nodes: FramedNodes): IncrementalData | null {
  const read = readRecordedEvent(event);
  if (read?.type !== eventType.incremental) return null;
  const { data } = read;
  switch (data.source) {
    case sourceType.mutation:
    case sourceType.viewportResize:
      return null;
    case sourceType.mouseMove:
    case sourceType.touchMove:
      return { ...data, positions: data.positions.map((at) => ({ ...at, id: nodes.id(at.id) })) };
    case sourceType.mouseInteraction:
    case sourceType.scroll:
      return { ...data, id: nodes.id(data.id) };
    case sourceType.input:
      return { ...data, id: nodes.id(data.id), text: maskCards(data.text) };
    case sourceType.styleSheetRule:
    case sourceType.styleDeclaration:
      return {
        ...data,
        ...(data.id === undefined ? {} : { id: nodes.id(data.id) }),
        ...(data.styleId === undefined ? {} : { styleId: nodes.id(data.styleId) }),
      };
    case sourceType.adoptedStyleSheet:
      return {
        ...data,
        id: nodes.id(data.id),
        styleIds: data.styleIds.map((id) => nodes.id(id)),
        styles: (data.styles ?? []).map((one) => ({ ...one, styleId: nodes.id(one.styleId) })),
      };
  }
}
