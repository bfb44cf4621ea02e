import type { Log } from './log.js';

/** What a state may have in it that explains it; words and figures of ours alone. */
interface Explained {
  readonly name: string;
  readonly leg?: number;
  readonly reason?: string;
  readonly error?: { readonly code: string; readonly status?: number | undefined };
}

/** The line of a transition; a change within a state is none. `warn` where it failed, `error` where that is our own mistake. */
export function logTransition(
  log: Log,
  event: string,
  { name, leg, reason, error }: Explained,
  previous: string,
): void {
  if (name === previous) return;
  const level = !error ? 'info' : error.code === 'internal' ? 'error' : 'warn';
  log[level](event, {
    state: name,
    from: previous,
    ...(leg === undefined ? {} : { leg }),
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { code: error.code, status: error.status ?? null }),
  });
}
