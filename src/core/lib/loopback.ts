/** This machine itself: the one place where nothing between the two ends has to be encrypted. `host` is a URL's hostname. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
