import { sleep, type Clock } from '../lib/clock.js';
import type { PlatformClient, QueueInfo } from '../platform/platform-client.js';

/** Between two queries, ms. */
const PAUSE = 3_000;

/** Gives up after this many failures in a row. */
const FAILURES = 3;

export interface QueueWatch {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly waiting: () => boolean;
  readonly onInfo: (info: QueueInfo) => void;
}

/** Queries the place in the queue while `waiting()`; stops for good where the family has no such operation. */
export async function watchQueue(
  platform: PlatformClient,
  { clock, signal, waiting, onInfo }: QueueWatch,
): Promise<void> {
  for (let failures = 0; failures < FAILURES && !signal.aborted;) {
    if (waiting()) {
      const info = await platform.queryQueueInfo(signal).catch(() => undefined);
      if (info === null) return;
      failures = info ? 0 : failures + 1;
      if (info && waiting()) onInfo(info);
    }
    await sleep(clock, PAUSE, signal).catch(() => undefined);
  }
}
