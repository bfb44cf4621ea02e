import type { GatewayFault } from '../ports.js';

/** The faults on the SIP layer, over an open WebSocket; the others are on TCP and HTTP. */
export type SipFault = Exclude<GatewayFault, { readonly kind: 'refused' | 'black-hole' }>;

const PLAIN = ['mute', 'bad-sdp', 'no-video', 'answers-on-cancel'] as const;

/**
 * The path of a gateway's URL names its fault: `/`, `/mute`, `/status/503`, `/status/503/5` (Retry-After in seconds).
 */
export function faultPath(fault: SipFault | null): string {
  if (!fault) return '/';
  if (fault.kind !== 'status') return `/${fault.kind}`;
  return `/status/${fault.status}${fault.retryAfter === undefined ? '' : `/${fault.retryAfter}`}`;
}

/** null for the path without a fault, undefined for one that no gateway has. */
export function faultOfPath(path: string): SipFault | null | undefined {
  if (path === '/') return null;
  const kind = PLAIN.find((name) => path === `/${name}`);
  if (kind) return { kind };
  const [, status, retryAfter] = /^\/status\/([3-6]\d\d)(?:\/(\d+))?$/.exec(path) ?? [];
  if (status === undefined) return undefined;
  return { kind: 'status', status: Number(status), ...(retryAfter && { retryAfter: Number(retryAfter) }) };
}
