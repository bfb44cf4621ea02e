import { maskCards } from './digits.js';

const MAX_ADDRESSES = 1_000;
const MAX_LENGTH = 500;

/**
 * An address that may leave the page: absolute, http or https, without credentials, path parameters, hash and query, but
 * with the query parameters that are named in `allowQuery`. Null for every other kind (data:, blob:, javascript:, mailto:…).
 */
export function cutAddress(address: string, base: string, allowQuery: readonly string[]): string | null {
  const url = parseHttp(address, base);
  if (!url) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  url.pathname = maskPath(url.pathname.replace(/;[^/]*/g, ''));
  if (url.search !== '') {
    const kept = [...url.searchParams].filter(([name]) => allowQuery.includes(name));
    url.search = new URLSearchParams(kept.map(([name, value]) => [name, maskCards(value)])).toString();
  }
  return url.href;
}

/** The last addresses and what became of them: a page has the same ones again and again. */
export class Addresses {
  readonly #known = new Map<string, string | null>();
  #base = '';

  of(address: string, base: string, cut: () => string | null): string | null {
    if (base !== this.#base || this.#known.size >= MAX_ADDRESSES) this.#known.clear();
    this.#base = base;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const made = cut();
    if (address.length <= MAX_LENGTH) this.#known.set(address, made);
    return made;
  }
}

/** A card number may be written with escapes in it, as `%20` between its groups. */
function maskPath(path: string): string {
  const read = path.replace(/%(?:20|2d|3\d|c2%a0)/gi, (escape) => decodeURIComponent(escape));
  const masked = maskCards(read);
  return masked === read ? path : masked;
}

/** Null where it is no http or https address. */
export function parseHttp(address: string, base?: string): URL | null {
  try {
    const url = new URL(address, base === '' ? undefined : base);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
