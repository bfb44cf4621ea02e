import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  frameHeaderBytes,
  keyframeParts,
  readFrame,
  writeFrame,
  type DataFrame,
} from '../../../../src/core/cobrowse/wire/frame.js';
import { wireLimits } from '../../../../src/core/cobrowse/wire/limits.js';

const delta: DataFrame = {
  kind: 'delta',
  more: false,
  part: 0,
  lease: 1,
  epoch: 2,
  seq: 3,
  time: 1_700_000_000_123,
  inflatedLength: 5,
  payload: Uint8Array.of(0xaa, 0xbb),
};

/** The bytes of `delta`, some of them changed. */
const changed = (bytes: Readonly<Record<number, number>>): Uint8Array => Object.assign(writeFrame(delta), bytes);

describe('data frame', () => {
  it('has the documented bytes', () => {
    const hex = Buffer.from(writeFrame(delta)).toString('hex');
    assert.equal(hex, '01020000' + '00000001' + '00000002' + '00000003' + '0000018bcfe5687b' + '00000005' + 'aabb');
  });

  it('is read as it was written', () => {
    const uint32 = fc.integer({ min: 1, max: 2 ** 32 - 1 });
    const header = fc.record({
      lease: uint32,
      epoch: uint32,
      seq: uint32,
      time: fc.maxSafeNat(),
      inflatedLength: fc.integer({ min: 1, max: wireLimits.inflatedBytes }),
      payload: fc.uint8Array({ minLength: 1, maxLength: 100 }),
    });
    const parts = fc.record({ part: fc.integer({ min: 0, max: 254 }), more: fc.boolean() });
    fc.assert(
      fc.property(header, fc.option(parts), (fields, part) => {
        const frame = { ...fields, ...(part ? { kind: 'keyframe', ...part } : { kind: 'delta' }) };
        const whole = { part: 0, more: false, ...frame } as DataFrame;
        assert.deepEqual(readFrame(writeFrame(whole)), whole);
      }),
    );
  });

  it('never throws for foreign bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const frame = readFrame(bytes);
        assert.ok(typeof frame === 'string' || frame.payload.length === bytes.length - frameHeaderBytes);
      }),
    );
  });

  for (const [what, bytes] of [
    ['nothing', new Uint8Array()],
    ['a header cut short', writeFrame(delta).subarray(0, 27)],
    ['no payload', writeFrame(delta).subarray(0, 28)],
    ['another version', changed({ 0: 2 })],
    ['kind 0', changed({ 1: 0 })],
    ['kind 3', changed({ 1: 3 })],
    ['an unknown flag', changed({ 1: 1, 2: 2 })],
    ['a delta with more parts', changed({ 2: 1 })],
    ['a delta that is a later part', changed({ 3: 1 })],
    ['a part after the last possible', changed({ 1: 1, 2: 1, 3: 255 })],
    ['delta 0', changed({ 15: 0 })],
    ['lease 0', changed({ 7: 0 })],
    ['epoch 0', changed({ 11: 0 })],
    ['a time beyond all clocks', changed({ 16: 0xff })],
    ['an empty batch', changed({ 27: 0 })],
  ] as const)
    it(`with ${what} is malformed`, () => assert.equal(readFrame(bytes), 'malformed'));

  it('is too large with more than its limit, inflated or not', () => {
    const payload = new Uint8Array(wireLimits.deltaBytes);
    assert.notEqual(typeof readFrame(writeFrame({ ...delta, payload })), 'string');
    assert.equal(readFrame(writeFrame({ ...delta, payload: new Uint8Array(payload.length + 1) })), 'too-large');
    const inflatedLength = wireLimits.inflatedBytes + 1;
    assert.equal(readFrame(writeFrame({ ...delta, inflatedLength })), 'too-large');
  });

  it('refuses to carry what its header can not', () => {
    for (const fields of [{ seq: 2 ** 32 }, { epoch: -1 }, { lease: 1.5 }, { part: 256 }])
      assert.throws(() => writeFrame({ ...delta, ...fields }), RangeError);
  });
});

describe('parts of a keyframe', () => {
  const header = { lease: 1, epoch: 1, seq: 7, time: 9, inflatedLength: 1_000 };
  const limits = { ...wireLimits, deltaBytes: 10, keyframeBytes: 100 };

  it('join to what was cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (deflated) => {
        const parts = keyframeParts(header, deflated, limits).map((part) => readFrame(writeFrame(part), limits));
        const read = parts.filter((part) => typeof part !== 'string');
        assert.deepEqual(Buffer.concat(read.map(({ payload }) => payload)), Buffer.from(deflated));
        assert.deepEqual(
          read.map(({ part, more }) => [part, more]),
          parts.map((_, index) => [index, index < parts.length - 1]),
        );
      }),
    );
  });

  it('are refused above the limits', () => {
    assert.throws(() => keyframeParts(header, new Uint8Array(101), limits), RangeError);
    const inflatedLength = limits.inflatedBytes + 1;
    assert.throws(() => keyframeParts({ ...header, inflatedLength }, new Uint8Array(1), limits), RangeError);
  });
});
