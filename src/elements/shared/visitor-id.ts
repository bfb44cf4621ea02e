const KEY = 'cc-widgets.visitor';
/** Set while no page of the tab is there: what finds it absent beside an id is a copy of a tab that lives. */
const LEFT = 'cc-widgets.left';

let known = '';

/**
 * An id of 24 hex digits for a visitor without one, kept in `sessionStorage`: the same until the tab is closed. A tab that
 * was made of another one (`window.open`, "duplicate tab") has a copy of that storage, and gets an id of its own.
 */
export function visitorId(): string {
  return (known ||= kept() ?? newId());
}

/** To be called when an element comes into the page: a tab that is copied later must find what this one left. */
export function keepVisitorId(): void {
  if (known === '' && stored() !== null) visitorId();
}

function kept(): string | null {
  try {
    const isFrame = self !== top;
    const id = isFrame || sessionStorage.getItem(LEFT) ? stored() : null;
    const mine = id ?? newId();
    sessionStorage.setItem(KEY, mine);
    if (!isFrame) follow();
    return mine;
  } catch {
    // No storage in this page.
    return null;
  }
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function follow(): void {
  sessionStorage.removeItem(LEFT);
  addEventListener('pagehide', () => sessionStorage.setItem(LEFT, '1'));
  addEventListener('pageshow', () => sessionStorage.removeItem(LEFT));
}

const newId = (): string =>
  // Not `Array.from`, in whose place old libraries put one that takes no function.
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
