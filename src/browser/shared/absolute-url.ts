/** Resolves a URL against the page's base URL; null where it is invalid. */
export function absoluteUrl(url: string): string | null {
  try {
    return new URL(url, document.baseURI).href;
  } catch {
    return null;
  }
}
