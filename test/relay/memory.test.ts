import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRelay } from './relay-rig.js';
import { retainedBytes } from './retained.js';

const KiB = 1024;
const MiB = KiB * KiB;

test('a short delta is kept alone, not with all that was read with it', async (t) => {
  const { join } = await startRelay(t, { limits: { dataBurst: 1_000 } });
  const recorder = await join('recorder');
  recorder.send({ kind: 'keyframe', seq: 0 });
  recorder.send({ seq: 1 });
  await recorder.fence();
  const before = await retainedBytes();
  for (let seq = 2; seq < 152; seq += 1) {
    recorder.send({ seq });
    // Known already, and not kept.
    recorder.send({ seq: 1, payload: new Uint8Array(64 * KiB) });
  }
  await recorder.fence();
  const kept = (await retainedBytes()) - before;
  assert.ok(kept < 3 * MiB, `${kept} bytes`);
});
