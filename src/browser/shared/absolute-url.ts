/** A URL relative to the page, in full; null where it is none. */
export function absoluteUrl(url: string): string | null {
  try {
    return new URL(url, document.baseURI).href;
  } catch {
    return null;
  }
}
