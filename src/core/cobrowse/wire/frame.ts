import { wireLimits, type WireLimits } from './limits.js';

/*
 * Data frames of `cc-cobrowse.1`: binary WebSocket messages from the recorder through the relay to the viewers. A fixed
 * header, then the payload to the end of the message. Numbers are unsigned and in network byte order.
 *
 * | offset | bytes | field          | meaning                                                                                   |
 * | -----: | ----: | -------------- | ----------------------------------------------------------------------------------------- |
 * |      0 |     1 | version        | 1                                                                                         |
 * |      1 |     1 | kind           | 1 keyframe (the whole page), 2 delta (what has changed since)                             |
 * |      2 |     1 | flags          | bit 0 `more`: further parts of this keyframe follow; all others 0                         |
 * |      3 |     1 | part           | which part of a keyframe this is, from 0; 0 in a delta                                    |
 * |      4 |     4 | lease          | fence number that `welcome` gave to the recorder, from 1                                  |
 * |      8 |     4 | epoch          | one continuous life of a recorder; grows within a room, from 1                            |
 * |     12 |     4 | seq            | delta: its number, from 1, + 1 each; keyframe: that of the last delta which it includes   |
 * |     16 |     8 | time           | when it was recorded: ms since 1970 by the relay's clock, as `welcome` and `pong` tell it |
 * |     24 |     4 | inflatedLength | bytes of the batch after inflating; of the whole keyframe in each of its parts            |
 * |     28 |     … | payload        | deflate-raw (RFC 1951) of a JSON array in UTF-8                                           |
 *
 * An epoch begins with a keyframe of seq 0. A later keyframe takes no number of its own: whoever is in step skips it, whoever
 * is not applies it and goes on with seq + 1. A batch inflates alone; the parts of a keyframe are cut from one deflated batch
 * and inflate when joined. All parts of a keyframe carry the same seq, time and inflatedLength.
 */

const frameVersion = 1;
export const frameHeaderBytes = 28;
/** `part` has one byte. */
export const maxParts = 256;

const maxUint32 = 2 ** 32 - 1;
const moreFlag = 1;

export type FrameKind = 'keyframe' | 'delta';

export interface FrameHeader {
  readonly kind: FrameKind;
  /** Further parts of this keyframe follow. */
  readonly more: boolean;
  readonly part: number;
  readonly lease: number;
  readonly epoch: number;
  readonly seq: number;
  /** Milliseconds since 1970 by the relay's clock. */
  readonly time: number;
  /** Bytes after inflating. */
  readonly inflatedLength: number;
}

export interface DataFrame extends FrameHeader {
  readonly payload: Uint8Array;
}

/** `malformed`: no data frame of this version. `too-large`: one that exceeds a limit. */
export type FrameFault = 'malformed' | 'too-large';

/** The bytes of a data frame. Throws a RangeError for what the header can't carry. */
export function writeFrame({ payload, ...header }: DataFrame): Uint8Array<ArrayBuffer> {
  const { kind, more, part, lease, epoch, seq, time, inflatedLength } = header;
  if (part >= maxParts) throw new RangeError(`A keyframe has at most ${maxParts} parts.`);
  for (const [name, value] of Object.entries({ lease, epoch, seq, inflatedLength, part }))
    if (!Number.isInteger(value) || value < 0 || value > maxUint32)
      throw new RangeError(`${name} of a data frame must be an unsigned 32-bit integer.`);
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameVersion);
  view.setUint8(1, kind === 'keyframe' ? 1 : 2);
  view.setUint8(2, more ? moreFlag : 0);
  view.setUint8(3, part);
  view.setUint32(4, lease);
  view.setUint32(8, epoch);
  view.setUint32(12, seq);
  view.setBigUint64(16, BigInt(Math.max(0, Math.round(time))));
  view.setUint32(24, inflatedLength);
  bytes.set(payload, frameHeaderBytes);
  return bytes;
}

/** Reads a data frame without inflating it; `payload` is a view into `bytes`. */
export function readFrame(bytes: Uint8Array, limits: WireLimits = wireLimits): DataFrame | FrameFault {
  if (bytes.length <= frameHeaderBytes) return 'malformed';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = ([undefined, 'keyframe', 'delta'] as const)[view.getUint8(1)];
  const flags = view.getUint8(2);
  const time = Number(view.getBigUint64(16));
  const frame = {
    more: flags === moreFlag,
    part: view.getUint8(3),
    lease: view.getUint32(4),
    epoch: view.getUint32(8),
    seq: view.getUint32(12),
    time,
    inflatedLength: view.getUint32(24),
    payload: bytes.subarray(frameHeaderBytes),
  };
  if (view.getUint8(0) !== frameVersion || !kind || flags > moreFlag) return 'malformed';
  if (!Number.isSafeInteger(time) || frame.lease === 0 || frame.epoch === 0) return 'malformed';
  if (frame.inflatedLength === 0) return 'malformed';
  if (kind === 'delta' && (frame.more || frame.part > 0 || frame.seq === 0)) return 'malformed';
  if (frame.more && frame.part === maxParts - 1) return 'malformed';
  if (frame.payload.length > limits.deltaBytes || frame.inflatedLength > limits.inflatedBytes) return 'too-large';
  return { kind, ...frame };
}

/** Cuts a deflated keyframe into as many frames as it needs. Throws a RangeError where it is larger than a keyframe may be. */
export function keyframeParts(
  header: Omit<FrameHeader, 'kind' | 'more' | 'part'>,
  deflated: Uint8Array,
  limits: WireLimits = wireLimits,
): DataFrame[] {
  if (deflated.length > limits.keyframeBytes || header.inflatedLength > limits.inflatedBytes)
    throw new RangeError('The page is larger than a keyframe may be.');
  const count = Math.max(1, Math.ceil(deflated.length / limits.deltaBytes));
  return [...Array(count).keys()].map((part) => ({
    ...header,
    kind: 'keyframe',
    more: part < count - 1,
    part,
    payload: deflated.subarray(part * limits.deltaBytes, (part + 1) * limits.deltaBytes),
  }));
}
