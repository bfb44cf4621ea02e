import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outboxLimits } from '../../../../src/core/cobrowse/wire/limits.js';
import { Outbox, pace } from '../../../../src/core/cobrowse/share/outbox.js';

const batch = (bytes = 10) => ({ payload: new Uint8Array(bytes), inflatedLength: bytes * 3, time: 77 });

function begun(deltas: number, limits = outboxLimits): Outbox {
  const outbox = new Outbox(limits);
  outbox.begin({ lease: 4, epoch: 0 });
  for (let seq = 1; seq <= deltas; seq += 1) outbox.delta(batch(), 0);
  return outbox;
}

/** What a relay says that has all deltas up to `seq`. */
const relay = (seq: number, more: object = {}) => ({
  ...{ conn: 'c', resumed: true, resumeToken: 't', now: 0, lease: 4, epoch: 1, seq },
  ...{ limits: { deltaBytes: 1, keyframeBytes: 1, inflatedBytes: 1, controlBytes: 1, graceMs: 1, pointerMs: 1 } },
  ...more,
});
const again = (outbox: Outbox, seq: number, now = 0) => outbox.resume(relay(seq), now)?.map((frame) => frame.seq);

describe('outbox', () => {
  it('numbers deltas from 1 and gives a keyframe the number of the last one', () => {
    const outbox = begun(0);
    assert.deepEqual(outbox.keyframe(batch())[0], {
      ...{ kind: 'keyframe', more: false, part: 0, lease: 4, epoch: 1, seq: 0 },
      ...batch(),
    });
    assert.deepEqual([outbox.delta(batch(), 0).seq, outbox.delta(batch(), 0).seq], [1, 2]);
    assert.equal(outbox.keyframe(batch())[0]?.seq, 2);
    assert.deepEqual(outbox.position, { epoch: 1, seq: 2 });
  });

  it('begins an epoch above its own and the relay’s', () => {
    const outbox = begun(3);
    outbox.begin({ lease: 5, epoch: 0 });
    assert.deepEqual(outbox.position, { epoch: 2, seq: 0 });
    outbox.begin({ lease: 5, epoch: 9 });
    assert.deepEqual(outbox.position, { epoch: 10, seq: 0 });
  });

  it('sends again what the relay does not have, in order', () => {
    const outbox = begun(5);
    outbox.acknowledge({ epoch: 1, seq: 2 });
    assert.deepEqual(again(outbox, 2), [3, 4, 5]);
    assert.deepEqual(again(outbox, 4), [5]);
    assert.deepEqual(again(outbox, 5), []);
  });

  it('needs a new epoch where the relay lacks what is not kept any more', () => {
    const outbox = begun(5);
    outbox.acknowledge({ epoch: 1, seq: 4 });
    assert.equal(again(outbox, 2), undefined);
  });

  for (const [what, more] of [
    ['knows nothing of it', { resumed: false }],
    ['has another epoch', { epoch: 2 }],
    ['has lent it anew', { lease: 5 }],
    ['has deltas that were never sent', { seq: 6 }],
  ] as const)
    it(`needs a new epoch where the relay ${what}`, () => {
      assert.equal(begun(5).resume(relay(5, more), 0), null);
    });

  it('needs a first epoch', () => assert.equal(new Outbox().resume(relay(0, { epoch: 0, lease: 0 }), 0), null));

  it('does not take an acknowledgement of another epoch', () => {
    const outbox = begun(3);
    outbox.acknowledge({ epoch: 2, seq: 3 });
    assert.deepEqual(again(outbox, 0), [1, 2, 3]);
  });

  it('keeps no more bytes than allowed', () => {
    const outbox = begun(5, { ...outboxLimits, keptBytes: 30 });
    assert.equal(again(outbox, 1), undefined);
    assert.deepEqual(again(outbox, 2), [3, 4, 5]);
  });

  it('keeps nothing for longer than allowed', () => {
    const outbox = begun(2);
    outbox.delta(batch(), 9_000);
    assert.deepEqual(again(outbox, 0, 10_000), [1, 2, 3]);
    assert.equal(again(outbox, 1, 10_001), undefined);
    assert.deepEqual(again(outbox, 2, 10_001), [3]);
  });
});

describe('pace', () => {
  it('collects for longer while the socket drains slowly, and gives up where it does not', () => {
    const KiB = 1024;
    assert.deepEqual(
      [0, 64 * KiB, 64 * KiB + 1, 512 * KiB].map((bytes) => pace(bytes)),
      [50, 50, 250, 250],
    );
    assert.equal(pace(512 * KiB + 1), null);
  });
});
