import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventQueue } from '../../../demo/platform/event-queue.js';
import { ManualClock } from '../../support/manual-clock.js';
import { visit } from './visitor.js';

const nothing = { resultCode: '0', resultDesc: 'ClickToCall polled without any events' };
const unknown = (eventId: number) => ({ eventId, resultDesc: 'Call continue to poll events with unknown events' });

for (const family of ['fabric', 'webadapter'] as const)
  describe(`long polling, ${family}`, () => {
    const waiting = async () => {
      const made = await visit({ family, channel: 'waits' });
      await made.create();
      assert.equal((await made.events()).json?.['eventId'], 168102);
      return made;
    };

    it('is held for ten seconds, then answered without an event', async () => {
      const { events, clock, center } = await waiting();
      const poll = events();
      await clock.advance(9_999);
      assert.equal(center.heldPolls, 1);
      await clock.advance(1);
      assert.equal(center.heldPolls, 0);
      assert.deepEqual((await poll).json, nothing);
    });

    it('is held for as long as configured', async () => {
      const { create, events, clock, center } = await visit({ family, channel: 'waits', hold: 25_000 });
      await create();
      await events();
      const poll = events();
      await clock.advance(24_999);
      assert.equal(center.heldPolls, 1);
      await clock.advance(1);
      assert.deepEqual((await poll).json, nothing);
    });

    it('is answered at once when something happens', async () => {
      const { events, clock, center, call } = await waiting();
      const poll = events();
      await clock.advance(3_000);
      call().emit(unknown(168199));
      assert.equal(center.heldPolls, 0);
      const before = clock.now();
      assert.deepEqual((await poll).json, { resultCode: '0', ...unknown(168199) });
      assert.equal(clock.now(), before);
    });

    it('brings one event per poll, in their order', async () => {
      const { events, call } = await waiting();
      for (const id of [1, 2, 3]) call().emit(unknown(id));
      for (const id of [1, 2, 3]) assert.equal((await events()).json?.['eventId'], id);
    });

    it('gives way to a newer poll', async () => {
      const { events, clock, call, center } = await waiting();
      const older = events();
      await clock.advance(1_000);
      const newer = events();
      assert.deepEqual((await older).json, nothing);
      assert.equal(center.heldPolls, 1);
      call().emit(unknown(1));
      assert.equal((await newer).json?.['eventId'], 1);
    });

    it('loses no event to a poll that was given up before', async () => {
      const { events, clock, call, center } = await waiting();
      const given = new AbortController();
      const poll = events({ signal: given.signal });
      await clock.advance(1_000);
      given.abort();
      call().emit(unknown(1));
      await assert.rejects(poll, { name: 'AbortError' });
      assert.equal(center.heldPolls, 0);
      assert.equal((await events()).json?.['eventId'], 1);
    });

    it('loses no event to a poll that is given up while the answer is under way', async () => {
      const { events, clock, call } = await waiting();
      const given = new AbortController();
      const poll = events({ signal: given.signal });
      await clock.advance(1_000);
      call().emit(unknown(1));
      call().emit(unknown(2));
      given.abort();
      await assert.rejects(poll, { name: 'AbortError' });
      for (const id of [1, 2]) assert.equal((await events()).json?.['eventId'], id);
    });

    it('takes nothing for a request that is given up before it begins', async () => {
      const { events, call } = await waiting();
      call().emit(unknown(1));
      await assert.rejects(events({ signal: AbortSignal.abort() }), { name: 'AbortError' });
      assert.equal((await events()).json?.['eventId'], 1);
    });

    it('tells the poll that waits of the drop: 168110', async () => {
      const { events, clock, drop } = await waiting();
      const poll = events();
      await clock.advance(0);
      await drop();
      assert.deepEqual((await poll).json, {
        resultCode: '0',
        resultDesc: 'Call disconnected',
        eventId: 168110,
        content: { causeId: -1, causeDesc: 'released by visitor' },
      });
    });

    it('tells the next poll, where none waits, and has nothing to say from then on', async () => {
      const { events, drop } = await waiting();
      await drop();
      assert.equal((await events()).json?.['eventId'], 168110);
      assert.deepEqual((await events()).json, { resultCode: '13', resultDesc: 'no call' });
    });

    it('has nothing to say where there is no call', async () => {
      const { events } = await visit({ family });
      assert.equal((await events()).json?.['resultCode'], '13');
    });

    it('can be made to bring an event after the end', async () => {
      const { events, drop, call } = await waiting();
      await drop();
      call().emit(unknown(168101));
      for (const id of [168110, 168101]) assert.equal((await events()).json?.['eventId'], id);
    });

    it('brings nothing of the call before', async () => {
      const { events, drop, create } = await waiting();
      await drop();
      await create();
      assert.equal((await events()).json?.['eventId'], 168102);
    });
  });

describe('event queue', () => {
  it('gives nothing to a poll that was given up already', async () => {
    const queue = new EventQueue<number>(new ManualClock());
    queue.push(1);
    await assert.rejects(queue.poll(1_000, AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(queue.polled, false);
    assert.equal(await queue.poll(1_000, new AbortController().signal), 1);
  });
});
