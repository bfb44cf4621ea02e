import type { IncomingMessage } from 'node:http';

/**
 * Who opened a connection, for limits: its IP address, or the one that the proxy in front added to `X-Forwarded-For`; of
 * IPv6 the /64, which is one customer. null on loopback without a trusted proxy: a proxy stands there whose visitors can't be told apart.
 */
export function addressOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  trustProxy: boolean,
): string | null {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  const added = [forwarded ?? ''].flat().join(',').split(',').at(-1)?.trim();
  const address = (added || (socket.remoteAddress ?? '')).replace(/^::ffff:(?=\d)/, '');
  if (!added && /^(?:127\.|::1$|$)/.test(address)) return null;
  return address.includes(':') ? networkOf(address) : address;
}

/** The first four groups, of an address that may leave out zeros. */
function networkOf(address: string): string {
  const [before, after] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const [head, tail] = [before ?? [], after ?? []];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
