/** From least to most verbose; each level includes those before it. What belongs to which: docs/logging.md. */
export const logLevels = ['off', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Words and figures of our own. Never SIP, SDP, a token, a URL's path or query, a text or a name of a person. */
export type LogDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface LogRecord {
  readonly level: Exclude<LogLevel, 'off'>;
  /** The event in one or two fixed words: `call`, `gateway`, `poll failed`. */
  readonly event: string;
  readonly details: LogDetails;
}

/** Where records go: the console, or a site's own monitoring. */
export type LogSink = (record: LogRecord) => void;

export type Log = Readonly<Record<LogRecord['level'], (event: string, details?: LogDetails) => void>>;

export const isLogLevel = (value: unknown): value is LogLevel => (logLevels as readonly unknown[]).includes(value);

/** A log whose level may change while it is in use. What a sink throws is swallowed: logging never stops a call. */
export function createLog(level: () => LogLevel, sink: LogSink): Log {
  const at =
    (own: LogRecord['level']) =>
    (event: string, details: LogDetails = {}) => {
      if (logLevels.indexOf(own) > logLevels.indexOf(level())) return;
      try {
        sink({ level: own, event, details });
      } catch {
        // The sink is the integrator's, and so is its failure.
      }
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** A log that discards every record. */
export const silent: Log = createLog(
  () => 'off',
  () => undefined,
);
