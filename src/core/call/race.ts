import { deadline, type Clock } from '../lib/clock.js';

export interface RaceRules {
  /** Delay between two starts, ms; a failure starts the next candidate at once. */
  readonly stagger: number;
  /** Of each candidate, ms. */
  readonly timeout: number;
}

export interface Closable {
  close(): void;
}

/**
 * Opens candidates with staggered starts; the first to open wins, and the others are aborted or closed (Happy Eyeballs,
 * RFC 8305, for sockets). Resolves with the winner and how long it took, or null where all failed. Rejects with the signal's reason.
 */
export function race<T extends Closable>(
  candidates: readonly string[],
  open: (candidate: string, signal: AbortSignal) => Promise<T>,
  { clock, rules, signal }: { readonly clock: Clock; readonly rules: RaceRules; readonly signal: AbortSignal },
): Promise<{ candidate: string; value: T; ms: number } | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const losers = new AbortController();
    const began = clock.now();
    let started = 0;
    let failed = 0;
    let over = false;
    let cancelNext: () => void = () => undefined;

    const finish = (settle: () => void) => {
      over = true;
      cancelNext();
      signal.removeEventListener('abort', abort);
      losers.abort();
      settle();
    };
    const abort = () => finish(() => reject(signal.reason));
    signal.addEventListener('abort', abort, { once: true });

    const start = () => {
      cancelNext();
      const candidate = candidates[started];
      if (candidate === undefined) return;
      started += 1;
      if (started < candidates.length) cancelNext = clock.after(rules.stagger, start);
      const watch = deadline(clock, rules.timeout, losers.signal);
      open(candidate, watch.signal).then(
        (value) => {
          watch.clear();
          if (over) value.close();
          else finish(() => resolve({ candidate, value, ms: clock.now() - began }));
        },
        () => {
          watch.clear();
          failed += 1;
          if (over) return;
          if (failed === candidates.length) finish(() => resolve(null));
          else start();
        },
      );
    };
    if (candidates.length === 0) finish(() => resolve(null));
    else start();
  });
}
