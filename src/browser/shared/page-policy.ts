import type { PagePolicy } from '../../core/call/ports.js';

/** Listens for what the page's Content-Security-Policy blocks while a call is under way. */
export function watchPagePolicy(): PagePolicy {
  let blocked: string | null = null;
  const hear = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src') blocked = `connect-src ${origin(blockedURI)}`;
  };
  document.addEventListener('securitypolicyviolation', hear);
  return {
    blocked: () => blocked,
    dispose: () => document.removeEventListener('securitypolicyviolation', hear),
  };
}

/** No more of the URL than a policy needs. */
function origin(uri: string): string {
  try {
    const { protocol, host } = new URL(uri);
    return `${protocol}//${host}`;
  } catch {
    return uri;
  }
}
