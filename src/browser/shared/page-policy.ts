import type { PagePolicy } from '../../core/call/ports.js';

/** Watches the violations of the page's Content-Security-Policy during a call. */
export function watchPagePolicy(): PagePolicy {
  let blocked: string | null = null;
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src') blocked = `connect-src ${origin(blockedURI)}`;
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  return {
    blocked: () => blocked,
    dispose: () => document.removeEventListener('securitypolicyviolation', onViolation),
  };
}

/** The origin, which is all that a directive needs; of a URL without one, the whole. */
function origin(uri: string): string {
  try {
    const { protocol, host } = new URL(uri);
    return `${protocol}//${host}`;
  } catch {
    return uri;
  }
}
