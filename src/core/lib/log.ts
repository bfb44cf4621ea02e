/** From none to all; each level has those before it. What belongs to which: docs/logging.md. */
export const logLevels = ['off', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Words and figures of our own. Never SIP, SDP, a token, a URL's path or query, a text or a name of a person. */
export type LogDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface LogRecord {
  readonly level: Exclude<LogLevel, 'off'>;
  /** What it is about, one or two words: `call`, `gateway`, `poll failed`. */
  readonly event: string;
  readonly details: LogDetails;
}

/** Where records go: the console, or a site's own monitoring. */
export type LogSink = (record: LogRecord) => void;

export type Log = Readonly<Record<LogRecord['level'], (event: string, details?: LogDetails) => void>>;

export const isLogLevel = (value: unknown): value is LogLevel => (logLevels as readonly unknown[]).includes(value);

/** A log whose level may change while it is in use. A sink that throws is not heard of: a log never stops a call. */
export function createLog(level: () => LogLevel, sink: LogSink): Log {
  const at =
    (own: LogRecord['level']) =>
    (event: string, details: LogDetails = {}) => {
      if (logLevels.indexOf(own) > logLevels.indexOf(level())) return;
      try {
        sink({ level: own, event, details });
      } catch {
        // Whoever broke the sink looks there.
      }
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

export const silent: Log = createLog(
  () => 'off',
  () => undefined,
);
