import type { Log } from './log.js';

/** The fields of a state that are logged: words and figures of our own only. */
interface LoggedState {
  readonly name: string;
  readonly leg?: number;
  readonly reason?: string;
  readonly error?: { readonly code: string; readonly status?: number | undefined };
}

/**
 * One line for each transition; a change within a state is none. At `info`, a failure at `warn`, an `internal` one at
 * `error`.
 */
export function logTransition(
  log: Log,
  event: string,
  { name, leg, reason, error }: LoggedState,
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
