import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { race } from '../../../src/core/call/race.js';
import { ManualClock } from '../../support/manual-clock.js';

const rules = { stagger: 300, timeout: 4_000 };

/** Candidates: `name@ms` opens after ms, `name%ms` too and is deaf to abort, `name!ms` fails, `name?` never answers. */
function setUp() {
  const clock = new ManualClock();
  const controller = new AbortController();
  const opened: string[] = [];
  const closed: string[] = [];
  const aborted: string[] = [];
  const open = (candidate: string, signal: AbortSignal) =>
    new Promise<{ close(): void }>((resolve, reject) => {
      opened.push(candidate);
      const [, name = '', how, ms] = /^(\w+)([@%!?])(\d*)$/.exec(candidate) ?? [];
      signal.addEventListener('abort', () => {
        aborted.push(name);
        if (how !== '%') reject(new Error('aborted'));
      });
      if (how === '@' || how === '%') clock.after(Number(ms), () => resolve({ close: () => closed.push(name) }));
      if (how === '!') clock.after(Number(ms), () => reject(new Error('failed')));
    });
  const run = (...candidates: string[]) => race(candidates, open, { clock, rules, signal: controller.signal });
  return { clock, controller, opened, closed, aborted, run };
}

describe('race', () => {
  it('opens one and no more when it opens in time', async () => {
    const { clock, run, opened } = setUp();
    const winner = run('a@100', 'b@100');
    await clock.advance(1000);
    assert.equal((await winner)?.candidate, 'a@100');
    assert.deepEqual(opened, ['a@100']);
    assert.equal(clock.pending, 0);
  });

  it('starts the next after 300 ms and gives the loser up', async () => {
    const { clock, run, opened, aborted } = setUp();
    const winner = run('a?', 'b@50');
    await clock.advance(299);
    assert.deepEqual(opened, ['a?']);
    await clock.advance(51);
    assert.equal((await winner)?.candidate, 'b@50');
    assert.deepEqual(aborted, ['a']);
    assert.equal(clock.pending, 0);
  });

  it('starts the next at once when one fails', async () => {
    const { clock, run } = setUp();
    const winner = run('a!10', 'b!10', 'c@10');
    await clock.advance(30);
    assert.equal((await winner)?.candidate, 'c@10');
  });

  it('gives each candidate 4 s, and says null when all failed', async () => {
    const { clock, run } = setUp();
    const winner = run('a?', 'b?');
    let over = false;
    void winner.then(() => (over = true));
    await clock.advance(4_299);
    assert.equal(over, false);
    await clock.advance(1);
    assert.equal(await winner, null);
    assert.equal(clock.pending, 0);
  });

  it('closes a socket that opened after another had won', async () => {
    const { clock, controller, closed, run } = setUp();
    const winner = run('a%400', 'b@50');
    await clock.advance(400);
    assert.equal((await winner)?.candidate, 'b@50');
    assert.deepEqual(closed, ['a']);
    controller.abort();
  });

  it("rejects with the signal's reason and leaves no timer", async () => {
    const { clock, controller, aborted, run } = setUp();
    const winner = run('a?', 'b?');
    const reason = new Error('hung up');
    controller.abort(reason);
    await assert.rejects(winner, reason);
    assert.deepEqual(aborted, ['a']);
    assert.equal(clock.pending, 0);
  });

  it('says null to an empty list', async () => {
    assert.equal(await setUp().run(), null);
  });
});
