/** A loopback address, the one destination for which `ws:` is accepted. `host` is a URL's hostname. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
