/** Limits that both ends and the relay share. Bytes are of what is sent, deflated, without header; times in ms. */
export interface WireLimits {
  /** Payload of one data frame: a delta, or one part of a keyframe. */
  readonly deltaBytes: number;
  /** All parts of a keyframe together. */
  readonly keyframeBytes: number;
  /** What a delta, or a whole keyframe, may inflate to; the viewer enforces it while inflating. */
  readonly inflatedBytes: number;
  /** A control frame, as UTF-8. */
  readonly controlBytes: number;
  /** How long a lost connection may be resumed, and a recorder may be away. */
  readonly graceMs: number;
  /** Positions of one viewer's pointer (and, apart, of its mark) are handed on no closer than this. */
  readonly pointerMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const wireLimits: WireLimits = {
  deltaBytes: 256 * KiB,
  keyframeBytes: 4 * MiB,
  inflatedBytes: 32 * MiB,
  controlBytes: 8 * KiB,
  graceMs: 120_000,
  pointerMs: 50,
};

/** What a relay told, but of bytes never more than these limits have: nobody makes a client inflate more. */
export function agreedLimits(told: WireLimits): WireLimits {
  const least = (name: 'deltaBytes' | 'keyframeBytes' | 'inflatedBytes' | 'controlBytes') =>
    Math.min(told[name], wireLimits[name]);
  return {
    ...told,
    deltaBytes: least('deltaBytes'),
    keyframeBytes: least('keyframeBytes'),
    inflatedBytes: least('inflatedBytes'),
    controlBytes: least('controlBytes'),
  };
}

/** A recorder's own: what it keeps for a resume, and how it answers to a socket that does not drain. */
export interface OutboxLimits {
  /** Deltas that are not acknowledged: at most this many bytes are kept … */
  readonly keptBytes: number;
  /** … and none for longer than this many ms. */
  readonly keptMs: number;
  /** Changes are collected for this many ms … */
  readonly batchMs: number;
  /** … and for this many above `slowBytes` of the socket's `bufferedAmount`. */
  readonly slowBatchMs: number;
  readonly slowBytes: number;
  /** Above this `bufferedAmount` no delta is sent; when it has drained, a keyframe begins a new epoch. */
  readonly stuckBytes: number;
}

export const outboxLimits: OutboxLimits = {
  keptBytes: MiB,
  keptMs: 10_000,
  batchMs: 50,
  slowBatchMs: 250,
  slowBytes: 64 * KiB,
  stuckBytes: 512 * KiB,
};

/** A viewer's own: how it waits for what is missing. */
export interface FeedLimits {
  /** A gap is held open for this many ms before `need` is sent. */
  readonly gapMs: number;
  /** What was asked for and has not come is asked for again after this many ms. */
  readonly repeatMs: number;
  /** Deltas that wait for a missing one; above this many bytes they are given up for a keyframe. */
  readonly heldBytes: number;
}

export const feedLimits: FeedLimits = { gapMs: 500, repeatMs: 5_000, heldBytes: 4 * MiB };
