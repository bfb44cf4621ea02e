import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Microphone, type MicrophoneFact } from '../../../src/core/call/microphone.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

/** A microphone whose openings the test settles. */
function rig() {
  const clock = new ManualClock();
  const notices = new Set<string>();
  const said: string[] = [];
  const pending: { resolve: (muted: boolean) => void; reject: (reason: unknown) => void }[] = [];
  let opened = 0;
  const microphone = new Microphone({
    clock,
    open: () => {
      opened += 1;
      return new Promise((resolve, reject) => pending.push({ resolve, reject }));
    },
    noticed: (notice, on) => {
      if (notices.has(notice) === on) return;
      if (on) notices.add(notice);
      else notices.delete(notice);
      said.push(`${on ? '+' : '-'}${notice}`);
    },
  });
  const answer = async (outcome: 'opened' | 'muted' | 'failed') => {
    const last = pending.pop();
    if (outcome === 'failed') last?.reject(new DOMException('none', 'NotFoundError'));
    else last?.resolve(outcome === 'muted');
    await settle();
  };
  return { clock, microphone, notices, said, pending, answer, opened: () => opened };
}

describe('a microphone', () => {
  it('that ends is replaced without a word', async () => {
    const { microphone, said, answer, clock, opened } = rig();
    microphone.tell('ended');
    await answer('opened');
    await clock.advance(5_000);
    assert.deepEqual([opened(), said, clock.pending], [1, [], 0]);
  });

  it('that ends is said to be gone after a second, and no longer when another one is there', async () => {
    const { microphone, said, answer, clock } = rig();
    microphone.tell('ended');
    await clock.advance(1_000);
    assert.deepEqual(said, ['+microphone-gone']);
    await answer('opened');
    assert.deepEqual(said, ['+microphone-gone', '-microphone-gone']);
  });

  it('that is gone is opened again when a device comes, when the page is shown, and by a press', async () => {
    const { microphone, notices, answer, opened } = rig();
    microphone.tell('ended');
    await answer('failed');
    for (const fact of ['devicesChanged', 'shown'] as const) {
      microphone.tell(fact);
      await answer('failed');
      assert.deepEqual([...notices], ['microphone-gone']);
    }
    const pressed = microphone.reopen();
    await answer('opened');
    await pressed;
    assert.deepEqual([opened(), [...notices]], [4, []]);
  });

  it('is tried once more where a device came while it was being opened', async () => {
    const { microphone, answer, opened, notices } = rig();
    microphone.tell('ended');
    microphone.tell('devicesChanged');
    assert.equal(opened(), 1);
    await answer('failed');
    assert.equal(opened(), 2);
    await answer('opened');
    assert.deepEqual([...notices], []);
  });

  it('tells a press why it could not be opened', async () => {
    const { microphone, answer } = rig();
    const pressed = assert.rejects(microphone.reopen(), { name: 'NotFoundError' });
    await answer('failed');
    await pressed;
  });

  it('that the system mutes is said to be, until it no longer is', async () => {
    const { microphone, said, answer } = rig();
    microphone.tell('muted');
    microphone.tell('unmuted');
    microphone.tell('muted');
    microphone.tell('shown');
    await answer('muted');
    microphone.tell('shown');
    await answer('opened');
    assert.deepEqual(said, ['+microphone-muted', '-microphone-muted', '+microphone-muted', '-microphone-muted']);
  });

  it('that the system mutes, and that ends then, is gone', async () => {
    const { microphone, answer, notices } = rig();
    microphone.tell('muted');
    microphone.tell('ended');
    await answer('failed');
    assert.deepEqual([...notices], ['microphone-gone']);
  });

  it('in whatever order: opens one at a time, says one thing at a time, and nothing after the end', async () => {
    const facts: MicrophoneFact[] = ['ended', 'muted', 'unmuted', 'devicesChanged', 'shown', 'replaced'];
    const act = fc.constantFrom(...facts, 'press' as const, 'opened' as const, 'failed' as const, 'wait' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        const { microphone, notices, said, answer, clock, pending } = rig();
        for (const one of acts) {
          if (one === 'press') microphone.reopen().catch(() => undefined);
          else if (one === 'opened' || one === 'failed') await answer(one);
          else if (one === 'wait') await clock.advance(1_500);
          else microphone.tell(one);
          assert.ok(pending.length <= 1);
          assert.ok(notices.size <= 1);
        }
        microphone.close();
        const before = said.length;
        await answer('failed');
        await clock.advance(10_000);
        assert.deepEqual([said.length, pending.length, clock.pending], [before, 0, 0]);
      }),
      { numRuns: 1_000 },
    );
  });
});
