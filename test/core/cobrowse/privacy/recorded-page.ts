import { PrivacyFilter, type PrivacyOptions } from '../../../../src/core/cobrowse/privacy/privacy.js';
import type { PageEvent } from '../../../../src/core/cobrowse/privacy/page-event.js';

/** What the filter gets may be anything. */
type RecordedNode = Readonly<Record<string, unknown>>;
type Attributes = Record<string, string | number | boolean>;

/** Nodes and events as the recorder makes them. */
export const text = (id: number, textContent: string): RecordedNode => ({ type: 3, id, textContent });

export const element = (
  id: number,
  tagName: string,
  attributes: Attributes = {},
  ...childNodes: readonly RecordedNode[]
): RecordedNode => ({ type: 2, id, tagName, attributes, childNodes });

export const shadow = (node: RecordedNode): RecordedNode => ({ ...node, isShadow: true });

export const page = (...childNodes: readonly RecordedNode[]): RecordedNode => ({
  type: 0,
  id: 1,
  childNodes: [element(2, 'html', {}, element(3, 'body', {}, ...childNodes))],
});

export const meta = (href: string) => ({ type: 4, timestamp: 1, data: { href, width: 800, height: 600 } });
export const snapshot = (node: RecordedNode) => ({
  type: 2,
  timestamp: 2,
  data: { node, initialOffset: { top: 0, left: 0 } },
});
export const incremental = (data: Record<string, unknown>) => ({ type: 3, timestamp: 3, data });
export const mutation = (changes: Record<string, unknown>) =>
  incremental({ source: 0, adds: [], removes: [], texts: [], attributes: [], ...changes });
export const add = (parentId: number, node: RecordedNode, nextId: number | null = null) => ({ parentId, nextId, node });

/** A filter that has seen this body, and what left of it. */
export function recorded(body: readonly RecordedNode[], options: PrivacyOptions = {}) {
  const filter = new PrivacyFilter(options);
  const address = filter.pass(meta('https://shop.example/cart?session=S3CRET#S3CRET'));
  const first = filter.pass(snapshot(page(...body)));
  return { filter, address, first, left: JSON.stringify(first), pass: passer(filter) };
}

/** What leaves of an event, as text; empty where nothing does. */
const passer =
  (filter: PrivacyFilter) =>
  (event: unknown): string => {
    const passed: PageEvent | null = filter.pass(event);
    return passed ? JSON.stringify(passed) : '';
  };
