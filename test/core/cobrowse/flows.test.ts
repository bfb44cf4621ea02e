/** Both ends of a shared page over a real relay and real sockets. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Clock } from '../../../src/core/lib/clock.js';
import { systemClock } from '../../../src/core/lib/clock.js';
import { agreedLimits, wireLimits } from '../../../src/core/cobrowse/wire/limits.js';
import type { LogRecord } from '../../../src/core/lib/log.js';
import { FlowRig, Page, room, until } from './flow-rig.js';

const isRetry = ({ event }: LogRecord): boolean => event === 'relay retry';

const live = async (context: TestContext, options = {}) => {
  const rig = await FlowRig.start(context, options);
  const page = new Page();
  const { flow: share } = rig.share(page);
  share.agree();
  const { flow: watch, picture } = rig.watch();
  context.after(() => Promise.all([share.stop(), watch.stop()]));
  await until(() => picture.shows(page));
  return { rig, page, share, watch, picture };
};

describe('a shared page', { timeout: 60_000 }, () => {
  it('is nobody’s business before the visitor agreed', async (context) => {
    const rig = await FlowRig.start(context);
    const page = new Page();
    const { flow } = rig.share(page);
    assert.equal(flow.state.name, 'asking');
    await new Promise(setImmediate);
    assert.deepEqual([rig.asked.length, rig.sockets.length, page.recordings], [0, 0, 0]);
    flow.decline();
    assert.deepEqual(flow.state, { name: 'ended', reason: 'declined' });
    flow.agree();
    assert.equal(rig.asked.length, 0);
  });

  it('is seen by an agent who comes late, and followed', async (context) => {
    const { page, picture, share, watch } = await live(context);
    for (let word = 0; word < 200; word += 1) page.add(`word ${word}`);
    await until(() => picture.shows(page));
    await until(() => share.state.name === 'sharing' && share.state.viewers.length === 1);
    assert.equal(watch.state.name, 'watching');
    assert.ok(watch.lag !== null && watch.lag < 60_000);
  });

  it('shows the visitor where the agent points, until the agent leaves', async (context) => {
    const { share, watch } = await live(context);
    await until(() => share.marks.length === 1);
    watch.point([10, 20]);
    watch.mark([
      [1, 2],
      [3, 400],
    ]);
    await until(() => share.marks[0]?.pointer?.[0] === 10 && share.marks[0].line.length === 2);
    assert.deepEqual(share.marks[0]?.pointer, [10, 1_020], 'where the node is, not where the picture had it');
    assert.deepEqual(share.marks[0].line, [
      [1, 1_002],
      [3, 1_400],
    ]);
    watch.point([500, 500]);
    await until(() => share.marks[0]?.pointer?.[0] === 500);
    assert.deepEqual(share.marks[0].pointer, [500, 500]);
    assert.equal(share.marks[0].user.name, 'Grace');
    await watch.stop();
    await until(() => share.marks.length === 0);
    assert.equal(share.state.name, 'sharing');
  });

  it('sends nothing of the page while paused, and the whole of it after', async (context) => {
    const { page, picture, share, watch } = await live(context);
    share.pause();
    assert.equal(page.recorded, false);
    page.add('a secret between');
    await until(() => watch.state.name === 'paused' && picture.words?.length === 0);
    page.words.pop();
    page.add('after');
    share.resume();
    await until(() => watch.state.name === 'watching' && picture.shows(page));
    assert.ok(!picture.words?.includes('a secret between'));
  });

  it('keeps back what happens during a hold, whoever asks for a picture, and sends the whole of it after', async (context) => {
    const { rig, page, picture, share, watch } = await live(context);
    // The picture that the viewer asked for as it came may be under way yet.
    page.add('before');
    await until(() => picture.shows(page));
    const before = [page.recordings, page.keyframes];
    share.hold();
    page.add('a secret between');
    await until(() => !page.recorded);
    const { flow: late, picture: latePicture } = rig.watch();
    context.after(() => late.stop());
    await until(() => share.state.name === 'sharing' && share.state.viewers.length === 2);
    share.pause();
    await until(() => picture.words?.length === 0 && latePicture.words?.length === 0);
    share.resume();
    await until(() => share.state.name === 'sharing' && watch.state.name === 'watching');
    assert.deepEqual([page.recordings, page.keyframes, picture.words], [...before, []]);
    page.words.splice(2, 1, 'another page');
    share.goOn(true);
    await until(() => picture.shows(page) && latePicture.shows(page));
    assert.equal(share.state.name, 'sharing');
  });

  it('is as if there had been no hold where it ends at once and nothing happened', async (context) => {
    const { page, picture, share } = await live(context);
    // The picture that the viewer asked for as it came may be under way yet.
    page.add('before');
    await until(() => picture.shows(page));
    const { recordings, keyframes } = page;
    share.hold();
    share.goOn(false);
    // A recording that the hold was to end would have ended by then.
    await new Promise((resolve) => setTimeout(resolve, 20));
    page.add('after');
    await until(() => picture.shows(page));
    assert.deepEqual([page.recordings, page.keyframes], [recordings, keyframes]);
    share.hold();
    page.add('within');
    share.goOn(false);
    await until(() => picture.shows(page));
    assert.deepEqual([page.recordings, page.keyframes], [recordings, keyframes + 1], 'a keyframe makes up for it');
  });

  it('survives cut sockets without a new picture where what is missing is kept', async (context) => {
    const { rig, page, picture, share, watch } = await live(context);
    const { keyframes } = picture;
    for (let round = 0; round < 3; round += 1) {
      rig.cut();
      page.add(`while away ${round}`);
      await until(() => share.state.name === 'reconnecting');
      await until(() => share.state.name === 'sharing' && watch.state.name === 'watching' && picture.shows(page));
    }
    assert.equal(rig.asked.filter((role) => role === 'recorder').length, 1, 'resumed, not begun anew');
    assert.equal(picture.keyframes, keyframes);
  });

  it('is logged a line for each transition, and without a word of the page, a person or a ticket', async (context) => {
    const { rig, page, picture, share, watch } = await live(context);
    page.add('C4NARY of the page');
    await until(() => picture.shows(page));
    rig.cut();
    await until(() => share.state.name === 'sharing' && watch.state.name === 'watching' && rig.logged.some(isRetry));
    await share.stop();
    await until(() => watch.state.name === 'ended');
    const lines = rig.logged.map(({ event, details }) => `${event} ${String(details['state'] ?? '')}`);
    for (const line of ['share asking', 'share sharing', 'share reconnecting', 'share ended', 'watch watching'])
      assert.ok(lines.includes(line), `${line} in ${lines.join(', ')}`);
    const logged = JSON.stringify(rig.logged);
    for (const secret of ['C4NARY', 'hello', room, 'visitor-1', 'Ada', 'agent-7', 'Grace', 'signature', '"tab-'])
      assert.ok(!logged.includes(secret), `${secret} in ${logged}`);
  });

  it('survives a relay that is stopped and started again, which knows nobody', async (context) => {
    const { rig, page, picture, share, watch } = await live(context);
    await rig.stopRelay();
    await until(() => share.state.name === 'reconnecting' && watch.state.name === 'reconnecting');
    page.add('meanwhile');
    await rig.startRelay();
    await until(() => share.state.name === 'sharing' && watch.state.name === 'watching' && picture.shows(page));
    assert.equal(rig.asked.filter((role) => role === 'recorder').length, 2, 'with a new ticket');
  });

  it('goes on unasked on the next page of the tab, paused if it was paused', async (context) => {
    const { rig, share, picture, watch } = await live(context);
    share.pause();
    const before = share.memory;
    assert.equal(before?.paused, true);
    // The page is gone: its socket breaks, and nobody of it says another word.
    rig.sockets[0]?.terminate();
    const next = new Page();
    next.words.push('next page');
    const { flow } = rig.share(next, { before });
    context.after(() => flow.stop());
    await until(() => flow.state.name === 'paused');
    assert.equal(next.recordings, 0);
    flow.resume();
    await until(() => picture.shows(next) && watch.state.name === 'watching');
  });

  it('is taken over by another tab of the visitor, and the first one knows', async (context) => {
    const { rig, page, share, picture } = await live(context);
    const other = new Page();
    other.words.push('other tab');
    const { flow } = rig.share(other, { tab: 'tab-9' });
    context.after(() => flow.stop());
    flow.agree();
    await until(() => share.state.name === 'ended');
    assert.deepEqual(share.state, { name: 'ended', reason: 'taken-over' });
    assert.equal(page.recorded, false);
    assert.equal(share.memory, null);
    await until(() => picture.shows(other));
  });

  it('is over for everybody when the visitor stops', async (context) => {
    const { rig, page, share, watch, picture } = await live(context);
    await share.stop();
    assert.deepEqual(share.state, { name: 'ended', reason: 'self' });
    await until(() => watch.state.name === 'ended');
    assert.deepEqual([page.recorded, picture.stopped, rig.released, share.memory], [false, true, 1, null]);
    assert.ok(rig.sockets.every(({ readyState }) => readyState > 1));
  });

  it('is watched in the order of its changes whatever the clocks of the two say', async (context) => {
    const skewed = (ms: number): Clock => ({ ...systemClock, now: () => Date.now() + ms });
    for (const hours of [-1, 1]) {
      const rig = await FlowRig.start(context);
      const page = new Page();
      const { flow: share } = rig.share(page, {}, skewed(hours * 3_600_000));
      share.agree();
      const { flow: watch, picture } = rig.watch(skewed(-hours * 3_600_000));
      await until(() => picture.shows(page));
      page.add('later');
      await until(() => picture.shows(page));
      assert.ok(watch.lag !== null && watch.lag < 60_000, `lag ${watch.lag}`);
      await Promise.all([share.stop(), watch.stop()]);
    }
  });

  it('says what went wrong with the page or the relay', async (context) => {
    const { page, share } = await live(context);
    page.fail('too-large');
    assert.equal(share.state.name === 'failed' && share.state.error.code, 'page-too-large');
    assert.equal(share.memory, null);
    const closed = await FlowRig.start(context, { origins: ['https://shop.example'] });
    const unseen = new Page();
    const { flow } = closed.share(unseen);
    flow.agree();
    await until(() => flow.state.name === 'failed');
    assert.equal(flow.state.name === 'failed' && flow.state.error.code, 'relay-refused');
    assert.deepEqual([unseen.recordings, closed.asked.length, flow.memory], [0, 1, null]);
  });

  it('takes less than its own limits from a relay, and never more', () => {
    const bomb = { ...wireLimits, inflatedBytes: 1e12, keyframeBytes: 1e12, deltaBytes: 100 };
    const { inflatedBytes, keyframeBytes, deltaBytes } = agreedLimits(bomb);
    assert.deepEqual(
      [inflatedBytes, keyframeBytes, deltaBytes],
      [wireLimits.inflatedBytes, wireLimits.keyframeBytes, 100],
    );
  });

  it('sends one picture instead of changes that are too large for a frame', async (context) => {
    const { page, picture } = await live(context);
    for (let part = 0; part < 6; part += 1)
      page.add(Array.from(crypto.getRandomValues(new Uint32Array(16_384)), (value) => value.toString(36)).join(''));
    await until(() => picture.shows(page));
    assert.ok(picture.keyframes >= 2);
  });
});
