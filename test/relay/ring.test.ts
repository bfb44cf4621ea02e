import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFrame, writeFrame, type DataFrame } from '../../src/core/cobrowse/wire/frame.js';
import { Ring } from '../../src/relay/ring.js';

const limits = { ringBytes: 4_000, keyframeBytes: 2_000 };
const header = { kind: 'delta', epoch: 1, more: false, part: 0, lease: 1, time: 1, inflatedLength: 1 } as const;

function store(ring: Ring, frame: Partial<DataFrame> & { seq: number }, bytes = 1) {
  const message = writeFrame({ ...header, payload: new Uint8Array(bytes), ...frame });
  return ring.store(readFrame(message) as DataFrame, message);
}
const keyframe = (ring: Ring, seq: number, more: Partial<DataFrame> = {}, bytes = 1) =>
  store(ring, { kind: 'keyframe', seq, ...more }, bytes);

describe('ring', () => {
  it('keeps the latest keyframe and the deltas after it', () => {
    const ring = new Ring(limits);
    assert.equal(keyframe(ring, 0), 'complete');
    for (const seq of [1, 2]) assert.equal(store(ring, { seq }), 'stored');
    assert.equal(keyframe(ring, 2), 'complete');
    assert.equal(store(ring, { seq: 3 }), 'stored');
    assert.deepEqual([ring.keyframe?.seq, ring.seq, ring.delta(2), ring.delta(3)?.length], [2, 3, undefined, 29]);
  });

  it('tells how much follows, or that not all of it is here', () => {
    const ring = new Ring(limits);
    keyframe(ring, 0);
    for (const seq of [1, 2, 3]) store(ring, { seq }, seq);
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((seq) => ring.bytesAfter(seq)),
      [90, 61, 31, 0, 0],
    );
    keyframe(ring, 3);
    assert.equal(ring.bytesAfter(2), Infinity);
  });

  it('takes the parts of a keyframe in order only', () => {
    const ring = new Ring(limits);
    assert.equal(keyframe(ring, 0, { more: true }), 'stored');
    assert.deepEqual([ring.keyframe, ring.incomplete], [null, true]);
    assert.equal(keyframe(ring, 0, { part: 2 }), 'malformed');
    assert.equal(keyframe(ring, 0, { part: 1 }), 'complete');
    assert.deepEqual([ring.keyframe?.parts.length, ring.incomplete], [2, false]);
    assert.equal(keyframe(ring, 0, { part: 2 }), 'malformed');
  });

  it('keeps copies, not what the messages are views of', () => {
    const ring = new Ring(limits);
    const read = Buffer.alloc(65_536);
    for (const frame of [{ kind: 'keyframe', seq: 0 }, { seq: 1 }] as const) {
      const written = writeFrame({ ...header, payload: Uint8Array.of(7), ...frame });
      const message = read.subarray(100, 100 + written.length);
      message.set(written);
      ring.store(readFrame(message) as DataFrame, message);
      const kept = frame.seq === 0 ? ring.keyframe?.parts[0] : ring.delta(1);
      assert.deepEqual([kept?.buffer.byteLength, [...(kept ?? [])]], [written.length, [...written]]);
    }
  });

  it('refuses a keyframe above its limit', () => {
    const ring = new Ring(limits);
    assert.equal(keyframe(ring, 0, { more: true }, 2_000), 'stored');
    assert.equal(keyframe(ring, 0, { part: 1 }, 1), 'too-large');
  });

  it('gives up the keyframe first, then the oldest deltas', () => {
    const ring = new Ring(limits);
    keyframe(ring, 0, {}, 2_000);
    store(ring, { seq: 1 }, 1_000);
    assert.equal(ring.keyframe?.seq, 0);
    store(ring, { seq: 2 }, 1_000);
    assert.equal(ring.keyframe, null);
    assert.ok(ring.delta(1));
    for (const seq of [3, 4]) store(ring, { seq }, 1_000);
    assert.deepEqual([ring.delta(1), ring.delta(2)?.length], [undefined, 1_028]);
  });

  it('gives up the keyframe for the first delta, too', () => {
    const ring = new Ring(limits);
    keyframe(ring, 0, {}, 2_000);
    store(ring, { seq: 1 }, 1_900);
    assert.deepEqual([ring.keyframe, ring.delta(1)?.length], [null, 1_928]);
  });

  it('keeps fewer empty deltas than their bytes alone would let in', () => {
    const ring = new Ring(limits);
    keyframe(ring, 0);
    for (let seq = 1; seq <= 100; seq += 1) store(ring, { seq });
    assert.deepEqual([ring.delta(86), ring.delta(87)?.length], [undefined, 29]);
  });

  const deed = fc.constantFrom('delta', 'keyframe', 'part', 'epoch', 'loss');
  it('has a keyframe with all that follows, or none, and never more than its bytes', () => {
    const deeds = fc.array(fc.record({ deed, bytes: fc.integer({ min: 1, max: 1_500 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(deeds, (steps) => {
        const ring = new Ring(limits);
        let [epoch, seq] = [1, 0];
        keyframe(ring, 0);
        for (const { deed: done, bytes } of steps) {
          if (done === 'delta') store(ring, { seq: (seq += 1), epoch }, bytes);
          if (done === 'keyframe') keyframe(ring, seq, { epoch }, bytes);
          if (done === 'part') keyframe(ring, seq, { epoch, more: true }, bytes);
          if (done === 'loss') ring.forgetIncomplete();
          if (done === 'epoch') {
            [epoch, seq] = [epoch + 1, 0];
            keyframe(ring, 0, { epoch }, bytes);
          }
          assert.deepEqual([ring.epoch, ring.seq], [epoch, seq]);
          const parts = ring.keyframe?.parts.reduce((sum, part) => sum + part.length, 0) ?? 0;
          let tail = 0;
          for (let at = seq; ring.delta(at); at -= 1) tail += ring.delta(at)!.length;
          assert.ok(parts + tail <= limits.ringBytes);
          if (ring.keyframe) assert.equal(ring.bytesAfter(ring.keyframe.seq), tail);
        }
      }),
      { numRuns: 300 },
    );
  });
});
