import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CallError } from '../../../src/core/call/call-error.js';
import { emptyReport, finished, nextReport, type ReportFact } from '../../../src/core/call/call-report.js';
import { idle, type CallState, type UntimedFact } from '../../../src/core/call/call-state.js';
import { nextCallState } from '../../../src/core/call/next-call-state.js';
import { levelOf, meanOpinionScore } from '../../../src/core/call/quality.js';
import { FakeStreams } from './streams.js';

/** The report after facts of the call at their times, and whatever else is told between them. */
function reportOf(...story: readonly (readonly [number, UntimedFact | ReportFact])[]) {
  let state: CallState = idle;
  let draft = emptyReport;
  for (const [at, fact] of story)
    if (fact.type === 'measured' || fact.type === 'recovered' || fact.type === 'reason' || 'url' in fact)
      draft = nextReport(draft, fact);
    else {
      const next = nextCallState(state, { ...(fact as UntimedFact), at });
      if (next !== state) draft = nextReport(draft, { type: 'entered', state: next, at });
      state = next;
    }
  return finished(draft);
}

const talking = [
  [0, { type: 'pressed' }],
  [100, { type: 'devicesReady' }],
  [350, { type: 'created' }],
  [5_350, { type: 'agentFound', leg: 1 }],
  [5_400, { type: 'answered', leg: 1 }],
  [5_800, { type: 'mediaUp', leg: 1 }],
] as const;

function measured(at: number, loss: number): [number, ReportFact] {
  const figures = { rtt: 20, jitter: 2, loss };
  const mos = meanOpinionScore(figures);
  const quality = { ...figures, mos, level: levelOf(mos), cause: 'network' } as const;
  return [at, { type: 'measured', quality, stats: new FakeStreams(at).stats(at) }];
}

describe('call report', () => {
  it('has the time of each step up to the first word, and of none after it', () => {
    const { setup } = reportOf(
      ...talking,
      [60_000, { type: 'transferred' }],
      [60_100, { type: 'legOver', leg: 1 }],
      [70_000, { type: 'agentFound', leg: 2 }],
      [90_000, { type: 'hungUp' }],
    );
    assert.deepEqual(setup, { checking: 100, connecting: 250, queued: 5_000, dialing: 450 });
  });

  it('has what there is of a call that did not get that far', () => {
    const error = new CallError('queue-timeout', 'm', { causeId: '-1', causeDesc: 'late' });
    const report = reportOf(...talking.slice(0, 3), [9_000, { type: 'failed', error }]);
    assert.deepEqual(report, {
      setup: { checking: 100, connecting: 250, queued: 8_650, dialing: 0 },
      gateway: null,
      codec: null,
      localCandidate: null,
      remoteCandidate: null,
      worstMinute: null,
      recovered: [],
      causeId: '-1',
      causeDesc: 'late',
      sipReason: null,
    });
  });

  it('has the worst minute, the one that is not over included', () => {
    const minutes = (...losses: number[]) =>
      losses.flatMap((loss, minute) =>
        [0, 20, 40].map((second) => measured(6_000 + minute * 60_000 + second * 1000, loss)),
      );
    assert.equal(reportOf(...talking, ...minutes(0, 0.05, 0.01)).worstMinute?.loss, 0.05);
    assert.deepEqual(reportOf(...talking, ...minutes(0, 0.2)).worstMinute, { level: 'bad', mos: 2.58, loss: 0.2 });
    assert.equal(reportOf(...talking, ...minutes(0.2, 0, 0)).worstMinute?.level, 'bad');
  });

  it('has what was lost and came back, and how long it took', () => {
    const { recovered } = reportOf(
      ...talking,
      [10_000, { type: 'signalingLost', leg: 1 }],
      [12_000, { type: 'mediaLost', leg: 1 }],
      [13_500, { type: 'signalingBack', leg: 1 }],
      [15_000, { type: 'mediaUp', leg: 1 }],
      [20_000, { type: 'noticed', notice: 'microphone-gone', on: true }],
      [21_000, { type: 'noticed', notice: 'microphone-gone', on: false }],
      [22_000, { type: 'recovered', what: 'dialog', ms: 812.4 }],
      [30_000, { type: 'mediaLost', leg: 1 }],
      [60_000, { type: 'legFailed', leg: 1, error: new CallError('media-lost', 'm') }],
    );
    assert.deepEqual(recovered, [
      { what: 'signaling', ms: 3_500 },
      { what: 'media', ms: 3_000 },
      { what: 'microphone', ms: 1_000 },
      { what: 'dialog', ms: 812 },
    ]);
  });

  it('names the gateway by its host, by its place where that is an address', () => {
    const gateway = (url: string) => reportOf([0, { type: 'answered', url, index: 2 }]).gateway;
    assert.equal(gateway('wss://gw-2.example:8443/sip?x=1'), 'gw-2.example');
    for (const url of ['wss://192.0.2.7/', 'wss://[2001:db8::1]:443/', 'ws://127.0.0.1:5066/', 'nonsense'])
      assert.equal(gateway(url), 2);
  });

  it('has codec and candidate types, and keeps them when the browser forgets', () => {
    const [, first] = measured(6_000, 0);
    const [, second] = measured(7_000, 0);
    assert.ok(first.type === 'measured' && second.type === 'measured');
    const empty = { ...second.stats, codec: null, localCandidate: null, remoteCandidate: null };
    const report = reportOf([0, first], [1, { ...second, stats: empty }]);
    assert.deepEqual([report.codec, report.localCandidate, report.remoteCandidate], ['audio/opus', 'host', 'relay']);
  });

  it("has the gateway's reason as short plain text, without an address", () => {
    const reason = (text: string) => reportOf([0, { type: 'reason', text }]).sipReason;
    assert.equal(reason('Q.850;cause=16;text="Normal call clearing"'), 'Q.850;cause=16;text="Normal call clearing"');
    assert.equal(reason('no route to sip:101@10.1.2.3 now'), 'no route to … now');
    assert.equal(reason('via 10.1.2.3:5060 and [2001:db8::7]:5061'), 'via … and …');
    assert.equal(reason('a\r\nb\u0000\u001b[31m'), 'a b [31m');
    assert.equal(reason(' \r\n'), null);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const plain = reason(text);
        assert.ok(plain === null || (plain.length <= 64 && !/[\p{Cc}@]/u.test(plain)));
      }),
    );
  });

  it('is frozen, and the same after JSON', () => {
    const report = reportOf(...talking, measured(6_000, 0.1), [7_000, { type: 'hungUp' }]);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    for (const part of [report, report.setup, report.recovered, report.worstMinute]) assert.ok(Object.isFrozen(part));
  });
});
