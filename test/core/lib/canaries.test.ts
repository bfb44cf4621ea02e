import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scenario } from '../../../demo/platform/scenario.js';
import { PlatformError } from '../../../src/core/platform/platform-error.js';
import { harness, type HarnessOptions } from '../../support/call-harness.js';

/** One for each secret, and for each text from outside. */
const canary = {
  appKey: 'canary-app-key',
  appSecret: 'canary-app-secret',
  userId: 'canary-user-id',
  userName: 'canary-user-name',
  channel: 'canary-channel',
  mount: '/canary-mount',
  room: 'canary-room',
  text: 'canary-message-text',
  domain: 'canary-domain.example',
  path: 'canary-gateway-path',
  query: 'canary-gateway-query',
  accessCode: 'canary-access-code',
  caller: 'canary-caller',
  sdp: 'canary-sdp',
  causeId: 'canary-cause-id',
  causeDesc: 'canary-cause-desc',
  resultDesc: 'canary-result-desc',
  resultCode: 'canary-result-code',
  html: 'canary-error-page',
  thrown: 'canary-thrown-by-the-site',
} as const;

const gateway = (number: number, fault = '') => `ws://127.0.0.1:${number}/${fault}${canary.path}?token=${canary.query}`;

/** A call with every canary in its place. All that crosses the network is in `wire`. */
function sing(options: HarnessOptions = {}, scenario: Partial<Scenario> = {}) {
  const { appKey, appSecret, mount, userId, userName, channel, sdp } = canary;
  const scenarios = [{ id: channel, title: { en: '', zh: '' }, steps: [], ...scenario }];
  const center = { appKey, appSecret, mount, scenarios, ...options.center };
  const made = harness({ userId, userName, channel, sdp: `\r\na=${sdp}`, ...options, center });
  const wire: string[] = [];
  const handle = made.center.handle.bind(made.center);
  made.center.handle = async (request) => {
    wire.push(decodeURIComponent(request.url), JSON.stringify([...request.headers]), await request.clone().text());
    const response = await handle(request);
    wire.push(JSON.stringify([...response.headers]), await response.clone().text());
    return response;
  };
  made.center.faults.always('poll', {
    kind: 'change',
    fields: { downlinkMessages: [{ callId: canary.room, content: canary.text }] },
  });
  let agents = 0;
  return {
    ...made,
    wire: () => [...wire, ...made.gateways.wires.flatMap(({ url, uas }) => [url, ...uas.received])].join('\n'),
    /** 168101, and an agent who answers there. */
    connect(...gwAddresses: string[]) {
      agents += 1;
      const accessCode = `${canary.accessCode}-${agents}`;
      made.gateways.expect({ accessCode, caller: canary.caller, orders: {} });
      const content = { domain: canary.domain, gwAddresses, accessCode, clickToCallCaller: canary.caller };
      made.center.calls[0]?.emit({ eventId: 168101, resultDesc: canary.resultDesc, content });
    },
    happens(eventId: number) {
      const { causeId, causeDesc, resultDesc } = canary;
      made.center.calls[0]?.emit({ eventId, resultDesc, content: { causeId, causeDesc } });
    },
  };
}

type Song = ReturnType<typeof sing>;

const plain = async ({ call, clock, connect }: Song) => {
  call.start();
  await clock.advance(2_000);
  connect(gateway(1), gateway(2));
  await clock.advance(5_000);
  assert.equal(call.state.name, 'talking');
  call.sendDtmf('A*B#C*D');
  await clock.advance(5_000);
  void call.hangUp();
  await clock.advance(15_000);
};

const dialled = async (song: Song, ...addresses: string[]) => {
  song.call.start();
  await song.clock.advance(2_000);
  song.connect(...addresses);
  await song.clock.advance(20_000);
  void song.call.hangUp();
  await song.clock.advance(15_000);
};

const failed = async ({ call, clock }: Song) => {
  call.start();
  await clock.advance(180_000);
  assert.equal(call.state.name, 'failed');
  await clock.advance(75_000);
};

/** What happens, and the words that must be in the log for it to have happened. */
const calls: readonly (readonly [string, readonly string[], () => Promise<Song>])[] = [
  [
    'a plain call',
    ['gateway', 'offer', 'session id'],
    async () => {
      const song = sing();
      await plain(song);
      return song;
    },
  ],
  [
    'a transfer',
    ['gateway', 'offer'],
    async () => {
      const song = sing();
      song.call.start();
      await song.clock.advance(2_000);
      song.connect(gateway(1));
      await song.clock.advance(2_000);
      song.happens(168106);
      song.connect(gateway(2));
      await song.clock.advance(2_000);
      assert.equal('leg' in song.call.state && song.call.state.leg, 2);
      song.happens(168110);
      await song.clock.advance(15_000);
      return song;
    },
  ],
  [
    'gateways that are silent and out of service, one after the other',
    ['gateway silent', 'gateway refused'],
    async () => {
      const song = sing();
      await dialled(song, gateway(9, 'mute/'), gateway(9, 'status/503/'), gateway(1));
      return song;
    },
  ],
  [
    'a gateway that wants a smaller offer',
    ['gateway refused'],
    async () => {
      const song = sing({ media: 'video' });
      await dialled(song, gateway(9, 'no-video/'));
      return song;
    },
  ],
  [
    'a gateway whose answer no browser takes',
    ['gateway'],
    async () => {
      const song = sing();
      await dialled(song, gateway(9, 'bad-sdp/'));
      return song;
    },
  ],
  [
    'gateways that are all down',
    [],
    async () => {
      const song = sing();
      await dialled(song, gateway(9, 'refused/'), 'not a gateway canary-no-gateway');
      return song;
    },
  ],
  [
    'a call that the platform ends',
    [],
    async () => {
      const song = sing();
      song.call.start();
      await song.clock.advance(2_000);
      song.happens(168105);
      await song.clock.advance(15_000);
      assert.equal(song.errorCode(), 'call-failed');
      return song;
    },
  ],
  [
    'a call that the platform refuses',
    [],
    async () => {
      const song = sing({}, { refused: { resultCode: canary.resultCode, resultDesc: canary.resultDesc } });
      await failed(song);
      return song;
    },
  ],
  [
    'polls and requests that fail',
    ['request repeated', 'poll failed', 'polling stopped'],
    async () => {
      const song = sing();
      song.center.faults.next('send', { kind: 'status', status: 503, body: canary.html });
      song.center.faults.always('getClickToCallEvents', { kind: 'status', status: 502, body: canary.html });
      song.call.start();
      await song.clock.advance(200_000);
      assert.equal(song.errorCode(), 'platform-unreachable');
      return song;
    },
  ],
  [
    'credentials that are refused',
    ['credentials renewed'],
    async () => {
      const song = sing();
      song.center.faults.always('checkClickToCallSupport', { kind: 'status', status: 401, body: canary.html });
      await failed(song);
      return song;
    },
  ],
  ...[new Error(canary.thrown), new PlatformError('credentials', canary.thrown, { causeDesc: canary.thrown })].map(
    (reason) =>
      [
        `a credentials function that throws a ${reason.name}`,
        ['credentials not renewed'],
        async () => {
          const song = sing({ credentials: () => Promise.reject(reason) });
          await failed(song);
          return song;
        },
      ] as const,
  ),
];

describe('what a call logs', () => {
  const wires: string[] = [];

  for (const [name, events, run] of calls)
    it(`has nothing in it of a secret or a text from outside: ${name}`, async () => {
      const song = await run();
      const logged = JSON.stringify(song.logged);
      for (const event of ['call', ...events]) assert.ok(logged.includes(`"event":"${event}"`), `${event}: ${logged}`);
      const wire = song.wire();
      wires.push(wire);
      const tokens = [...wire.matchAll(/Bearer ([^"]+)|"ccmessaging-token","([^"]+)"/g)].map(
        ([, a, b]) => a ?? b ?? '',
      );
      assert.ok(tokens.length > 0 || song.logged.some(({ event }) => event === 'credentials not renewed'));
      for (const secret of new Set([...tokens, 'A*B', 'canary']))
        assert.ok(!logged.toLowerCase().includes(secret.toLowerCase()), `${secret} in ${logged}`);
    });

  it('was looked at with every canary on the wire', () => {
    const { appSecret, thrown, ...sung } = canary;
    assert.deepEqual(
      Object.values(sung).filter((one) => !wires.some((wire) => wire.includes(one))),
      [],
      `all but ${appSecret}, which stays on the server, and ${thrown}, which stays in the page`,
    );
  });

  it('is at most a dozen lines of info for a plain call', async () => {
    const song = sing();
    await plain(song);
    const lines = song.logged.filter(({ level }) => level === 'info').map(({ event }) => event);
    assert.ok(lines.length <= 12, lines.join(', '));
    assert.deepEqual(
      song.logged.filter(({ level }) => level === 'warn' || level === 'error'),
      [],
    );
    assert.deepEqual(song.logged.find(({ event }) => event === 'gateway')?.details, {
      host: '127.0.0.1:1',
      ms: 0,
      candidates: 2,
    });
  });
});
