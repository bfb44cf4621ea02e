import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AuditRecord } from './audit.js';

type Gauges = Readonly<Record<'rooms' | 'recorders' | 'viewers' | 'connections' | 'draining', number>>;

/** Counts for Prometheus, of what the audit log tells. No room, user or address is in them. */
export class Metrics {
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });
  readonly #refusals = new Map<number, number>();
  readonly #acts = new Map<string, number>();
  #bytes = 0;
  #frames = 0;

  constructor() {
    this.#lag.enable();
  }

  count({ act, code, counts }: Omit<AuditRecord, 'time'>): void {
    this.#acts.set(act, (this.#acts.get(act) ?? 0) + 1);
    if (act === 'refused' && code !== undefined) this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
    if (act !== 'left') return;
    this.#bytes += counts?.['bytes'] ?? 0;
    this.#frames += counts?.['frames'] ?? 0;
  }

  /** In the text format of Prometheus, version 0.0.4. */
  text(gauges: Gauges): string {
    const lines = Object.entries(gauges).flatMap(([name, value]) => [
      ...head(`cc_relay_${name}`, 'gauge'),
      `cc_relay_${name} ${value}`,
    ]);
    const rows = (name: string, label: string, values: ReadonlyMap<string | number, number>) =>
      [...values].map(([key, value]) => `${name}{${label}="${key}"} ${value}`);
    const lag = (share: number) => (this.#lag.percentile(share) / 1e9).toFixed(6);
    return [
      ...lines,
      ...head('cc_relay_acts_total', 'counter'),
      ...rows('cc_relay_acts_total', 'act', this.#acts),
      ...head('cc_relay_refused_total', 'counter'),
      ...rows('cc_relay_refused_total', 'code', this.#refusals),
      ...head('cc_relay_received_bytes_total', 'counter'),
      `cc_relay_received_bytes_total ${this.#bytes}`,
      ...head('cc_relay_received_frames_total', 'counter'),
      `cc_relay_received_frames_total ${this.#frames}`,
      ...head('cc_relay_event_loop_lag_seconds', 'summary'),
      ...[50, 95, 99].map((share) => `cc_relay_event_loop_lag_seconds{quantile="${share / 100}"} ${lag(share)}`),
      '',
    ].join('\n');
  }

  stop(): void {
    this.#lag.disable();
  }
}

const helps: Readonly<Record<string, string>> = {
  cc_relay_rooms: 'Rooms that are open.',
  cc_relay_recorders: 'Visitors who are connected.',
  cc_relay_viewers: 'Agents who are connected.',
  cc_relay_connections: 'WebSocket connections, with those that have not said hello.',
  cc_relay_draining: '1 while the relay shuts down.',
  cc_relay_acts_total: 'Lines of the audit log, by act.',
  cc_relay_refused_total: 'Connections that were refused, by close code.',
  cc_relay_received_bytes_total: 'Bytes of data frames of recorders whose connection is over.',
  cc_relay_received_frames_total: 'Data frames of recorders whose connection is over.',
  cc_relay_event_loop_lag_seconds: 'How late the event loop is.',
};

const head = (name: string, type: string): string[] => [
  `# HELP ${name} ${helps[name] ?? ''}`,
  `# TYPE ${name} ${type}`,
];
