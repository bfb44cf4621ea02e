import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { MediaStats } from '../../../src/core/call/media-stats.js';
import { MediaWatch, type MediaWatchOptions } from '../../../src/core/call/media-watch.js';
import { nextWatch, unwatched } from '../../../src/core/call/next-watch.js';
import type { Quality } from '../../../src/core/call/quality.js';
import { ManualClock } from '../../support/manual-clock.js';
import { FakeStreams, type Streams } from './streams.js';

function rig(options: Partial<MediaWatchOptions> = {}) {
  const clock = new ManualClock();
  let streams = new FakeStreams(clock.now());
  const began = clock.now();
  const told: { what: string; at: number }[] = [];
  const qualities: Quality[] = [];
  let asked = 0;
  const tell = (what: string) => told.push({ what, at: clock.now() - began });
  const watch = new MediaWatch({
    clock,
    stats: async () => {
      asked += 1;
      return streams.stats(clock.now());
    },
    on: {
      rtpStalled: () => tell('stalled'),
      rtpFlows: () => tell('flows'),
      agentSilent: (on) => tell(on ? 'agent silent' : 'agent heard'),
      microphoneSilent: (on) => tell(on ? 'microphone silent' : 'microphone heard'),
      quality: (quality) => void qualities.push(quality),
    },
    ...options,
  });
  watch.start();
  return {
    clock,
    watch,
    told,
    qualities,
    asked: () => asked,
    words: () => told.map(({ what }) => what),
    last: () => qualities.at(-1),
    change: (change: Partial<Streams>) => streams.change(clock.now(), change),
    newPeer: () => (streams = new FakeStreams(clock.now())),
  };
}

describe('media watch', () => {
  it('says nothing of a call that is well, and measures it', async () => {
    const { clock, told, last } = rig();
    await clock.advance(60_000);
    assert.deepEqual(told, []);
    assert.deepEqual(last(), { level: 'good', cause: 'none', rtt: 40, jitter: 3, loss: 0, mos: 4.38 });
  });

  it('looks once a second while something changes, less often when nothing does or nobody looks', async () => {
    const lively = rig();
    await lively.clock.advance(10_000);
    assert.equal(lively.asked(), 10);
    await lively.clock.advance(60_000);
    assert.ok(lively.asked() <= 51, `${lively.asked()}`);
    const before = lively.asked();
    lively.change({ loss: 0.3 });
    await lively.clock.advance(3_000);
    lively.change({ loss: 0 });
    await lively.clock.advance(5_000);
    assert.ok(lively.asked() - before >= 7);
    const hidden = rig({ visible: () => false });
    await hidden.clock.advance(20_000);
    assert.ok(hidden.asked() <= 15);
  });

  for (const visible of [true, false])
    for (const quietly of [0, 30_000])
      for (const offset of [10, 500, 990, 1_500])
        it(`finds a stall 3 s after the last packet: ${quietly + offset} ms into it, ${visible ? 'shown' : 'hidden'}`, async () => {
          const { clock, told, change } = rig({ visible: () => visible });
          await clock.advance(2_000 + quietly + offset);
          const began = clock.now();
          change({ rate: 0 });
          await clock.advance(10_000);
          assert.deepEqual(
            told.map(({ what }) => what),
            ['stalled'],
          );
          const seen = (told[0]?.at ?? 0) - (began - 1_000_000);
          assert.ok(seen >= 2_900 && seen <= 3_100, `${seen} ms`);
          change({ rate: 50 });
          await clock.advance(2_000);
          assert.equal(told.at(-1)?.what, 'flows');
        });

  it('finds that nothing ever came', async () => {
    const { clock, told, change } = rig();
    change({ rate: 0 });
    await clock.advance(4_500);
    assert.deepEqual(
      told.map(({ what }) => what),
      ['stalled'],
    );
  });

  it('takes neither a hole of 2 s nor the rare packets of DTX for a stall', async () => {
    const { clock, words, change } = rig();
    await clock.advance(20_000);
    change({ rate: 0 });
    await clock.advance(2_000);
    change({ rate: 2.5 });
    await clock.advance(30_000);
    change({ rate: 50 });
    await clock.advance(10_000);
    assert.deepEqual(words(), []);
  });

  for (const quietly of [0, 30_000])
    for (const offset of [10, 990, 1_990])
      it(`says within 5 s that the agent is silent, ${quietly + offset} ms into it, and that they are heard`, async () => {
        const { clock, told, change, last } = rig();
        await clock.advance(3_000 + quietly + offset);
        const began = clock.now() - 1_000_000;
        change({ agent: 0 });
        await clock.advance(6_000);
        assert.equal(told.length, 1);
        assert.equal(told[0]?.what, 'agent silent');
        const seen = (told[0]?.at ?? 0) - began;
        assert.ok(seen >= 3_000 && seen <= 5_000, `${seen} ms`);
        assert.deepEqual([last()?.level, last()?.cause], ['poor', 'agent']);
        change({ agent: 0.05 });
        await clock.advance(2_000);
        assert.equal(told.at(-1)?.what, 'agent heard');
      });

  it('does not call an agent silent whose pauses are short, or whom the browser does not play', async () => {
    const { clock, words, change } = rig();
    for (let pause = 0; pause < 10; pause += 1) {
      change({ agent: 0 });
      await clock.advance(2_500);
      change({ agent: 0.05 });
      await clock.advance(2_500);
    }
    change({ playing: false });
    await clock.advance(30_000);
    assert.deepEqual(words(), []);
  });

  it('says neither silence nor a stall while the agent holds, and begins anew after it', async () => {
    let held = true;
    const { clock, words, change, last } = rig({ held: () => held });
    change({ agent: 0 });
    await clock.advance(10_000);
    change({ rate: 0 });
    await clock.advance(20_000);
    assert.deepEqual([words(), last()?.level], [[], 'good']);
    held = false;
    await clock.advance(2_000);
    assert.deepEqual(words(), []);
    await clock.advance(3_000);
    assert.deepEqual(words(), ['stalled']);
  });

  for (const [how, change] of [
    ['zeros', { microphone: 0 }],
    ['no samples', { delivering: false }],
  ] as const)
    it(`says that the own microphone delivers ${how}`, async () => {
      const rigged = rig();
      await rigged.clock.advance(3_000);
      rigged.change(change);
      await rigged.clock.advance(5_000);
      assert.deepEqual(rigged.words(), ['microphone silent']);
      assert.deepEqual([rigged.last()?.level, rigged.last()?.cause], ['bad', 'device']);
      rigged.change({ microphone: 0.02, delivering: true });
      await rigged.clock.advance(2_000);
      assert.deepEqual(rigged.words(), ['microphone silent', 'microphone heard']);
    });

  it('knows a visitor who is muted, or quiet in a room, from a microphone that is dead', async () => {
    let muted = true;
    const { clock, words, change } = rig({ muted: () => muted });
    change({ microphone: 0 });
    await clock.advance(10_000);
    muted = false;
    await clock.advance(2_000);
    change({ microphone: 3e-5 });
    await clock.advance(20_000);
    assert.deepEqual(words(), []);
  });

  it('does not judge a microphone that the browser does not count', async () => {
    const { clock, words, change } = rig();
    change({ delivering: false });
    await clock.advance(20_000);
    assert.deepEqual(words(), []);
  });

  it('names the cause of what is not well, and the worst of several', async () => {
    let connected = true;
    const { clock, change, last } = rig({ connected: () => connected });
    await clock.advance(5_000);
    change({ loss: 0.2 });
    await clock.advance(4_000);
    assert.deepEqual([last()?.level, last()?.cause], ['bad', 'network']);
    change({ loss: 0, lossSent: 0.1 });
    await clock.advance(8_000);
    assert.deepEqual([last()?.level, last()?.cause, last()?.loss], ['poor', 'network', 0.1]);
    change({ lossSent: 0, rate: 0 });
    await clock.advance(5_000);
    assert.deepEqual([last()?.level, last()?.cause, last()?.loss], ['bad', 'gateway', 1]);
    connected = false;
    await clock.advance(2_000);
    assert.equal(last()?.cause, 'network');
  });

  it('begins anew with a new peer connection, and after the page was frozen', async () => {
    const { clock, words, change, newPeer } = rig();
    await clock.advance(5_000);
    change({ rate: 0 });
    await clock.advance(5_000);
    newPeer();
    await clock.advance(3_000);
    assert.deepEqual(words(), ['stalled', 'flows']);
    const stats = new FakeStreams(0);
    const context = { muted: false, held: false, connected: true };
    const awake = [1_000, 2_000].reduce((state, at) => nextWatch(state, stats.stats(at), context), unwatched);
    stats.change(2_000, { rate: 0 });
    const states = [602_000, 603_000].reduce((state, at) => nextWatch(state, stats.stats(at), context), awake);
    assert.equal(states.stalled, false);
  });

  it('keeps what it says of the network when the microphone is changed', async () => {
    const stats = new FakeStreams(0);
    stats.change(0, { loss: 0.2 });
    const context = { muted: false, held: false, connected: true };
    const before = [1_000, 2_000, 3_000, 4_000].reduce((s, at) => nextWatch(s, stats.stats(at), context), unwatched);
    const after = nextWatch(before, { ...stats.stats(5_000), secondsSent: 0.5, energySent: 0 }, context);
    assert.deepEqual([before.quality?.level, after.quality?.level, after.microphone.silent], ['bad', 'bad', false]);
  });

  it('asks for one sample at a time, bears one that fails or never comes, and falls silent when it is stopped', async () => {
    let settle: (stats: MediaStats | null) => void = () => undefined;
    let asked = 0;
    const clock = new ManualClock();
    const none = () => assert.fail('told after the end');
    const watch = new MediaWatch({
      clock,
      stats: () => {
        asked += 1;
        if (asked === 1) return Promise.reject(new Error('closed'));
        return new Promise((resolve) => (settle = resolve));
      },
      on: { rtpStalled: none, rtpFlows: none, agentSilent: none, microphoneSilent: none, quality: none },
    });
    watch.start();
    watch.start();
    await clock.advance(4_000);
    assert.equal(asked, 2);
    // One that is never given is waited for no longer than 5 s.
    await clock.advance(60_000);
    const before = asked;
    assert.ok(before > 5);
    watch.stop();
    settle(new FakeStreams(0).stats(1));
    await clock.advance(60_000);
    assert.deepEqual([asked, clock.pending], [before, 0]);
  });

  it('finds a stall 3 s after a short burst in another one', async () => {
    const { clock, change, words } = rig({ visible: () => false });
    await clock.advance(3_000);
    change({ rate: 0, agent: 0 });
    for (const [ms, rate] of [
      [6_661, 50],
      [420, 0],
      [3_200, 0],
    ] as const) {
      await clock.advance(ms);
      change({ rate });
    }
    assert.equal(
      words()
        .filter((what) => /stalled|flows/.test(what))
        .at(-1),
      'stalled',
    );
  });

  it('holds its word over any order of changes: a stall is said once it has lasted, and not before', async () => {
    const change = fc.record({
      after: fc.integer({ min: 0, max: 9_000 }),
      rate: fc.constantFrom(0, 50),
      agent: fc.constantFrom(0, 0.05),
      microphone: fc.constantFrom(0, 0.02),
      loss: fc.constantFrom(0, 0.1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.boolean(), async (changes, visible) => {
        const { clock, words, told, change: apply, qualities } = rig({ visible: () => visible });
        await clock.advance(3_000);
        let stoppedAt: number | null = null;
        for (const { after, ...next } of changes) {
          await clock.advance(after);
          apply(next);
          if (next.rate > 0) stoppedAt = null;
          else stoppedAt ??= clock.now();
        }
        // The rate is an estimate: some hundred ms of grace.
        await clock.advance(4_000);
        const stalled = words().filter((what) => what === 'stalled' || what === 'flows');
        stalled.forEach((what, index) => assert.equal(what, index % 2 === 0 ? 'stalled' : 'flows'));
        if (stoppedAt !== null) assert.equal(stalled.at(-1), 'stalled');
        else
          await clock
            .advance(2_000)
            .then(() => assert.notEqual(told.filter(({ what }) => /stall|flows/.test(what)).at(-1)?.what, 'stalled'));
        for (const { level, cause, mos, loss } of qualities) {
          assert.equal(cause === 'none', level === 'good');
          assert.ok(mos >= 1 && mos <= 4.41 && loss >= 0 && loss <= 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
