import type { CcClickToCall } from '../call/cc-click-to-call.js';

/** A call element, as far as it is one. */
export type Lender = Partial<
  Pick<
    CcClickToCall,
    'baseUrl' | 'api' | 'channelId' | 'credentials' | 'credentialsUrl' | 'userId' | 'userName' | 'textCallId'
  >
>;

/** The element with this id in the same document or shadow root. */
export function lenderFor(element: Element, id: string): Lender | null {
  const root = element.getRootNode();
  if (!id || !(root instanceof Document || root instanceof ShadowRoot)) return null;
  return root.getElementById(id) as Lender | null;
}
