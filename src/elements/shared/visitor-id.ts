const KEY = 'cc-widgets.visitor';

/** An id of 24 hex digits for a visitor without one, kept in `sessionStorage`: the same until the tab is closed. */
export function visitorId(): string {
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept) return kept;
    const made = newId();
    sessionStorage.setItem(KEY, made);
    return made;
  } catch {
    // No storage in this page: the caller keeps it.
    return newId();
  }
}

const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
