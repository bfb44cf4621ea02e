import { isObject, type JsonObject } from '../../../platform/guards.js';
import { nodeType } from '../page-event.js';

/*
 * A node as the recorder serialises it. Not copied, as a snapshot may have half a million of them: each is checked when it is
 * visited, so what is in it is unknown until then.
 */

interface NodeBase {
  readonly id: number;
  readonly isShadow?: unknown;
}

export interface RecordedElement extends NodeBase {
  readonly type: typeof nodeType.element;
  readonly tagName: string;
  readonly attributes: JsonObject;
  readonly childNodes: readonly unknown[];
  readonly isSVG?: unknown;
  readonly isCustom?: unknown;
  readonly isShadowHost?: unknown;
}

/** What is unknown of it is compared with what is known to be harmless, or checked by `isRecordedNode` when it is visited. */
export type RecordedNode =
  | RecordedElement
  | (NodeBase & {
      readonly type: typeof nodeType.document;
      readonly childNodes: readonly unknown[];
      readonly compatMode?: unknown;
    })
  | (NodeBase & { readonly type: typeof nodeType.doctype; readonly publicId?: unknown })
  | (NodeBase & { readonly type: typeof nodeType.text; readonly textContent: string })
  /** Never sent; others may stand before them. */
  | (NodeBase & { readonly type: typeof nodeType.cdata | typeof nodeType.comment });

/** The node alone: those in it are not looked at. */
export function isRecordedNode(value: unknown): value is RecordedNode {
  if (!isObject(value) || typeof value['id'] !== 'number') return false;
  switch (value['type']) {
    case nodeType.element:
      return (
        typeof value['tagName'] === 'string' && isObject(value['attributes']) && Array.isArray(value['childNodes'])
      );
    case nodeType.document:
      return Array.isArray(value['childNodes']);
    case nodeType.text:
      return typeof value['textContent'] === 'string';
    case nodeType.doctype:
    case nodeType.cdata:
    case nodeType.comment:
      return true;
    default:
      return false;
  }
}
