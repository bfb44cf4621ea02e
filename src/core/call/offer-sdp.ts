/**
 * An offer as small as a gateway likes it: no TCP candidates (they only serve peers that listen on TCP, which gateways do
 * not), and no candidate twice. RFC 8839 §5.1.
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
