import { explained } from '../../browser/shared/page-policy.js';

/**
 * Loads the elements. Where they can't be loaded they stay undefined, so that what stands in their slot (a phone number) is
 * what the visitor sees; each gets a `cc-error` that names the file, and the directive that is in the way.
 */
export async function loadElements(load: () => Promise<unknown>): Promise<void> {
  try {
    await explained(load);
  } catch (thrown) {
    const error = { code: 'internal', message: `cc-widgets could not be loaded: ${String(thrown)}` };
    reportError(thrown);
    for (const element of document.querySelectorAll('cc-click-to-call, cc-cobrowse'))
      element.dispatchEvent(Object.assign(new Event('cc-error', { bubbles: true, composed: true }), { error }));
  }
}
