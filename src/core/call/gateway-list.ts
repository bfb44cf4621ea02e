import { CallError } from './call-error.js';
import { isLoopback } from '../lib/loopback.js';

/**
 * The gateways to dial, as WebSocket URLs in the order to try them: as received, without duplicates, that of the last
 * answered call first. Items may be full URLs, `host:port` or `host`. `ws:` is accepted only where page and gateway are
 * both on loopback; credentials in a URL and schemes other than WebSocket never.
 * @param pageHost host of the page, without port
 * @throws CallError `bad-response` where no usable address is left
 */
export function gatewayList(addresses: readonly string[], pageHost: string, lastGood: string | null): string[] {
  const usable = addresses.map((address) => gatewayUrl(address, pageHost)).filter((url) => url !== null);
  const unique = [...new Set(usable)];
  if (unique.length === 0)
    throw new CallError('bad-response', 'Event 168101 named no usable gateway: wss://, or ws:// on loopback.');
  return lastGood !== null && unique.includes(lastGood)
    ? [lastGood, ...unique.filter((url) => url !== lastGood)]
    : unique;
}

const bareIpv6 = /^[\da-f]*:[\da-f:.]*:[\da-f.]*$/i;

function gatewayUrl(address: string, pageHost: string): string | null {
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `wss://${address.replace(bareIpv6, '[$&]')}`);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  const allowed =
    url.protocol === 'wss:' || (url.protocol === 'ws:' && isLoopback(url.hostname) && isLoopback(pageHost));
  if (!allowed) return null;
  url.hash = '';
  return url.href;
}
