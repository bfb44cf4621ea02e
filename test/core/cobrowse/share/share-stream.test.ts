import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Welcome } from '../../../../src/core/cobrowse/wire/control.js';
import { readFrame } from '../../../../src/core/cobrowse/wire/frame.js';
import { outboxLimits, wireLimits } from '../../../../src/core/cobrowse/wire/limits.js';
import { ShareStream } from '../../../../src/core/cobrowse/share/share-stream.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { until } from '../../../support/until.js';

const welcome: Welcome = {
  ...{ conn: 'c', resumed: false, resumeToken: 't', now: 0, limits: wireLimits, lease: 1, epoch: 0, seq: 0 },
};

function setUp() {
  const clock = new ManualClock();
  const sent: string[] = [];
  const told: string[] = [];
  let buffered = 0;
  const stream = new ShareStream({
    clock,
    relayNow: () => 1,
    bufferedAmount: () => buffered,
    send(bytes) {
      const frame = readFrame(bytes);
      assert.ok(typeof frame !== 'string');
      sent.push(`${frame.kind} ${frame.epoch}.${frame.seq}`);
    },
    needKeyframe: () => told.push('keyframe'),
    onFailure: (failure) => told.push(failure),
  });
  /** Until `count` frames have left; deflating takes turns of its own. */
  const untilSent = (count: number) =>
    until(
      () => sent.length >= count,
      () => sent,
    );
  return { clock, stream, sent, told, untilSent, buffer: (bytes: number) => (buffered = bytes) };
}

describe('the stream of a recording', () => {
  it('begins a new epoch after a socket that did not drain, also where a keyframe was asked for meanwhile', async () => {
    const { clock, stream, sent, untilSent, buffer } = setUp();
    stream.connected(welcome);
    await clock.advance(0);
    stream.emit([{}], true);
    await untilSent(1);
    stream.emit([{}], false);
    buffer(outboxLimits.stuckBytes + 1);
    await clock.advance(outboxLimits.slowBatchMs);
    stream.emit([{ asked: 'by the relay' }], true);
    buffer(0);
    await untilSent(2);
    stream.emit([{}], false);
    await clock.advance(outboxLimits.batchMs);
    await untilSent(3);
    assert.deepEqual(sent, ['keyframe 1.0', 'keyframe 2.0', 'delta 2.1']);
  });

  it('tells of what it can’t send, and throws nothing at the page', async () => {
    const { clock, stream, sent, told } = setUp();
    stream.connected(welcome);
    await clock.advance(0);
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;
    stream.emit([circular], true);
    await clock.advance(0);
    stream.emit([{}], true);
    await clock.advance(1_000);
    assert.deepEqual([told, sent, clock.pending], [['keyframe', 'broken'], [], 0]);
  });
});
