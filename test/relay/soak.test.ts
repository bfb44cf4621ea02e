import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retainedBytes } from './retained.js';
import { startRelay } from './relay-rig.js';

const rooms = Array.from({ length: 200 }, (_, index) => `room ${index}`);
const limits = { roomsPerUser: 1_000 };

/** All that a process holds, after what can be let go was. */
async function heldBytes(): Promise<number> {
  const buffers = await retainedBytes();
  return buffers + process.memoryUsage().heapUsed;
}

test('200 rooms, cut and come back and over again, leave what was there before', { timeout: 120_000 }, async (t) => {
  const { join, clock } = await startRelay(t, { limits, onAudit: () => undefined });
  const round = async () => {
    const pairs = await Promise.all(
      rooms.map(async (room) => ({
        recorder: await join('recorder', { room }),
        viewer: await join('replayer', { room }),
      })),
    );
    for (const { recorder } of pairs) recorder.send({ kind: 'keyframe', seq: 0, payload: new Uint8Array(20_000) });
    const back = await Promise.all(
      pairs.map(async (pair, index) => {
        await pair.recorder.fence();
        for (const { socket } of Object.values(pair)) socket.terminate();
        await Promise.all([pair.recorder.closed, pair.viewer.closed]);
        const room = rooms[index]!;
        const recorder = await join('recorder', { room, resume: pair.recorder.welcome.resumeToken });
        const viewer = await join('replayer', { room, resume: pair.viewer.welcome.resumeToken });
        viewer.tell('need', { epoch: 0, from: 0 });
        assert.equal(await viewer.nextData(1), 'k0');
        return { recorder, viewer };
      }),
    );
    await Promise.all(
      back.map(async ({ recorder, viewer }) => {
        recorder.tell('end', {});
        await Promise.all([recorder.closed, viewer.closed]);
      }),
    );
    await clock.advance(1_000);
  };
  await round();
  await round();
  const before = await heldBytes();
  for (let rounds = 0; rounds < 3; rounds += 1) await round();
  const grown = (await heldBytes()) / before;
  t.diagnostic(`${grown.toFixed(3)} of before`);
  assert.ok(grown < 1.1, `${grown} of before`);
});
