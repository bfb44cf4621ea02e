import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { settle } from '../../support/manual-clock.js';
import { collect, event, never, signedIn, withEvent, type Answers } from './scripted-platform.js';

const numbered = (number: number) => event(`Agent_${number}`);
const bring =
  (...numbers: number[]) =>
  () =>
    withEvent(numbers.map(numbered));

/** A poll that a test answers by hand. */
function held() {
  let answer: (response: Response) => void = () => undefined;
  const poll: Answers = () => new Promise<Response>((resolve) => (answer = resolve));
  return { poll, answer: (...numbers: number[]) => answer(bring(...numbers)()) };
}

describe('a reader of events', () => {
  it('that leaves between answer and event finds it in its next stream, and no second poll is out meanwhile', async () => {
    const first = held();
    const { gateway, pollsSent, clock } = await signedIn([first.poll, bring(3), never]);
    const stop = new AbortController();
    const one = collect(gateway.events({ signal: stop.signal }));
    await settle();
    stop.abort();
    const two = collect(gateway.events());
    await clock.advance(9_000);
    await one.done;
    assert.equal(pollsSent().length, 1);
    first.answer(1, 2);
    await clock.advance(1_000);
    assert.deepEqual(one.items, []);
    assert.deepEqual(two.items, [1, 2, 3].map(numbered));
  });

  it('that leaves its loop half way finds the rest in the next', async () => {
    const { gateway, clock } = await signedIn([bring(1, 2, 3), never]);
    for await (const came of gateway.events()) {
      assert.deepEqual(came, numbered(1));
      break;
    }
    await clock.advance(5_000);
    const rest = collect(gateway.events());
    await settle();
    assert.deepEqual(rest.items, [2, 3].map(numbered));
  });

  it('that aborts in its loop finds the rest in the next stream', async () => {
    const { gateway } = await signedIn([bring(1, 2), never]);
    const stop = new AbortController();
    const seen: unknown[] = [];
    for await (const came of gateway.events({ signal: stop.signal })) {
      seen.push(came);
      stop.abort();
    }
    assert.deepEqual(seen, [numbered(1)]);
    assert.deepEqual((await gateway.events().next()).value, numbered(2));
  });

  it('gets what came before its session ended, then the reason', async () => {
    const { gateway } = await signedIn([bring(1, 2), never]);
    const stream = gateway.events();
    assert.deepEqual((await stream.next()).value, numbered(1));
    await gateway.signOut();
    assert.deepEqual((await stream.next()).value, numbered(2));
    await assert.rejects(stream.next(), { code: '100-008' });
  });

  it('that is the second at a time is told so, and disturbs nothing', async () => {
    const first = held();
    const { gateway, pollsSent } = await signedIn([first.poll, never]);
    const one = collect(gateway.events());
    await settle();
    await assert.rejects(gateway.events().next(), { code: 'busy' });
    first.answer(1);
    await settle();
    assert.deepEqual(one.items, [numbered(1)]);
    assert.equal(pollsSent().length, 1);
  });

  it('that is slow does not slow the polls, and gets everything', async () => {
    const { gateway, clock, pollsSent } = await signedIn([bring(1), bring(2), bring(3), never]);
    const stream = gateway.events();
    await stream.next();
    await clock.advance(2_000);
    assert.equal(pollsSent().length, 4);
    assert.deepEqual((await stream.next()).value, numbered(2));
    assert.deepEqual((await stream.next()).value, numbered(3));
  });

  it('that reads nothing for very long makes the polls wait, and nothing is lost', async () => {
    let next = 0;
    const { gateway, clock, pollsSent } = await signedIn([() => bring(...Array.from({ length: 400 }, () => next++))()]);
    const stream = gateway.events();
    await stream.next();
    await clock.advance(60_000);
    assert.equal(pollsSent().length, 3);
    for (let read = 1; read < 2_000; read += 1) {
      if (read % 400 === 0) await clock.advance(1_000);
      assert.deepEqual((await stream.next()).value, numbered(read));
    }
  });

  it('whose signal is aborted from the beginning sends nothing', async () => {
    const { gateway, sent, clock } = await signedIn();
    assert.deepEqual(await gateway.events({ signal: AbortSignal.abort() }).next(), { done: true, value: undefined });
    await clock.advance(5_000);
    assert.equal(sent.length, 0);
  });

  it('that comes and goes keeps the pause between polls, and leaves no timer and no listener', async () => {
    const { gateway, clock, pollsSent } = await signedIn([bring(1)]);
    const stop = new AbortController();
    for (let visit = 0; visit < 5; visit += 1) {
      const stream = gateway.events({ signal: stop.signal });
      const first = stream.next();
      await clock.advance(400);
      assert.deepEqual((await first).value, numbered(1));
      await stream.return();
      assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
      assert.equal(clock.pending, 0);
    }
    const times = pollsSent().map(({ at }) => at);
    assert.ok(times.length > 5);
    for (const [index, at] of times.slice(1).entries()) assert.ok(at - times[index]! >= 200);
  });

  it('keeps its pace when the computer’s clock is set back', async () => {
    const { gateway, clock, pollsSent } = await signedIn([bring(1)]);
    collect(gateway.events());
    await settle();
    const now = clock.now.bind(clock);
    clock.now = () => now() - 3_600_000;
    await clock.advance(3_100);
    assert.ok(pollsSent().length >= 10, String(pollsSent().length));
  });
});
