import type { Clock } from './clock.js';

/** What the browser tells of its network and of its page. */
export interface Network {
  /** `navigator.onLine`. */
  readonly online: boolean;
  /** The page can be seen. */
  readonly visible: boolean;
  /** `changed`: another network, perhaps another address; `woke`: the page had been frozen, or the machine asleep. */
  subscribe(listener: (event: 'online' | 'offline' | 'changed' | 'woke') => void): () => void;
  /** Tells `woke` in this very task where it is due: to be called before time that has passed is held against anybody. */
  look(): void;
}

/** `navigator.onLine` is a hint: without a network one try is made in this time all the same, ms. */
const OFFLINE_PAUSE = 30_000;

/**
 * The pause before another try: `ms`, or for as long as the browser is offline, at most 30 s. It ends early when the
 * network comes back, the machine wakes, or the signal aborts; never rejects.
 */
export function retryPause(clock: Clock, network: Network, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      unsubscribe();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(network.online ? ms : OFFLINE_PAUSE, end);
    const unsubscribe = network.subscribe((event) => {
      if (event === 'online' || event === 'woke') end();
    });
    signal.addEventListener('abort', end, { once: true });
  });
}
