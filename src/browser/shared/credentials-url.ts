import { toJson } from '../../core/lib/json.js';
import { systemClock } from '../../core/lib/clock.js';
import type { Log } from '../../core/lib/log.js';
import { CredentialStore } from '../../core/platform/credential-store.js';
import {
  CredentialsUrlError,
  type Credentials,
  type CredentialsContext,
  type CredentialsProvider,
} from '../../core/platform/credentials.js';
import { retryAfter } from '../../core/platform/request.js';

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

/**
 * Fetches from the site's own server: `POST` with the `CredentialsContext` as JSON; the response is `Credentials` as JSON.
 * Error messages say what went wrong, and never quote the response.
 */
function credentialsFrom(url: string, sendCookies: RequestCredentials): CredentialsProvider {
  return async (context, signal) => {
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: toJson(context),
        credentials: sendCookies,
        redirect: 'manual',
        cache: 'no-store',
        signal,
      });
    } catch {
      throw new CredentialsUrlError("can't be reached, or did not answer in time.");
    }
    const { ok, status, headers } = response;
    if (!ok) throw new CredentialsUrlError(`answered HTTP ${status}.`, { status, ...retryAfter(headers, systemClock) });
    return (await response.json().catch(() => {
      throw new CredentialsUrlError('answered something that is not JSON.', { status });
    })) as Credentials;
  };
}
