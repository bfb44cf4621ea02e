import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import type { PlatformClient, QueueInfo } from '../platform/platform-client.js';
import { isTransient } from '../platform/platform-error.js';

/** Between two queries, ms. */
const PAUSE = 3_000;
/** Added to it after failures: where it can't be told, the place in the queue is no reason to burden the platform. */
const BACKOFF = { base: 3_000, cap: 30_000 };
/** Gives up after this many refusals in a row. */
const REFUSALS = 3;

export interface QueueWatch {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly waiting: () => boolean;
  readonly onInfo: (info: QueueInfo) => void;
}

/** Queries the place in the queue while `waiting()`; stops for good where the family has no such operation, or it is refused. */
export async function watchQueue(
  platform: PlatformClient,
  { clock, signal, waiting, onInfo }: QueueWatch,
): Promise<void> {
  let failures = 0;
  for (let refusals = 0; refusals < REFUSALS && !signal.aborted;) {
    if (waiting())
      try {
        const info = await platform.queryQueueInfo(signal);
        if (info === null) return;
        failures = refusals = 0;
        if (waiting()) onInfo(info);
      } catch (thrown) {
        failures += 1;
        refusals = isTransient(thrown) ? 0 : refusals + 1;
      }
    const pause = PAUSE + (failures > 0 ? backoff(failures, BACKOFF) : 0);
    await sleep(clock, pause, signal).catch(() => undefined);
  }
}
