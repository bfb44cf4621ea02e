import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  answeredLeg,
  decide,
  nextRecovery,
  type RecoveryFact,
  type RecoveryState,
} from '../../../src/core/call/recovery.js';

type Untimed = RecoveryFact extends infer Fact
  ? Fact extends RecoveryFact
    ? Omit<Fact, 'at' | 'delay'>
    : never
  : never;

/** A leg under repair, whose clock moves when told to. What is decided is logged, with its second, and begun. */
class Bench {
  state: RecoveryState = answeredLeg(0, true);
  now = 0;
  platformLives = true;
  readonly log: string[] = [];
  over = false;

  constructor(facts: readonly Untimed['type'][] = ['mediaUp', 'asked', 'heard']) {
    for (const type of facts) this.tell({ type } as Untimed);
  }

  tell(fact: Untimed): this {
    if (this.over) return this;
    this.state = nextRecovery(this.state, { ...fact, at: this.now, delay: 100 } as RecoveryFact);
    this.#settle();
    return this;
  }

  advance(ms: number): this {
    const end = this.now + ms;
    while (!this.over) {
      const decision = decide(this.state, this.now, this.platformLives);
      if (decision.do !== 'wait' || decision.until > end) break;
      this.now = Math.max(this.now, decision.until);
      this.#settle();
    }
    this.now = end;
    this.#settle();
    return this;
  }

  #settle(): void {
    for (let steps = 0; !this.over; steps += 1) {
      assert.ok(steps < 10, `decides in circles: ${this.log.slice(-10).join(', ')}`);
      const decision = decide(this.state, this.now, this.platformLives);
      if (decision.do === 'wait') {
        assert.ok(decision.until > this.now, 'waits for what is past');
        return;
      }
      this.#hold(decision.do);
      this.log.push(`${decision.do} ${Math.round(this.now / 1000)}`);
      const began = {
        ask: 'asked',
        reconnect: 'connecting',
        trust: 'trusted',
        restart: 'restarting',
        redial: 'redialing',
      } as const;
      if (decision.do === 'giveUp') this.over = true;
      else {
        const asks = decision.do === 'restart' && this.state.signaling === 'unknown';
        for (const type of [began[decision.do], ...(asks ? (['asked'] as const) : [])])
          this.state = nextRecovery(this.state, { type, at: this.now });
      }
    }
  }

  /** What holds for every decision, whatever came before it. */
  #hold(decision: string): void {
    const { signaling, fresh, media, restart, dialog, endedAt } = this.state;
    if (decision === 'restart') {
      assert.ok(
        signaling === 'proven' || (signaling === 'unknown' && fresh),
        `ICE restart over ${signaling} signaling`,
      );
      assert.ok(media !== 'up' && restart === 'none' && dialog === 'alive' && endedAt === null);
    }
    if (decision === 'reconnect') assert.notEqual(signaling, 'proven');
    if (decision === 'redial') assert.ok(media !== 'up' && this.platformLives && endedAt === null);
  }
}

describe('recovery', () => {
  it('reconnects a channel that closed, and touches nothing of the media', () => {
    const bench = new Bench().tell({ type: 'closed' }).advance(200);
    assert.deepEqual(bench.log, ['reconnect 0']);
    bench.tell({ type: 'opened' });
    assert.deepEqual(bench.log, ['reconnect 0', 'ask 0']);
    assert.equal(bench.state.lost, true);
    // A proxy says 100 before the agent's end knows where its requests have to go.
    bench.tell({ type: 'heard' }).advance(1_000);
    assert.equal(bench.state.lost, true);
    bench.tell({ type: 'told' });
    assert.equal(bench.state.lost, false);
    assert.equal(bench.log.length, 2);
  });

  it('takes signaling for back where the agent’s end refuses to be told, and not where it is lost again meanwhile', () => {
    const refused = new Bench().tell({ type: 'closed' }).advance(200).tell({ type: 'opened' }).tell({ type: 'heard' });
    assert.equal(refused.tell({ type: 'restartRefused', status: 488 }).state.lost, false);
    const again = new Bench().tell({ type: 'closed' }).advance(200).tell({ type: 'opened' }).tell({ type: 'heard' });
    assert.equal(again.tell({ type: 'closed' }).tell({ type: 'told' }).state.lost, true);
  });

  it('asks a quiet gateway after 20 s, and reconnects 5 s later: a half-open channel is seen within 30 s', () => {
    assert.deepEqual(new Bench().advance(30_000).log, ['ask 20', 'reconnect 25']);
  });

  it('does not hold a gateway for lost that never answers: neither over the old channel nor over another', () => {
    const bench = new Bench(['mediaUp']).advance(10_000);
    assert.deepEqual(bench.log, ['ask 5', 'reconnect 10']);
    assert.equal(bench.state.lost, false);
    bench.tell({ type: 'opened' }).advance(300_000);
    assert.deepEqual(bench.log.slice(2), ['ask 10', 'trust 15']);
  });

  it('restarts ICE once for an outage, over signaling that is proven', () => {
    const bench = new Bench().advance(8_000).tell({ type: 'mediaLost' });
    assert.deepEqual(bench.log, ['ask 8']);
    bench.tell({ type: 'heard' });
    assert.deepEqual(bench.log, ['ask 8', 'restart 8']);
    bench.tell({ type: 'restarted' }).tell({ type: 'mediaLost' }).advance(10_000);
    assert.equal(bench.log.filter((one) => one.startsWith('restart')).length, 1);
    bench.tell({ type: 'mediaUp' });
    assert.equal(bench.state.restart, 'none');
  });

  it('restarts once more where ICE failed after the restart, and gives up after 60 s', () => {
    const bench = new Bench().tell({ type: 'mediaLost' }).tell({ type: 'restarted' });
    bench.advance(15_000).tell({ type: 'mediaFailed' }).tell({ type: 'heard' });
    assert.deepEqual(bench.log, ['restart 0', 'ask 15', 'restart 15']);
    for (let second = 15; second < 60; second += 5) bench.tell({ type: 'heard' }).advance(5_000);
    assert.equal(bench.log.at(-1), 'giveUp 60');
  });

  it('makes the ICE restart the first request over a new channel where both are lost', () => {
    const bench = new Bench()
      .tell({ type: 'closed' })
      .tell({ type: 'mediaFailed' })
      .advance(100)
      .tell({ type: 'opened' });
    assert.deepEqual(bench.log, ['reconnect 0', 'restart 0']);
    bench.tell({ type: 'heard' }).tell({ type: 'restarted' }).tell({ type: 'mediaUp' });
    assert.deepEqual([bench.state.signaling, bench.state.media, bench.state.lost], ['proven', 'up', false]);
  });

  it('waits while the browser is offline, and goes on in the moment that it is not', () => {
    const bench = new Bench().tell({ type: 'offline' }).tell({ type: 'closed' }).advance(30_000);
    assert.deepEqual(bench.log, []);
    assert.deepEqual(bench.tell({ type: 'online' }).log, ['reconnect 30']);
  });

  it('dials anew where the gateway knows no such dialog and the agent is not heard, but not before the platform could tell', () => {
    const bench = new Bench().tell({ type: 'mediaLost' }).tell({ type: 'restartRefused', status: 481 });
    bench.advance(1_000);
    assert.deepEqual(bench.log, ['restart 0']);
    bench.advance(1_000);
    assert.equal(bench.log.at(-1), 'redial 2');
    bench.tell({ type: 'redialed' }).tell({ type: 'mediaUp' });
    assert.deepEqual([bench.state.dialog, bench.state.media], ['alive', 'up']);
  });

  it('dials nothing anew while the agent is heard, or where the platform is not there', () => {
    const heard = new Bench()
      .tell({ type: 'rtpStalled' })
      .tell({ type: 'restartRefused', status: 481 })
      .tell({ type: 'rtpFlows' });
    assert.ok(!heard.advance(60_000).log.some((one) => one.startsWith('redial')));
    const gone = new Bench();
    gone.platformLives = false;
    gone.tell({ type: 'mediaLost' }).tell({ type: 'restartRefused', status: 481 });
    for (let second = 0; second < 60; second += 5) gone.tell({ type: 'heard' }).advance(5_000);
    assert.deepEqual(
      gone.log.filter((one) => !one.startsWith('ask')),
      ['restart 0', 'giveUp 60'],
    );
  });

  it('tries an ICE restart again after 491 and 5xx, and dials anew after 488', () => {
    const bench = new Bench().tell({ type: 'mediaLost' }).tell({ type: 'restartRefused', status: 491 }).advance(2_000);
    assert.deepEqual(bench.log, ['restart 0', 'restart 2']);
    bench.tell({ type: 'restartRefused', status: 488 }).advance(2_000);
    assert.equal(bench.log.at(-1), 'redial 4');
  });

  it('restarts ICE at once for candidates that came too late for the INVITE', () => {
    const bench = new Bench(['asked', 'heard']).advance(4_000);
    assert.deepEqual(bench.log, ['restart 4']);
    assert.equal(bench.tell({ type: 'restarted' }).advance(16_000).log.at(-1), 'giveUp 20');
  });

  it('delivers a hang-up when signaling is back, for a minute', () => {
    const bench = new Bench().tell({ type: 'closed' }).tell({ type: 'ended' }).advance(100);
    assert.deepEqual(bench.log, ['reconnect 0']);
    bench.tell({ type: 'connectFailed' }).advance(61_000);
    assert.deepEqual(bench.log.slice(1), ['reconnect 0', 'giveUp 60']);
  });

  it('begins anew after a sleep: the hours do not count for its budget', () => {
    const bench = new Bench().tell({ type: 'mediaLost' }).tell({ type: 'restarted' });
    bench.now += 600_000;
    bench.tell({ type: 'woke' });
    assert.ok(!bench.over);
    assert.ok(bench.tell({ type: 'heard' }).log.includes('restart 600'));
  });

  it('holds its rules, and comes to an end, in any order of facts', () => {
    const types = [
      ...[
        'heard',
        'opened',
        'closed',
        'connectFailed',
        'mediaUp',
        'mediaLost',
        'mediaFailed',
        'rtpStalled',
        'rtpFlows',
      ],
      ...['restarted', 'redialed', 'online', 'offline', 'changed', 'woke', 'ended'],
    ] as Untimed['type'][];
    const fact = fc.oneof(
      fc.constantFrom(...types).map((type) => ({ type }) as Untimed),
      fc.constantFrom(0, 408, 481, 488, 491, 500).map((status): Untimed => ({ type: 'restartRefused', status })),
    );
    const happens = fc.array(fc.tuple(fact, fc.integer({ min: 0, max: 8_000 })), { maxLength: 40 });
    fc.assert(
      fc.property(happens, fc.boolean(), (facts, platformLives) => {
        const bench = new Bench();
        bench.platformLives = platformLives;
        for (const [one, ms] of facts) {
          // A real leg's channel opens only where it was being opened, and is refused only what it asked for.
          const { signaling, restart, dialog } = bench.state;
          if ((one.type === 'opened' || one.type === 'connectFailed') && signaling !== 'connecting') continue;
          if ((one.type === 'restarted' || one.type === 'restartRefused') && restart !== 'running') continue;
          if (one.type === 'redialed' && dialog !== 'replacing') continue;
          bench.tell(one).advance(ms);
        }
        if ((bench.state.media !== 'up' && bench.state.media !== 'stalled') || bench.state.endedAt !== null)
          bench.advance(121_000);
        assert.ok(
          bench.over || bench.state.media === 'up' || bench.state.media === 'stalled',
          JSON.stringify(bench.state),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
