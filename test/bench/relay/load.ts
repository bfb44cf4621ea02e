/** The relay under load, beside a bare echo of `ws` that carries as many messages. Loopback only, and ends. */
import { frameHeaderBytes, writeFrame } from '../../../src/core/cobrowse/wire/frame.js';
import { median, percentile, type Row } from '../table.js';
import { Target, type Kind, type Room } from './target.js';

const SECONDS = 10;
/** Seconds before those that count: what runs often is compiled by then. */
const WARMING = 3;
const BYTES = 500;
const IDLE_ROOMS = 500;

export const relayHeadings: Readonly<Record<Kind, string>> = { relay: 'relay', echo: 'ws echo' };

interface Load {
  /** Microseconds of CPU for each message that came in, with all that went out for it. */
  readonly cpu: number;
  /** Milliseconds from the recorder to the viewer. */
  readonly p50: number;
  readonly p95: number;
  /** KiB of the process for each room. */
  readonly resident: number;
}

type Compared = (figure: keyof Load, unit: string, what: string, budget?: Budget) => Row<Kind>;
/** At most so many times the echo's, or so much; one of them, where both are told. */
interface Budget {
  readonly times?: number;
  readonly most?: number;
}

export async function relayLoad(runs: number): Promise<Row<Kind>[]> {
  const few = await compared(250, 4, runs);
  const busy = await compared(250, 40, runs);
  const many = await compared(2_000, 4, Math.min(3, runs));
  return [
    busy('cpu', 'µs', 'CPU per message', { times: 1.5 }),
    few('p50', 'ms', 'on its way, p50'),
    few('p95', 'ms', 'on its way, p95', { times: 2 }),
    few('resident', 'KiB', 'memory of the process for each', { most: 150 }),
    many('p95', 'ms', 'on its way, p95', { most: 10, times: 2 }),
    await idle(),
  ];
}

/** Both in turn, `runs` times over. */
async function compared(rooms: number, rate: number, runs: number): Promise<Compared> {
  const all: Record<Kind, Load[]> = { relay: [], echo: [] };
  for (let run = 0; run < runs; run += 1)
    for (const kind of ['echo', 'relay'] as const) all[kind].push(await load(kind, rooms, rate));
  return (figure, unit, what, budget) => {
    const [relay, echo] = [all.relay, all.echo].map((loads) => median(loads.map((one) => one[figure])));
    const { times = 0, most = 0 } = budget ?? {};
    return {
      figure: `${rooms} rooms, ${rate} deltas/s each: ${what}`,
      values: { relay: `${relay!.toFixed(1)} ${unit}`, echo: `${echo!.toFixed(1)} ${unit}` },
      ...(figure === 'resident' ? {} : { ratio: `${(echo! / relay!).toFixed(2)}×` }),
      ...(budget && {
        budget: [...(times ? [`${times} × echo`] : []), ...(most ? [`${most} ${unit}`] : [])].join(' or '),
        fits: relay! <= Math.max(times * echo!, most),
      }),
    };
  };
}

/** Rooms with a recorder and a viewer each; the echo's have one socket that is both. */
async function load(kind: Kind, count: number, rate: number): Promise<Load> {
  const target = await Target.start(kind);
  try {
    // What the first rooms compile and cache is not theirs.
    await measure(await open(target, 20, 'first'), rate, 0, 1);
    const before = await target.memory();
    const rooms = await open(target, count, 'room');
    await measure(rooms, rate, 0, WARMING);
    const began = await target.cpu();
    const delays = await measure(rooms, rate, WARMING, SECONDS);
    const ended = await target.cpu();
    const { resident } = await target.memory();
    return {
      cpu: ((ended - began) * 1e6) / delays.length,
      p50: percentile(delays, 0.5),
      p95: percentile(delays, 0.95),
      resident: (resident - before.resident) / count / 1_024,
    };
  } finally {
    await target.end();
  }
}

/** A few at a time, as visitors come. */
async function open(target: Target, count: number, prefix: string): Promise<Room[]> {
  const rooms: Room[] = [];
  while (rooms.length < count) {
    const names = Array.from(
      { length: Math.min(50, count - rooms.length) },
      (_, at) => `${prefix}-${rooms.length + at}`,
    );
    rooms.push(...(await Promise.all(names.map((name) => target.room(name)))));
  }
  return rooms;
}

/**
 * Sends at the rate, each room at its own moment, from second `after` of the rooms on; resolves with the delay of every
 * message, in ms. Never sleeps: to wake this process up would be the server's cost.
 */
async function measure(rooms: readonly Room[], rate: number, after: number, seconds: number): Promise<number[]> {
  const total = rooms.length * rate * seconds;
  const first = 1 + rate * after;
  const delays: number[] = [];
  const sentAt = rooms.map(() => new Float64Array(rate * seconds));
  rooms.forEach(({ viewer }, place) =>
    viewer.removeAllListeners('message').on('message', (message: Buffer, isBinary: boolean) => {
      if (isBinary) delays.push(performance.now() - sentAt[place]![message.readUInt32BE(12) - first]!);
    }),
  );
  const began = performance.now();
  for (let sent = 0; delays.length < total;) {
    const passed = (performance.now() - began) / 1_000;
    if (passed > 3 * seconds + 10) throw new Error(`${total - delays.length} of ${total} messages never came.`);
    const due = Math.min(total, Math.floor(passed * rate * rooms.length));
    for (; sent < due; sent += 1) {
      const [round, place] = [Math.floor(sent / rooms.length), sent % rooms.length];
      const { recorder, lease } = rooms[place]!;
      sentAt[place]![round] = performance.now();
      recorder.send(delta(lease, first + round));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return delays;
}

const payload = new Uint8Array(BYTES - frameHeaderBytes);
const delta = (lease: number, seq: number) =>
  writeFrame({ kind: 'delta', more: false, part: 0, epoch: 1, time: 5, inflatedLength: 9, lease, seq, payload });

/** A recorder and a viewer who say nothing. What a room keeps of its page, at most 4 MiB, comes on top. */
async function idle(): Promise<Row<Kind>> {
  const target = await Target.start('relay');
  try {
    await open(target, 50, 'first');
    const before = await target.memory();
    await open(target, IDLE_ROOMS, 'idle');
    const after = await target.memory();
    const each = (figure: 'heap' | 'resident') =>
      `${((after[figure] - before[figure]) / IDLE_ROOMS / 1_024).toFixed(0)} KiB`;
    return {
      figure: `memory per idle room of ${IDLE_ROOMS}, heap, resident`,
      values: { relay: `${each('heap')}, ${each('resident')}` },
    };
  } finally {
    await target.end();
  }
}
