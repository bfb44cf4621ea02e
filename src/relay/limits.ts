import { frameHeaderBytes, maxParts } from '../core/cobrowse/wire/frame.js';
import { wireLimits, type WireLimits } from '../core/cobrowse/wire/limits.js';

/** Every limit of the relay. Times in ms. Clients take the wire limits from `welcome`, and never more than their own. */
export interface RelayLimits extends WireLimits {
  /** The hello, as UTF-8. */
  readonly helloBytes: number;
  /** A connection without a hello is closed after this. */
  readonly helloMs: number;
  /** Frames kept per room: the latest keyframe and the deltas after it. */
  readonly ringBytes: number;
  /** Viewers connected to one room at once. */
  readonly viewers: number;
  /** Rooms at once. */
  readonly rooms: number;
  /** … of them opened by one user … */
  readonly roomsPerUser: number;
  /** … and from one address. */
  readonly roomsPerAddress: number;
  /** Connections that have not said hello, at once. */
  readonly strangers: number;
  /** Connections from one address, at once. */
  readonly connectionsPerAddress: number;
  /** A room is ended after this, whatever happens in it … */
  readonly roomMs: number;
  /** … and when nothing happened in it for this long. */
  readonly idleMs: number;
  /** A viewer whose socket holds this many bytes gets nothing more until some have left … */
  readonly sendBytes: number;
  /** … and if it is this many bytes behind, it loses them all and gets a keyframe. */
  readonly behindBytes: number;
  /** What a viewer asks to be sent anew: on average per second, and at once. */
  readonly askBytesPerSecond: number;
  readonly askBytesBurst: number;
  /** Pieces of a message: WebSocket fragments, each of which may hold all that was read with it. Chromium makes up to ten. */
  readonly fragments: number;
  /** Reads that a fragment may take to arrive. */
  readonly reads: number;
  /** Control frames, pings and pongs of one connection: on average per second, and at once. */
  readonly controlPerSecond: number;
  readonly controlBurst: number;
  /** A grant of remote control lasts no longer than this, whatever the recorder says. */
  readonly controlMs: number;
  /** Acts of who has it: on average per second, and at once. Those above are dropped. */
  readonly actsPerSecond: number;
  readonly actsBurst: number;
  /** Data frames of a recorder, likewise … */
  readonly dataPerSecond: number;
  readonly dataBurst: number;
  /** … and their bytes. */
  readonly dataBytesPerSecond: number;
  readonly dataBytesBurst: number;
  /** A recorder is asked for a keyframe no more often than this … */
  readonly keyframeMs: number;
  /** … and again after this, where none came. */
  readonly keyframeWaitMs: number;
  /** Deltas are acknowledged this long after they came, all at once. */
  readonly ackMs: number;
  /** Every connection is pinged this often; one that has not answered by the next ping is dead. */
  readonly pingMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const relayLimits: RelayLimits = {
  ...wireLimits,
  helloBytes: 4 * KiB,
  helloMs: 5_000,
  ringBytes: 4 * MiB,
  viewers: 5,
  rooms: 1_000,
  roomsPerUser: 20,
  roomsPerAddress: 250,
  strangers: 1_000,
  connectionsPerAddress: 500,
  roomMs: 2 * 60 * 60_000,
  idleMs: 15 * 60_000,
  sendBytes: 256 * KiB,
  behindBytes: MiB,
  askBytesPerSecond: MiB,
  askBytesBurst: 16 * MiB,
  fragments: 64,
  reads: 1_024,
  controlPerSecond: 50,
  controlBurst: 100,
  controlMs: 10 * 60_000,
  actsPerSecond: 20,
  actsBurst: 40,
  dataPerSecond: 100,
  dataBurst: 200,
  dataBytesPerSecond: MiB,
  dataBytesBurst: 16 * MiB,
  keyframeMs: 1_000,
  keyframeWaitMs: 5_000,
  ackMs: 1_000,
  pingMs: 20_000,
};

/** The limits with those given in place of the defaults. Throws a RangeError for one that can't be kept. */
export function readLimits(given: Partial<RelayLimits> = {}): RelayLimits {
  const limits = { ...relayLimits, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(relayLimits, name)) throw new RangeError(`There is no limit “${name}”.`);
    if (!Number.isSafeInteger(value) || value <= 0)
      throw new RangeError(`The limit ${name} must be a whole number above 0.`);
  }
  if (limits.keyframeBytes > limits.deltaBytes * maxParts)
    throw new RangeError(`keyframeBytes may be at most ${maxParts} times deltaBytes.`);
  if (limits.askBytesBurst < limits.ringBytes) throw new RangeError('askBytesBurst must be at least ringBytes.');
  return limits;
}

/** The longest message that any limit allows. */
export const longestMessage = (limits: RelayLimits): number =>
  Math.max(limits.deltaBytes + frameHeaderBytes, limits.controlBytes, limits.helloBytes);
