import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { readFrame, writeFrame, type DataFrame } from '../../src/core/cobrowse/wire/frame.js';
import { Ring } from '../../src/relay/ring.js';
import { Bucket } from '../../src/relay/bucket.js';
import { ViewerStream } from '../../src/relay/viewer-stream.js';
import { ManualClock } from '../support/manual-clock.js';
import { startRelay } from './relay-rig.js';

const name = ({ kind, seq }: DataFrame) => `${kind === 'keyframe' ? 'k' : 'd'}${seq}`;

/** A viewer whose socket takes 1,000 bytes, and a recorder whose frames have 100 bytes. */
function scene() {
  const ring = new Ring({ ringBytes: 1_000_000, keyframeBytes: 1_000_000 });
  const queue: { message: Uint8Array; done: () => void }[] = [];
  const events: string[] = [];
  const socket = {
    get bufferedAmount() {
      return queue.reduce((sum, { message }) => sum + message.length, 0);
    },
    send: (message: Uint8Array, done: () => void) => void queue.push({ message, done }),
  };
  const stream = new ViewerStream(
    new ManualClock(),
    ring,
    socket,
    new Bucket(1e6, 1e6, 0),
    { sendBytes: 1_000, behindBytes: 3_000 },
    {
      needsKeyframe: () => events.push('keyframe'),
      fellBehind: () => events.push('behind'),
    },
  );
  const record = (kind: DataFrame['kind'], seq: number, epoch = 1) => {
    const header = { kind, seq, epoch, more: false, part: 0, lease: 1, time: 1, inflatedLength: 1 };
    const message = writeFrame({ ...header, payload: new Uint8Array(72) });
    ring.store(readFrame(message) as DataFrame, message);
    stream.pump();
  };
  /** The socket drains: what the viewer gets. */
  const drain = () => {
    const got: string[] = [];
    for (let sent = queue.shift(); sent; sent = queue.shift()) {
      got.push(name(readFrame(sent.message) as DataFrame));
      sent.done();
    }
    return got.join(' ');
  };
  return { stream, record, drain, events, socket };
}

describe('a viewer that reads slowly', () => {
  it('gets every delta while it is not far behind, and the socket is never filled', () => {
    const { stream, record, drain, socket } = scene();
    record('keyframe', 0);
    stream.ask({ epoch: 0, from: 0 });
    for (let seq = 1; seq <= 20; seq += 1) record('delta', seq);
    assert.equal(socket.bufferedAmount, 1_000);
    assert.equal(drain(), ['k0', ...Array.from({ length: 20 }, (_, index) => `d${index + 1}`)].join(' '));
  });

  it('loses all that waits when it is too far behind, and goes on with a newer keyframe', () => {
    const { stream, record, drain, events } = scene();
    record('keyframe', 0);
    stream.ask({ epoch: 0, from: 0 });
    for (let seq = 1; seq <= 100; seq += 1) record('delta', seq);
    assert.deepEqual(events, ['behind']);
    // Nobody is asked before the socket takes something again.
    assert.equal(drain(), 'k0 d1 d2 d3 d4 d5 d6 d7 d8 d9');
    assert.deepEqual([...new Set(events)], ['behind', 'keyframe']);
    record('delta', 101);
    assert.equal(drain(), '');
    record('keyframe', 101);
    record('delta', 102);
    assert.equal(drain(), 'k101 d102');
  });

  it('is not shown a keyframe that is older than what it lost', () => {
    const { stream, record, drain } = scene();
    record('keyframe', 0);
    stream.ask({ epoch: 0, from: 0 });
    for (let seq = 1; seq <= 50; seq += 1) record('delta', seq);
    record('keyframe', 50);
    drain();
    for (let seq = 51; seq <= 53; seq += 1) record('delta', seq);
    assert.equal(drain(), 'd51 d52 d53');
  });

  it('is given a whole keyframe even where deltas go on meanwhile', () => {
    const { stream, record, drain, events } = scene();
    record('keyframe', 0);
    for (let seq = 1; seq <= 20; seq += 1) record('delta', seq);
    // The tail is longer than the way by a new keyframe.
    stream.ask({ epoch: 0, from: 0 });
    assert.deepEqual([drain(), events], ['', ['keyframe']]);
    record('keyframe', 20);
    record('delta', 21);
    assert.equal(drain(), 'k20 d21');
  });

  it('gets nothing of an old epoch after a new one began', () => {
    const { stream, record, drain } = scene();
    record('keyframe', 0);
    stream.ask({ epoch: 0, from: 0 });
    for (let seq = 1; seq <= 20; seq += 1) record('delta', seq);
    record('keyframe', 0, 2);
    record('delta', 1, 2);
    assert.equal(drain(), 'k0 d1 d2 d3 d4 d5 d6 d7 d8 d9 k0 d1');
  });
});

test('a viewer that stops reading its socket loses the whole queue, others go on, and it catches up', async (t) => {
  const { join, acts } = await startRelay(t, { limits: { dataBytesBurst: 2 ** 30, dataBurst: 1_000 } });
  const recorder = await join('recorder');
  const [slow, quick] = [await join('replayer'), await join('replayer')];
  recorder.send({ kind: 'keyframe', seq: 0 });
  await recorder.fence();
  for (const viewer of [slow, quick]) {
    viewer.tell('need', { epoch: 0, from: 0 });
    assert.equal(await viewer.nextData(1), 'k0');
  }
  slow.socket.pause();
  const payload = new Uint8Array(250_000);
  let last = 0;
  for (; !acts().includes('fell-behind') && last < 400; await recorder.fence())
    recorder.send({ seq: (last += 1), payload });
  assert.ok(last < 400);
  await quick.nextData(last);
  slow.socket.resume();
  await recorder.next('keyframe');
  recorder.send({ kind: 'keyframe', seq: last });
  recorder.send({ seq: last + 1 });
  assert.equal(await quick.nextData(1), `d${last + 1}`);
  const got: string[] = [];
  while (got.at(-1) !== `d${last + 1}`) got.push(await slow.nextData(1));
  const [before, after] = [got.slice(0, -2), got.slice(-2)];
  assert.deepEqual(after, [`k${last}`, `d${last + 1}`]);
  assert.deepEqual(
    before,
    Array.from(before, (_, index) => `d${index + 1}`),
  );
  assert.ok(before.length < last);
});
