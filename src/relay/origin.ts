/** Origins as a browser writes them, or `*`. Throws a RangeError for anything else. */
export function readOrigins(origins: readonly string[] | undefined): readonly string[] | undefined {
  return origins?.map((origin) => {
    if (origin === '*') return origin;
    if (!URL.canParse(origin) || !/^https?:\/\/[^/*]+\/?$/.test(origin))
      throw new RangeError(`“${origin}” is no origin: write it as https://shop.example, or * for any.`);
    return new URL(origin).origin;
  });
}

/**
 * Whether the page that opened a socket may record. A browser tells the page's origin truly; a viewer needs no such check,
 * its ticket is enough. Without a list only pages of the relay's own host may.
 */
export function mayRecord(
  { origin, host }: { readonly origin: string | undefined; readonly host: string | undefined },
  origins: readonly string[] | undefined,
): boolean {
  if (origins) return origins.includes('*') || (origin !== undefined && origins.includes(origin));
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
