import { eventType, sourceType } from '../../../core/cobrowse/privacy/page-event.js';

/** As far as this looks into an event of the recorder. */
interface Recorded {
  readonly type?: number;
  readonly data?: {
    readonly source?: number;
    readonly adds?: readonly { readonly parentId: number; readonly node: { readonly tagName?: string } }[];
    readonly removes?: readonly { readonly parentId: number }[];
    readonly texts?: readonly { readonly id: number }[];
    readonly attributes?: readonly { readonly id: number }[];
  };
}

const calls: readonly unknown[] = [
  sourceType.styleSheetRule,
  sourceType.styleDeclaration,
  sourceType.adoptedStyleSheet,
];

/** Whether sheets may well be others after this event than before it. */
export function tellsOfSheets(event: unknown, mirror: { getNode(id: number): Node | null }): boolean {
  const { type, data } = event as Recorded;
  if (type === eventType.fullSnapshot) return true;
  if (type !== eventType.incremental || !data) return false;
  if (calls.includes(data.source)) return true;
  if (data.source !== sourceType.mutation) return false;
  const { adds = [], texts = [], attributes = [], removes = [] } = data;
  const isSheet = (id: number): boolean => {
    const node = mirror.getNode(id);
    return /^(?:style|link)$/i.test((node instanceof Text ? node.parentNode : node)?.nodeName ?? '');
  };
  return (
    adds.some(({ parentId, node }) => /^(?:style|link)$/.test(node.tagName ?? '') || isSheet(parentId)) ||
    texts.some(({ id }) => isSheet(id)) ||
    attributes.some(({ id }) => isSheet(id)) ||
    // One that was taken out is no longer known.
    removes.some(({ parentId }) => /^(?:head|style)$/i.test(mirror.getNode(parentId)?.nodeName ?? ''))
  );
}
