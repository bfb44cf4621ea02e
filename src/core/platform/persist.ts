import { backoff } from '../lib/backoff.js';
import { deadline, type Clock } from '../lib/clock.js';
import { retryPause, type Network } from '../lib/network.js';
import { isTransient } from './platform-error.js';

const BACKOFF = { base: 500, cap: 5_000 };

/**
 * Repeats a request that ends something until it succeeds or is refused for good, for at most `ms`. The first try is
 * made before this returns. Never rejects: nobody is left who could do anything about it.
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
      if (!isTransient(thrown)) break;
      await retryPause(clock, network, backoff(attempt, BACKOFF, thrown.retryAfter), limit.signal);
    }
  limit.clear();
}
