/* Names only. A log for a call over ports of your own; docs/logging.md says what is in it. */
export { createLog, isLogLevel, logLevels, silent } from './core/lib/log.js';
export type { Log, LogDetails, LogLevel, LogRecord, LogSink } from './core/lib/log.js';
