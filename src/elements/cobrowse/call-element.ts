import type { CcClickToCall } from '../call/cc-click-to-call.js';

/** What `for` points to: a `<cc-click-to-call>`, or any other element, which has none of these. */
export type CallElement = Partial<
  Pick<
    CcClickToCall,
    'baseUrl' | 'api' | 'channelId' | 'credentials' | 'credentialsUrl' | 'userId' | 'userName' | 'textCallId'
  >
>;

/** The element with this id in the same document or shadow root. */
export function callElementFor(element: Element, id: string): CallElement | null {
  const root = element.getRootNode();
  if (!id || !(root instanceof Document || root instanceof ShadowRoot)) return null;
  return root.getElementById(id) as CallElement | null;
}
