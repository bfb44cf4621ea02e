import { record } from '@rrweb/record';

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
    return node instanceof Element && node.shadowRoot ? [node.shadowRoot] : [];
  });
}
