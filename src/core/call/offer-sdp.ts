/**
 * Removes TCP candidates, which are of use only with a peer that listens on TCP, as gateways do not, and duplicates: some
 * gateways limit the size of an offer. RFC 8839 §5.1.
 */
export function leanOffer(sdp: string): string {
  const seen = new Set<string>();
  return sdp
    .split('\r\n')
    .filter((line) => {
      if (/^m=/.test(line)) seen.clear();
      if (!line.startsWith('a=candidate:')) return true;
      const [, component, transport, , address, port] = line.slice('a=candidate:'.length).split(' ');
      const key = [component, address, port].join(' ');
      if (transport?.toLowerCase() === 'tcp' || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .join('\r\n');
}
