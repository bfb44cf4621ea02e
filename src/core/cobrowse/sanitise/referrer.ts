import { nodeType, type ElementNode, type PageNode } from '../privacy/page-event.js';

/** Of our own in the replayed page: beyond the numbers that a recording may use. */
export const REFERRER_ID = 0x7fff_ffff;

/** First in the page, so that what it loads carries no address of the console. */
export function withoutReferrer(root: ElementNode): ElementNode {
  const policy: PageNode = {
    type: nodeType.element,
    id: REFERRER_ID,
    tagName: 'meta',
    attributes: { name: 'referrer', content: 'no-referrer' },
    childNodes: [],
  };
  const head = root.childNodes.find((node) => node.type === nodeType.element && node.tagName === 'head');
  if (head?.type !== nodeType.element) return { ...root, childNodes: [policy, ...root.childNodes] };
  const filled = { ...head, childNodes: [policy, ...head.childNodes] };
  return { ...root, childNodes: root.childNodes.map((node) => (node === head ? filled : node)) };
}
