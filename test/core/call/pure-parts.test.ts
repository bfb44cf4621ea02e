import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callView, clockText } from '../../../src/core/call/call-view.js';
import type { Lost } from '../../../src/core/call/call-state.js';
import { captureVerdict, deviceVerdict, type DeviceFacts } from '../../../src/core/call/device-verdict.js';
import { dtmfTones } from '../../../src/core/call/dtmf.js';
import { gatheringVerdict } from '../../../src/core/call/gathering.js';
import { leanOffer } from '../../../src/core/call/sdp.js';
import { backoff } from '../../../src/core/lib/backoff.js';
import { CallError, callErrorCodes, type CallErrorCode } from '../../../src/core/call/call-error.js';

const facts: DeviceFacts = {
  secureContext: true,
  webrtc: true,
  permission: 'prompt',
  allowedByPage: true,
};

describe('device verdict', () => {
  it('finds no obstacle where there is none', () => {
    assert.equal(deviceVerdict(facts), null);
    assert.equal(deviceVerdict({ ...facts, permission: 'unknown', allowedByPage: null }), null);
  });

  for (const [change, code] of [
    [{ secureContext: false, webrtc: false }, 'insecure-context'],
    [{ webrtc: false }, 'webrtc-unsupported'],
    [{ permission: 'denied' }, 'permission-denied'],
    [{ allowedByPage: false }, 'permission-denied'],
  ] as const)
    it(`${JSON.stringify(change)} is ${code}`, () => {
      assert.equal(deviceVerdict({ ...facts, ...change })?.code, code);
    });

  it('names the directive that the page lacks', () => {
    const verdict = deviceVerdict({ ...facts, allowedByPage: false });
    assert.match(verdict?.message ?? '', /Permissions-Policy lacks "microphone=\(self\)"/);
  });

  for (const [name, code] of [
    ['NotAllowedError', 'permission-denied'],
    ['NotFoundError', 'no-microphone'],
    ['OverconstrainedError', 'no-microphone'],
    ['NotReadableError', 'device-busy'],
    ['TypeError', 'internal'],
  ] as const)
    it(`a getUserMedia that fails with ${name} is ${code}`, () => {
      assert.equal(captureVerdict(name).code, code);
    });
});

describe('gathering', () => {
  const none = { any: false, relay: false };
  const stun = { any: true, relay: false };
  const turn = { any: true, relay: true };
  const at = (elapsed: number, quiet: number, hostCandidates = 1, relayCandidates = 0, complete = false) => ({
    elapsed,
    quiet,
    hostCandidates,
    relayCandidates,
    complete,
  });

  it('sends when complete', () => assert.deepEqual(gatheringVerdict(at(1, 1, 0, 0, true), turn), { send: 'complete' }));

  it('lets host candidates settle for a moment where no server is configured', () => {
    assert.deepEqual(gatheringVerdict(at(10, 5), none), { lookAgainIn: 15 });
    assert.deepEqual(gatheringVerdict(at(30, 20), none), { send: 'settled' });
  });

  it('does not wait for a dead STUN server longer than 150 quiet ms', () => {
    assert.deepEqual(gatheringVerdict(at(100, 90), stun), { lookAgainIn: 60 });
    assert.deepEqual(gatheringVerdict(at(160, 150), stun), { send: 'settled' });
  });

  it('waits for a relay where one is configured, up to the cap', () => {
    assert.deepEqual(gatheringVerdict(at(600, 590), turn), { lookAgainIn: 900 });
    assert.deepEqual(gatheringVerdict(at(700, 150, 1, 1), turn), { send: 'settled' });
    assert.deepEqual(gatheringVerdict(at(1_500, 1_400), turn), { send: 'cap' });
  });
});

describe('offer', () => {
  it('carries no TCP candidate and none twice within a section', () => {
    const host = 'a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host generation 0';
    const offer = [
      'v=0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      host,
      host.replace('1 1 udp', '2 1 udp'),
      'a=candidate:3 1 tcp 1 192.0.2.1 9 typ host tcptype active',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      host,
      '',
    ];
    assert.deepEqual(leanOffer(offer.join('\r\n')).split('\r\n'), [offer[0], offer[1], host, offer[5], host, '']);
  });
});

describe('tones', () => {
  it('are digits, letters, star, hash and pause', () => {
    assert.equal(dtmfTones('12ab#*,'), '12AB#*,');
    for (const bad of ['', '1 2', '1\r\n', 'x', '+49']) assert.throws(() => dtmfTones(bad), RangeError);
  });
});

describe('backoff', () => {
  const rule = { base: 250, cap: 5_000 };
  it('grows up to the cap, with full jitter', () => {
    const longest = (attempt: number) => backoff(attempt, rule, undefined, () => 1);
    assert.deepEqual([1, 2, 3, 9].map(longest), [250, 500, 1_000, 5_000]);
    assert.equal(
      backoff(3, rule, undefined, () => 0),
      0,
    );
  });
  it('honours what the server asked for, up to the cap', () => {
    assert.equal(backoff(1, rule, 2_000), 2_000);
    assert.equal(backoff(1, rule, 3_600_000), 5_000);
  });
});

describe('call view', () => {
  const record = { leg: 0, talkingSince: null, transferring: false, notices: [] };

  it('tells queue, timer and errors in figures', () => {
    const queued = callView({ ...record, name: 'queued', since: 0, position: 3, waitSeconds: 61 }, 0, 'voice');
    assert.deepEqual([queued.headline, queued.position, queued.waitMinutes, queued.underWay], ['queued', 3, 2, true]);
    const talking = callView(
      { ...record, name: 'talking', leg: 1, talkingSince: 1_000, legOver: false, soundBlocked: true },
      253_900,
      'video',
    );
    assert.deepEqual([talking.seconds, talking.keypad, talking.soundBlocked, talking.video], [252, true, true, true]);
    const error = new CallError('queue-timeout', 'x', { causeId: '-1', causeDesc: 'busy' });
    const failed = callView({ name: 'failed', error, seconds: 0 }, 0, 'voice');
    assert.deepEqual([failed.error, failed.cause], ['queue-timeout', '-1 busy']);
    assert.equal(failed.underWay, false);
  });

  it('says nothing of signaling that is back within 2 s, and that the sound goes on after it', () => {
    const lost = {
      ...record,
      name: 'reconnecting',
      leg: 1,
      talkingSince: 0,
      lostSince: 10_000,
      soundBlocked: false,
    } as const;
    const seen = (what: Lost, now: number) => {
      const { headline, audible, lostSeconds, seconds } = callView({ ...lost, lost: what }, now, 'voice');
      return [headline, audible, lostSeconds, seconds];
    };
    assert.deepEqual(seen('signaling', 11_900), ['talking', true, null, 11]);
    assert.deepEqual(seen('signaling', 12_000), ['repairing', true, null, 12]);
    assert.deepEqual(seen('media', 10_000), ['reconnecting', false, 0, 10]);
    assert.deepEqual(seen('both', 13_000), ['reconnecting', false, 3, 13]);
  });

  it('names the most urgent notice alone', () => {
    const talking = {
      ...record,
      name: 'talking',
      leg: 1,
      talkingSince: 0,
      legOver: false,
      soundBlocked: false,
    } as const;
    assert.equal(callView({ ...talking, notices: ['microphone-gone', 'held'] }, 0, 'voice').notice, 'microphone-gone');
    assert.equal(callView(talking, 0, 'voice').notice, null);
    assert.equal(callView({ name: 'connecting' }, 0, 'voice').notice, null);
  });

  it("has the platform's cause of a call that ended before anybody talked", () => {
    const ended = { name: 'ended', reason: 'platform', seconds: 0, causeId: '8', causeDesc: 'no agent' } as const;
    const { headline, cause } = callView(ended, 0, 'voice');
    assert.deepEqual([headline, cause], ['dropped', '8 no agent']);
    assert.deepEqual(callView({ name: 'ended', reason: 'agent', seconds: 3 }, 0, 'voice').cause, '');
  });

  it('says what the one button does when it is over, and nothing before', () => {
    const remedy = (code: CallErrorCode) =>
      callView({ name: 'failed', error: new CallError(code, 'x'), seconds: 0 }, 0, 'voice').remedy;
    const closes = callErrorCodes.filter((code) => remedy(code) === 'close');
    assert.deepEqual(closes, ['insecure-context', 'webrtc-unsupported', 'call-unsupported', 'off-hours']);
    assert.equal(remedy('permission-denied'), 'again');
    assert.equal(callView({ name: 'ended', reason: 'agent', seconds: 9 }, 0, 'voice').remedy, 'again');
    assert.equal(callView({ name: 'connecting' }, 0, 'voice').remedy, null);
  });

  it('writes time as people read it', () => {
    assert.deepEqual([0, 9, 252, 3_729].map(clockText), ['0:00', '0:09', '4:12', '1:02:09']);
  });
});
