import { PlatformError } from '../../core/platform/platform-error.js';
import { systemClock } from '../../core/lib/clock.js';
import {
  CredentialStore,
  type Credentials,
  type CredentialsContext,
  type CredentialsProvider,
} from '../../core/platform/credentials.js';

/** What an element was told of its credentials, and for whom they are. */
export interface CredentialsOptions extends CredentialsContext {
  readonly api: 'fabric' | 'webadapter';
  readonly credentialsUrl: string | null;
  /** Goes before `credentialsUrl`. */
  readonly credentials: CredentialsProvider | null;
}

export function credentialStore(options: CredentialsOptions): CredentialStore {
  const { api, credentialsUrl, userId, userName, channelId, locale } = options;
  const cookies = api === 'webadapter' ? 'include' : 'same-origin';
  const fromUrl = credentialsUrl === null ? null : credentialsFrom(credentialsUrl, cookies);
  return new CredentialStore(options.credentials ?? fromUrl, { userId, userName, channelId, locale }, systemClock);
}

/** Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Asks the site's own server: `POST` with the `CredentialsContext` as JSON, answered by `Credentials` as JSON. The
 * messages say which server and what went wrong, never what was in the answer.
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
        throw fail('answered something that is no JSON.');
      })) as Credentials;
    } catch (thrown) {
      throw thrown instanceof PlatformError ? thrown : fail("can't be reached, or did not answer in time.");
    } finally {
      clearTimeout(timer);
    }
  };
}
