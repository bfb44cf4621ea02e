import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GatheringRule } from '../../../src/core/call/gathering.js';
import type { Network } from '../../../src/core/call/ports.js';
import { WaitingOffer } from '../../../src/core/call/waiting-offer.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

class FakeConnection {
  closed = false;
  servers: readonly unknown[] | null = null;
  settle: (rule: GatheringRule) => void = () => undefined;
  fail: (reason: Error) => void = () => undefined;
  readonly ready = new Promise<GatheringRule>((resolve, reject) => {
    this.settle = resolve;
    this.fail = reject;
  });

  constructor(servers: Promise<readonly unknown[]>) {
    void servers.then((known) => (this.servers = known));
    this.ready.catch(() => undefined);
  }

  close(): void {
    this.closed = true;
    this.fail(new Error('closed'));
  }
}

type NetworkEvent = Parameters<Parameters<Network['subscribe']>[0]>[0];

function waiting(servers: readonly unknown[] = []) {
  const clock = new ManualClock();
  const made: FakeConnection[] = [];
  const setting = { servers, broken: false };
  let tell: (event: NetworkEvent) => void = () => undefined;
  const offer = new WaitingOffer({
    open: (asked) => {
      if (setting.broken) throw new Error('no more connections');
      const connection = new FakeConnection(asked);
      made.push(connection);
      return connection;
    },
    servers: () => Promise.resolve(setting.servers),
    network: {
      subscribe: (listener) => {
        tell = listener;
        return () => (tell = () => undefined);
      },
    },
    clock,
  });
  const open = () => made.flatMap(({ closed }, index) => (closed ? [] : [index]));
  return { clock, made, setting, offer, open, tell: (event: NetworkEvent) => tell(event) };
}

const stun = [{ urls: 'stun:stun.example' }];

describe('an offer that waits for an agent', () => {
  it('is left alone where no server is configured', async () => {
    const { made, offer, clock } = waiting();
    made[0]?.settle('complete');
    await clock.advance(600_000);
    assert.deepEqual([made.length, await offer.take()], [1, 'complete']);
  });

  it('is gathered anew every minute where servers are, and the one at hand stays until the next may be sent', async () => {
    const { made, offer, clock, open } = waiting(stun);
    made[0]?.settle('settled');
    await clock.advance(59_000);
    assert.equal(made.length, 1);
    await clock.advance(2_000);
    assert.deepEqual([made.length, offer.current === made[0], open()], [2, true, [0, 1]]);
    made[1]?.settle('settled');
    await settle();
    assert.deepEqual([offer.current === made[1], open()], [true, [1]]);
    await clock.advance(61_000);
    assert.equal(made.length, 3);
  });

  it('is that of another connection where it must be, after the end too', async () => {
    const { made, offer, open } = waiting();
    made[0]?.settle('complete');
    await offer.take();
    offer.end();
    const another = offer.take(true);
    made[1]?.settle('complete');
    assert.deepEqual([await another, offer.current === made[1], open()], ['complete', true, [1]]);
  });

  it('is gathered anew when the servers are others', async () => {
    const { made, offer, clock, setting, open } = waiting(stun);
    made[0]?.settle('settled');
    await clock.advance(6_000);
    setting.servers = [{ urls: 'turn:turn.example', username: 'u', credential: 'new' }];
    await clock.advance(6_000);
    made[1]?.settle('complete');
    await settle();
    assert.deepEqual([made[1]?.servers, offer.current === made[1], open()], [setting.servers, true, [1]]);
    await clock.advance(50_000);
    assert.equal(made.length, 2);
  });

  it('leaves slow servers their time before it takes the place of the former', async () => {
    const { made, offer, clock, setting } = waiting(stun);
    made[0]?.settle('settled');
    setting.servers = [];
    await clock.advance(5_000);
    made[1]?.settle('cap');
    await clock.advance(4_000);
    assert.equal(offer.current, made[0]);
    await clock.advance(2_000);
    assert.equal(offer.current, made[1]);
  });

  for (const event of ['changed', 'online', 'woke'] as const)
    it(`is gathered anew at once when the network tells "${event}", and waited for`, async () => {
      const { made, offer, tell, open } = waiting();
      made[0]?.settle('complete');
      await settle();
      tell('offline');
      assert.equal(made.length, 1);
      tell(event);
      assert.deepEqual(open(), [1]);
      const taken = offer.take();
      tell(event);
      made[2]?.settle('settled');
      assert.deepEqual([await taken, offer.current === made[2], open()], ['settled', true, [2]]);
    });

  it('stays as it is while an INVITE has it, and is gathered anew for the next INVITE where it went stale', async () => {
    const { made, offer, tell, clock, setting, open } = waiting(stun);
    made[0]?.settle('settled');
    await offer.take();
    await clock.advance(120_000);
    tell('changed');
    assert.deepEqual([made.length, offer.current === made[0]], [1, true]);
    const again = offer.take();
    assert.deepEqual(open(), [1]);
    made[1]?.settle('cap');
    assert.equal(await again, 'cap');
    setting.servers = [];
    await clock.advance(10_000);
    assert.equal(made.length, 2);
    void offer.take();
    assert.equal(made.length, 3);
  });

  it('is kept where no other can be opened, or the other fails', async () => {
    const { made, offer, tell, setting, clock, open } = waiting(stun);
    made[0]?.settle('settled');
    setting.broken = true;
    tell('changed');
    setting.broken = false;
    await clock.advance(61_000);
    made[1]?.fail(new Error('no'));
    await settle();
    assert.deepEqual([await offer.take(), offer.current === made[0], open()], ['settled', true, [0]]);
  });

  it('rejects where it fails itself', async () => {
    const { made, offer } = waiting();
    made[0]?.fail(new Error('refused'));
    await assert.rejects(offer.take(), /refused/);
  });

  it('is over with its end: nothing is opened, and nothing left behind', async () => {
    const { made, offer, tell, clock, open } = waiting(stun);
    made[0]?.settle('settled');
    await clock.advance(61_000);
    assert.deepEqual(open(), [0, 1]);
    offer.end();
    tell('changed');
    await clock.advance(600_000);
    assert.deepEqual([made.length, open(), clock.pending], [2, [0], 0]);
  });
});
