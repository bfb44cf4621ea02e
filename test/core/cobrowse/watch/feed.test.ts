import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Feed, type Batch } from '../../../../src/core/cobrowse/watch/feed.js';
import type { DataFrame } from '../../../../src/core/cobrowse/wire/frame.js';
import { feedLimits, wireLimits } from '../../../../src/core/cobrowse/wire/limits.js';
import { Outbox } from '../../../../src/core/cobrowse/share/outbox.js';

const limits = { ...wireLimits, deltaBytes: 4, keyframeBytes: 40 };
const base = { lease: 1, epoch: 1, time: 5, inflatedLength: 9, more: false, part: 0 };
const delta = (seq: number, more: Partial<DataFrame> = {}): DataFrame => ({
  ...{ ...base, kind: 'delta', seq, payload: Uint8Array.of(seq) },
  ...more,
});
const keyframe = (seq: number, more: Partial<DataFrame> = {}): DataFrame => ({
  ...delta(seq),
  kind: 'keyframe',
  ...more,
});
const names = (batches: readonly Batch[]) => batches.map(({ kind, epoch, seq }) => `${kind} ${epoch}.${seq}`);

/** A feed with these frames, all at time 0. */
function fed(...frames: readonly DataFrame[]): Feed {
  const feed = new Feed(feedLimits, limits);
  for (const frame of frames) feed.receive(frame, 0);
  return feed;
}
const next = (feed: Feed, frame: DataFrame, now = 0) => names(feed.receive(frame, now));

describe('feed', () => {
  it('applies a keyframe, then one delta after the other', () => {
    const feed = fed();
    assert.deepEqual(next(feed, keyframe(0)), ['keyframe 1.0']);
    assert.deepEqual(next(feed, delta(1)), ['delta 1.1']);
    assert.deepEqual(next(feed, delta(2)), ['delta 1.2']);
    assert.equal(feed.wakeAt, null);
  });

  it('applies nothing before a keyframe', () => {
    const feed = fed();
    assert.deepEqual(next(feed, delta(4)), []);
    assert.deepEqual(next(feed, keyframe(3)), ['keyframe 1.3', 'delta 1.4']);
  });

  it('puts in order what comes out of order, and forgets duplicates', () => {
    const feed = fed(keyframe(0), delta(3), delta(3), delta(2));
    assert.deepEqual(next(feed, delta(1)), ['delta 1.1', 'delta 1.2', 'delta 1.3']);
    assert.deepEqual(next(feed, delta(2)), []);
    assert.equal(feed.wakeAt, null);
  });

  it('holds a gap open for 500 ms, then asks for what is missing, and again after 5 s', () => {
    const feed = fed(keyframe(0), delta(1));
    feed.receive(delta(3), 100);
    feed.receive(delta(4), 300);
    assert.equal(feed.wakeAt, 600);
    assert.equal(feed.need(599), null);
    assert.deepEqual(feed.need(600), { epoch: 1, from: 2 });
    assert.equal(feed.wakeAt, 5_600);
    assert.deepEqual(feed.need(5_600), { epoch: 1, from: 2 });
    feed.receive(delta(2), 5_700);
    assert.equal(feed.wakeAt, null);
  });

  it('closes a gap with a later keyframe, and goes on behind it', () => {
    const feed = fed(keyframe(0), delta(1), delta(3), delta(6));
    assert.deepEqual(next(feed, keyframe(5)), ['keyframe 1.5', 'delta 1.6']);
  });

  it('skips a keyframe while nothing is missing', () => {
    const feed = fed(keyframe(0), delta(1));
    assert.deepEqual(next(feed, keyframe(1)), []);
    assert.deepEqual(next(feed, keyframe(0)), []);
    assert.deepEqual(next(feed, delta(2)), ['delta 1.2']);
  });

  it('joins the parts of a keyframe in any order', () => {
    const feed = fed();
    const parts = [0, 1, 2].map((part) => keyframe(7, { part, more: part < 2, payload: Uint8Array.of(part) }));
    for (const part of [2, 0, 0]) assert.deepEqual(next(feed, parts[part]!), []);
    const [batch] = feed.receive(parts[1]!, 0);
    assert.deepEqual(batch?.parts, [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(2)]);
  });

  it('never joins parts of different keyframes', () => {
    const feed = fed(keyframe(7, { part: 0, more: true }));
    assert.deepEqual(next(feed, keyframe(7, { part: 1, time: 6 })), []);
    assert.deepEqual(next(feed, keyframe(7, { part: 1 })), []);
    assert.deepEqual(next(feed, keyframe(7, { part: 0, more: true, time: 6 })), ['keyframe 1.7']);
  });

  it('waits for the rest of a keyframe that is coming before it asks again', () => {
    const feed = fed();
    feed.receive(keyframe(0, { more: true }), 100);
    assert.equal(feed.need(5_099), null);
    assert.deepEqual(feed.need(5_100), { epoch: 1, from: 0 });
  });

  it('gives up a keyframe above its limit', () => {
    const payload = new Uint8Array(30);
    const feed = fed(keyframe(0, { more: true, payload }), keyframe(0, { part: 1, payload }));
    assert.deepEqual(feed.need(feedLimits.repeatMs), { epoch: 1, from: 0 });
    assert.deepEqual(next(feed, keyframe(0)), ['keyframe 1.0']);
  });

  it('begins anew with a new epoch, and ignores the old one', () => {
    const feed = fed(keyframe(0), delta(1));
    assert.deepEqual(next(feed, delta(1, { epoch: 2 })), []);
    assert.deepEqual(next(feed, delta(2)), []);
    assert.deepEqual(next(feed, keyframe(0, { epoch: 2 })), ['keyframe 2.0', 'delta 2.1']);
  });

  it('holds no more bytes than allowed', () => {
    const feed = new Feed({ ...feedLimits, heldBytes: 600 }, limits);
    feed.receive(keyframe(0), 0);
    for (const seq of [2, 3, 4]) feed.receive(delta(seq), 0);
    assert.deepEqual(next(feed, delta(1)), ['delta 1.1']);
    assert.deepEqual(feed.need(feedLimits.gapMs), { epoch: 1, from: 2 });
  });

  it('asks at once, for all after a reset, and from where it was after a resume', () => {
    const feed = fed(keyframe(0), delta(1));
    feed.ask(50);
    assert.deepEqual(feed.need(50), { epoch: 1, from: 2 });
    assert.equal(feed.wakeAt, null);
    feed.reset(60);
    assert.deepEqual(feed.need(60), { epoch: 0, from: 0 });
    assert.equal(feed.wakeAt, 5_060);
  });
});

/** What a way may do to a frame. */
const fate = fc.constantFrom('arrives', 'arrives', 'is lost', 'comes twice', 'comes late');
/** What a recorder does. */
const deed = fc.constantFrom('delta', 'delta', 'delta', 'delta', 'keyframe', 'new epoch');
const story = fc.array(fc.record({ deed, fate, ms: fc.integer({ min: 0, max: 400 }) }), { maxLength: 80 });

describe('outbox and feed over a way that loses, doubles and reorders', () => {
  it('the viewer applies exactly what was sent, in order, or asks; and has all of it once the way is good', () => {
    fc.assert(
      fc.property(story, (steps) => tell(steps)),
      { numRuns: 500 },
    );
  });
});

/** A page is what was sent of its epoch: a keyframe says how many deltas it includes. */
function tell(steps: readonly { deed: string; fate: string; ms: number }[]): void {
  const outbox = new Outbox();
  const feed = new Feed(feedLimits, limits);
  const log: DataFrame[] = [];
  let page = { epoch: 0, seq: -1 };
  let now = 0;
  const late: DataFrame[] = [];
  const batch = () => ({ payload: new Uint8Array(7), inflatedLength: 9, time: now });
  const small = () => ({ ...batch(), payload: Uint8Array.of(1) });

  const arrive = (frames: readonly DataFrame[]) => {
    for (const frame of frames)
      for (const { kind, epoch, seq } of feed.receive(frame, now)) {
        if (kind === 'delta') assert.deepEqual({ epoch, seq }, { epoch: page.epoch, seq: page.seq + 1 });
        else assert.ok(epoch > page.epoch || (epoch === page.epoch && seq > page.seq));
        page = { epoch, seq };
      }
  };
  /** As the relay answers: with deltas, or with a keyframe. */
  const answer = ({ epoch, from }: { epoch: number; from: number }): DataFrame[] => {
    const { epoch: current } = outbox.position;
    if (from === 0 || epoch !== current) return outbox.keyframe(batch(), limits);
    return log.filter((frame) => frame.epoch === current && frame.seq >= from);
  };
  const travel = (frames: readonly DataFrame[], how: string) => {
    if (how === 'comes late') late.push(...frames);
    else if (how !== 'is lost') arrive(how === 'comes twice' ? [...frames, ...frames].reverse() : frames);
    if (how === 'arrives') arrive(late.splice(0));
  };

  outbox.begin({ lease: 1, epoch: 0 });
  feed.reset(now);
  for (const { deed: done, fate: how, ms } of steps) {
    now += ms;
    if (done === 'new epoch') outbox.begin({ lease: 1, epoch: 0 });
    const sent = done === 'delta' ? [outbox.delta(small(), now)] : outbox.keyframe(batch(), limits);
    log.push(...sent.filter(({ kind }) => kind === 'delta'));
    travel(sent, how);
    const need = feed.need(now);
    if (need) travel(answer(need), how);
  }
  arrive(late.splice(0));
  // From here on nothing is lost: one more delta shows every gap, and two questions are enough.
  const last = outbox.delta(small(), now);
  log.push(last);
  arrive([last]);
  for (let question = 0; feed.wakeAt !== null && question < 3; question += 1) {
    now = Math.max(now, feed.wakeAt);
    const need = feed.need(now);
    if (need) arrive(answer(need));
  }
  assert.deepEqual([page, feed.wakeAt], [outbox.position, null]);
}
