import { createLog, isLogLevel, type Log, type LogLevel } from '../../core/lib/log.js';

const KEY = 'cc-widgets.log';

/**
 * A log to the browser's console. `localStorage['cc-widgets.log']` takes precedence over the element's own level, so that
 * a support engineer can log on one visitor's machine without a change to the page.
 */
export function consoleLog(level: LogLevel): Log {
  const chosen = [stored(), level].find(isLogLevel) ?? 'off';
  return createLog(
    () => chosen,
    ({ level: at, event, details }) => console[at](`[cc-widgets] ${event}`, details),
  );
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // A page without storage.
    return null;
  }
}
