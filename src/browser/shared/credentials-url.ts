import { PlatformError } from '../../core/platform/platform-error.js';
import { systemClock } from '../../core/lib/clock.js';
import type { Log } from '../../core/lib/log.js';
import {
  CredentialStore,
  type Credentials,
  type CredentialsContext,
  type CredentialsProvider,
} from '../../core/platform/credentials.js';

/** How an element gets its credentials, and the visitor that they are for. */
export interface CredentialsOptions extends CredentialsContext {
  readonly api: 'fabric' | 'webadapter';
  readonly credentialsUrl: string | null;
  /** Takes precedence over `credentialsUrl`. */
  readonly credentials: CredentialsProvider | null;
}

export function credentialStore(options: CredentialsOptions, log: Log): CredentialStore {
  const { api, credentialsUrl, userId, userName, channelId, locale } = options;
  const cookies = api === 'webadapter' ? 'include' : 'same-origin';
  const fromUrl = credentialsUrl === null ? null : credentialsFrom(credentialsUrl, cookies);
  return new CredentialStore(options.credentials ?? fromUrl, { userId, userName, channelId, locale }, systemClock, log);
}

/** Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Fetches from the site's own server: `POST` with the `CredentialsContext` as JSON; the response is `Credentials` as JSON.
 * Error messages say what went wrong, and never quote the response.
 */
function credentialsFrom(url: string, sendCookies: RequestCredentials): CredentialsProvider {
  return async (context) => {
    const fail = (why: string, status?: number) =>
      new PlatformError('credentials', `credentials-url ${why}`, { status });
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(context),
        credentials: sendCookies,
        redirect: 'manual',
        cache: 'no-store',
        signal: controller.signal,
      });
      if (!response.ok) throw fail(`answered HTTP ${response.status}.`, response.status);
      return (await response.json().catch(() => {
        throw fail('answered something that is not JSON.');
      })) as Credentials;
    } catch (thrown) {
      throw thrown instanceof PlatformError ? thrown : fail("can't be reached, or did not answer in time.");
    } finally {
      clearTimeout(timer);
    }
  };
}
