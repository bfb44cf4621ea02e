/** Resolves a URL against the page's base URL; null where it is invalid. */
export function absoluteUrl(url: string): string | null {
  try {
    return new URL(url, document.baseURI).href;
  } catch {
    return null;
  }
}

/** Of the page, for what is asked of its own server. A `srcdoc` frame has none in its address, and that of its parent all the same. */
export const pageOrigin = (): string => (self.origin === 'null' ? new URL(document.baseURI).origin : self.origin);
