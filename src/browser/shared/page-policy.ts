import type { PagePolicy } from '../../core/call/ports.js';

/** What a page's Content-Security-Policy has to allow for what it has just blocked. */
const missing = ({ effectiveDirective, blockedURI, sample }: SecurityPolicyViolationEvent): string =>
  // `trusted-types` has no address: the sample begins with the policy's name.
  `${effectiveDirective.replace('-elem', '')} ${sample ? sample.split('|')[0] : origin(blockedURI)}`;

function follow(onViolation: (violation: SecurityPolicyViolationEvent) => void): () => void {
  document.addEventListener('securitypolicyviolation', onViolation);
  return () => document.removeEventListener('securitypolicyviolation', onViolation);
}

/** Watches the violations of the page's Content-Security-Policy during a call. */
export function watchPagePolicy(): PagePolicy {
  let blocked: string | null = null;
  const dispose = follow((violation) => {
    if (violation.effectiveDirective === 'connect-src') blocked = missing(violation);
  });
  return { blocked: () => blocked, dispose };
}

/** Settles as `load` does; what it rejects with names the directive that is in the way, where one is. */
export async function explained<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  let blocked = '';
  const dispose = follow((violation) => {
    blocked ||= `The page's Content-Security-Policy lacks "${missing(violation)}". `;
  });
  try {
    return await load();
  } catch (thrown) {
    // A violation is reported in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    throw new Error(blocked + String(thrown), { cause: thrown });
  } finally {
    dispose();
  }
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
