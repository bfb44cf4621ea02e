/** Where this tab keeps what it remembers of sharing its page. */
export const shareMemoryKey = 'cc-widgets.sharing';

/** There may be something to remember. All that a page loads that has never shared; `share-memory` reads what it is. */
export function mayRememberSharing(): boolean {
  try {
    return sessionStorage.getItem(shareMemoryKey) !== null;
  } catch {
    // No storage in this page.
    return false;
  }
}
