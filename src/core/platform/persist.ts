import { backoff } from '../lib/backoff.js';
import { deadline, type Clock } from '../lib/clock.js';
import { retryPause, type Network } from '../lib/network.js';
import { isTransient, type PlatformError } from './platform-error.js';

const BACKOFF = { base: 500, cap: 5_000 };

/**
 * Repeats a request that ends something until it succeeds or is refused for good, for at most `ms`. Credentials that are
 * refused are not for good: each try renews them, and what is not ended is held by somebody. The first try is made before
 * this returns. Never rejects: nobody is left who could do anything about it.
 */
export async function persist(
  { clock, network }: { readonly clock: Clock; readonly network: Network },
  ms: number,
  send: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = deadline(clock, ms);
  for (let attempt = 1; !limit.signal.aborted; attempt += 1)
    try {
      await send(limit.signal);
      break;
    } catch (thrown) {
      const { code, retryAfter } = thrown as PlatformError;
      if (code !== 'credentials' && !isTransient(thrown)) break;
      await retryPause(clock, network, backoff(attempt, BACKOFF, retryAfter), limit.signal);
    }
  limit.clear();
}
