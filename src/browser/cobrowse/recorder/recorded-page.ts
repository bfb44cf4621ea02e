import { record } from '@rrweb/record';
import { isElement } from '../../shared/composed.js';

/** rrweb's `IncrementalSource.CustomElement`. */
const CUSTOM_ELEMENT = 16;

/** An element that was there before its class: what the agent has of it is not defined. */
export function definesLate(event: unknown): boolean {
  const { data } = event as {
    readonly data?: { readonly source?: number; readonly define?: { readonly name?: string } };
  };
  const name = data?.source === CUSTOM_ELEMENT ? data.define?.name : undefined;
  return name !== undefined && document.querySelector(name) !== null;
}

/** Those that were recorded. */
export function shadowRoots(): ShadowRoot[] {
  return record.mirror.getIds().flatMap((id) => {
    const node = record.mirror.getNode(id);
    return isElement(node) && node.shadowRoot ? [node.shadowRoot] : [];
  });
}

/** The window of a frame whose document is in this event; null in any other. */
export function enteredFrame(event: unknown): Window | null {
  const { data } = event as {
    readonly data?: { readonly isAttachIframe?: boolean; readonly adds?: readonly { readonly parentId?: number }[] };
  };
  const frame = data?.isAttachIframe === true ? record.mirror.getNode(data.adds?.[0]?.parentId ?? -1) : null;
  return frame && 'contentWindow' in frame ? (frame as HTMLIFrameElement).contentWindow : null;
}

/** Those of the page, by their numbers. */
export function iframes(isOne: (id: number) => boolean): Map<HTMLIFrameElement, number> {
  const found = new Map<HTMLIFrameElement, number>();
  for (const id of record.mirror.getIds()) {
    const node = record.mirror.getNode(id);
    if (isElement(node) && node.localName === 'iframe' && node.ownerDocument === document && isOne(id))
      found.set(node as HTMLIFrameElement, id);
  }
  return found;
}
