import type { PageEvent } from '../ports.js';

/** Kinds of nodes and events as the recorder numbers them. */
const node = { document: 0, doctype: 1, element: 2 } as const;
const event = { fullSnapshot: 2, meta: 4 } as const;

/** The keyframe that stands for a page while its sharing is paused: an empty document. */
export function pausedPage(): PageEvent[] {
  const element = (tagName: string, id: number, childNodes: object[] = []) => ({
    ...{ type: node.element, tagName, attributes: {}, id, childNodes },
  });
  const html = element('html', 3, [element('head', 4), element('body', 5)]);
  const doctype = { type: node.doctype, name: 'html', publicId: '', systemId: '', id: 2 };
  return [
    { type: event.meta, data: { href: 'about:blank', width: 800, height: 450 } },
    {
      type: event.fullSnapshot,
      data: {
        node: { type: node.document, id: 1, childNodes: [doctype, html] },
        initialOffset: { top: 0, left: 0 },
      },
    },
  ];
}
