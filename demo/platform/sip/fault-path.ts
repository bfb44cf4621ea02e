import type { GatewayFault } from '../ports.js';

/** The faults that a gateway shows once its WebSocket is open; the others lie below. */
export type SipFault = Exclude<GatewayFault, { readonly kind: 'refused' | 'black-hole' }>;

const PLAIN = ['mute', 'bad-sdp', 'no-video', 'answers-on-cancel'] as const;

/** A gateway's address says what goes wrong there: `/`, `/mute`, `/status/503`, `/status/503/5` (Retry-After in seconds). */
export function faultPath(fault: SipFault | null): string {
  if (!fault) return '/';
  if (fault.kind !== 'status') return `/${fault.kind}`;
  return `/status/${fault.status}${fault.retryAfter === undefined ? '' : `/${fault.retryAfter}`}`;
}

/** The fault of a path, null for none, undefined for a path that no gateway has. */
export function faultOfPath(path: string): SipFault | null | undefined {
  if (path === '/') return null;
  const kind = PLAIN.find((name) => path === `/${name}`);
  if (kind) return { kind };
  const [, status, retryAfter] = /^\/status\/([3-6]\d\d)(?:\/(\d+))?$/.exec(path) ?? [];
  if (status === undefined) return undefined;
  return { kind: 'status', status: Number(status), ...(retryAfter && { retryAfter: Number(retryAfter) }) };
}
