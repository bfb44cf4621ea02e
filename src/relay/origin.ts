/**
 * Whether the page that opened a socket may record. A browser tells the page's origin truly; a viewer needs no such check,
 * its ticket is enough. Without a list only pages of the relay's own host may.
 */
export function mayRecord(
  { origin, host }: { readonly origin: string | undefined; readonly host: string | undefined },
  origins: readonly string[] | undefined,
): boolean {
  if (origins?.includes('*')) return true;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  return origins
    ? origins.some((allowed) => URL.canParse(allowed) && new URL(allowed).origin === page.origin)
    : page.host === host;
}
