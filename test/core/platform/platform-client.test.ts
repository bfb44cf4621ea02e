import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CredentialStore } from '../../../src/core/platform/credential-store.js';
import type { Credentials } from '../../../src/core/platform/credentials.js';
import { fabric } from '../../../src/core/platform/fabric.js';
import { PlatformClient } from '../../../src/core/platform/platform-client.js';
import { webadapter } from '../../../src/core/platform/webadapter.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

const visitor = { userId: 'visitor-1', userName: 'Ada', channelId: '2021' };
type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;

const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init);
const ok = () => json({ resultCode: '0' });
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status: code, headers });
/** As `fetch` does: pending until the signal aborts. */
const never: Answer = (_url, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

function setUp(
  answers: Answer[],
  family: 'fabric' | 'webadapter' = 'fabric',
  baseUrl = 'https://cc.example/p/',
  more: Credentials = {},
) {
  const clock = new ManualClock();
  const requests: { url: string; init: RequestInit }[] = [];
  let issued = 0;
  const provider = async () => {
    issued += 1;
    return { appKey: 'key', accessToken: `access-${issued}`, messagingToken: `messaging-${issued}`, ...more };
  };
  const credentials = new CredentialStore(provider, { ...visitor, locale: 'en' }, clock);
  const client = new PlatformClient({
    baseUrl,
    family: family === 'fabric' ? fabric(() => credentials.visitor) : webadapter('Mozilla/5.0'),
    credentials,
    fetch: async (url, init) => {
      requests.push({ url, init });
      return (answers[Math.min(requests.length, answers.length) - 1] ?? ok)(url, init);
    },
    clock,
  });
  const header = (index: number, name: string) => new Headers(requests[index]?.init.headers).get(name);
  const body = (index: number) => JSON.parse(requests[index]?.init.body as string) as unknown;
  return { clock, client, requests, header, body, issued: () => issued, signal: new AbortController().signal };
}

describe('platform client on the wire', () => {
  it('speaks the fabric family as documented', async () => {
    const { client, requests, header, body, signal } = setUp([ok]);
    await client.send('CONNECT', { signal });
    await client.createClickToCall('0');
    await client.dropClickToCall();
    assert.deepEqual(body(0), {
      channel: 'WEB',
      content: 'start',
      controlType: 'CONNECT',
      from: 'visitor-1',
      mediaType: 'TEXT',
      sourceType: 'CUSTOMER',
      to: '2021',
      senderNickname: 'Ada',
    });
    assert.deepEqual(body(1), { channel: 'WEB', mediaAbility: '0' });
    assert.deepEqual(
      requests.map(({ url, init }) => `${init.method ?? ''} ${url}`),
      ['send', 'v1/createClickToCall', 'v1/dropClickToCall'].map(
        (path) => `POST https://cc.example/p/apiaccess/ccmessaging/${path}`,
      ),
    );
    assert.equal(header(0, 'authorization'), 'Bearer access-1');
    assert.equal(header(0, 'x-app-key'), 'key');
    assert.equal(header(0, 'ccmessaging-token'), 'messaging-1');
  });

  it('speaks the webadapter family with the cookie and no header credentials', async () => {
    const { client, requests, header, body, signal } = setUp([() => json({ resultCode: 0 })], 'webadapter');
    await client.send('CONNECT', { signal });
    await client.createClickToCall('1');
    assert.deepEqual(body(1), { mediaAbility: '1' });
    assert.equal(requests[0]?.init.credentials, 'include');
    assert.equal(header(0, 'authorization'), null);
    assert.match(
      requests[0]?.url ?? '',
      /\/service-cloud\/rest\/webadapter\/v1\/webadapterfacade\/sendMessageForWebChannel$/,
    );
    assert.equal(await client.queryQueueInfo(signal), null);
  });

  it('speaks of the visitor whom the credentials name, from the first request on', async () => {
    const { client, requests, body, signal } = setUp([ok], 'fabric', undefined, { userId: 'c-7', userName: 'Grace' });
    await client.send('CONNECT', { signal });
    await client.pollMessages(signal);
    await client.queryQueueInfo(signal);
    const { from, senderNickname } = body(0) as Record<string, unknown>;
    assert.deepEqual([from, senderNickname], ['c-7', 'Grace']);
    assert.match(requests[1]?.url ?? '', /receiverId=c-7&/);
    assert.equal((body(2) as Record<string, unknown>)['userId'], 'c-7');
    assert.equal(client.userId, 'c-7');
  });

  it('puts no credential into a URL', async () => {
    const { client, requests, signal } = setUp([() => json({ resultCode: '0', downlinkMessages: [] })]);
    await client.pollMessages(signal);
    await client.getClickToCallEvents(signal);
    await client.queryQueueInfo(signal);
    for (const { url } of requests) assert.doesNotMatch(url, /access-|messaging-1|key/);
  });

  it('replaces the messaging token by the one of a response header at once', async () => {
    const { client, header, signal } = setUp([
      () => json({ resultCode: '0' }, { headers: { 'ccmessaging-token': 'fresh' } }),
      ok,
    ]);
    await client.getClickToCallEvents(signal);
    await client.getClickToCallEvents(signal);
    assert.equal(header(1, 'ccmessaging-token'), 'fresh');
  });

  for (const code of [401, 403])
    it(`renews the credentials once after ${code}, and says so when that does not help`, async () => {
      const once = setUp([status(code), ok]);
      await once.client.send('CONNECT', { signal: once.signal });
      assert.equal(once.header(1, 'authorization'), 'Bearer access-2');
      const twice = setUp([status(code)]);
      await assert.rejects(twice.client.getClickToCallEvents(twice.signal), { code: 'credentials', status: code });
      assert.equal(twice.requests.length, 2);
    });

  it('renews once for ten requests that were refused together', async () => {
    const { client, issued, signal } = setUp([
      (_url, init) => (new Headers(init.headers).get('authorization') === 'Bearer access-1' ? status(401)() : ok()),
    ]);
    await Promise.all(Array.from({ length: 10 }, () => client.getClickToCallEvents(signal)));
    assert.equal(issued(), 2);
  });
});

describe('platform client and bad answers', () => {
  const html = () => new Response('<html>Please log in</html>', { headers: { 'content-type': 'text/html' } });
  const redirect = () => new Response(null, { status: 302, headers: { location: 'https://login.example/' } });
  for (const [name, answer, code] of [
    ['HTML', html, 'bad-response'],
    ['an empty body', () => new Response(''), 'bad-response'],
    ['an array', () => json([]), 'bad-response'],
    ['no resultCode', () => json({}), 'bad-response'],
    ['a redirect to a login page', redirect, 'credentials'],
    ['500', status(500), 'platform-unreachable'],
    ['404', status(404), 'platform-refused'],
    ['another resultCode', () => json({ resultCode: '99', resultDesc: 'no' }), 'platform-refused'],
    ['a network error', () => Promise.reject(new TypeError('failed')), 'platform-unreachable'],
  ] as const)
    it(`${name} is ${code}`, async () => {
      const { client, signal } = setUp([answer]);
      await assert.rejects(client.getClickToCallEvents(signal), { code });
    });

  for (const [resultCode, code] of [
    ['7', 'call-unsupported'],
    [12, 'off-hours'],
    ['13', 'no-agents'],
    ['1', 'platform-refused'],
  ] as const)
    it(`createClickToCall ${resultCode} is ${code}, with the code handed on`, async () => {
      const { client } = setUp([() => json({ resultCode, 'resultDesc:': null, resultDesc: 'why' })]);
      await assert.rejects(client.createClickToCall('0'), { code, causeId: String(resultCode), causeDesc: 'why' });
    });

  it('repeats what may be repeated, after the time that the server asks for', async () => {
    const { client, clock, requests, signal } = setUp([status(503, { 'retry-after': '2' }), ok]);
    const sent = client.send('CONNECT', { signal });
    await clock.advance(1_999);
    assert.equal(requests.length, 1);
    await clock.advance(1);
    await sent;
    assert.equal(requests.length, 2);
  });

  it('does not repeat what was not answered in time', async () => {
    const { client, clock, requests, signal } = setUp([never, ok]);
    const checked = assert.rejects(client.send('CONNECT', { signal }), { timedOut: true });
    await clock.advance(60_000);
    await checked;
    assert.deepEqual([requests.length, clock.pending], [1, 0]);
  });

  it('never repeats createClickToCall on its own', async () => {
    const { client, requests } = setUp([status(503)]);
    await assert.rejects(client.createClickToCall('0'), { code: 'platform-unreachable' });
    assert.equal(requests.length, 1);
  });

  it('gives a long poll 60 s, and calls its silence a timeout', async () => {
    const { client, clock, signal } = setUp([never]);
    const polled = client.getClickToCallEvents(signal);
    const checked = assert.rejects(polled, { timedOut: true });
    await settle();
    assert.equal(clock.pending, 1);
    await clock.advance(60_000);
    await checked;
    assert.equal(clock.pending, 0);
  });

  it('ends with the reason of its signal', async () => {
    const { client } = setUp([never]);
    const controller = new AbortController();
    const polled = client.getClickToCallEvents(controller.signal);
    await settle();
    const reason = new Error('hung up');
    controller.abort(reason);
    await assert.rejects(polled, reason);
  });
});

describe('platform client reads', () => {
  const event = async (answer: unknown) => {
    const { client, signal } = setUp([() => json(answer)]);
    return client.getClickToCallEvents(signal);
  };
  const content = {
    domain: 'gw.example',
    gwAddresses: ['xx1', 'xx2'],
    accessCode: '079080000537636',
    clickToCallCaller: 'AnonymousCard',
  };

  it('168101 with every documented type, leading zeros kept', async () => {
    const target = {
      domain: 'gw.example',
      addresses: ['xx1', 'xx2'],
      accessCode: '079080000537636',
      caller: 'AnonymousCard',
    };
    assert.deepEqual(await event({ resultCode: '0', eventId: 168101, content }), { type: 'connected', target });
    assert.deepEqual(await event({ resultCode: 0, eventId: '168101', content }), { type: 'connected', target });
    const numeric = await event({
      resultCode: '0',
      eventId: 168101,
      content: { ...content, accessCode: 179080000537636, gwAddresses: 'xx1' },
    });
    assert.deepEqual(numeric, {
      type: 'connected',
      target: { ...target, accessCode: '179080000537636', addresses: ['xx1'] },
    });
  });

  for (const field of ['domain', 'gwAddresses', 'accessCode'] as const)
    it(`168101 without ${field} as unusable`, async () => {
      const read = await event({ resultCode: '0', eventId: 168101, content: { ...content, [field]: null } });
      assert.ok(read.type === 'unusable' && read.error.code === 'bad-response' && read.error.message.includes(field));
    });

  it('168101 that would break out of a SIP message as unusable', async () => {
    for (const evil of [
      { accessCode: '1@evil.example' },
      { accessCode: '1\r\nX: y' },
      { accessCode: '' },
      { domain: 'gw.example>\r\nX: y' },
      { domain: 'gw.example;x' },
      { clickToCallCaller: 'a\r\nX: y' },
      { clickToCallCaller: 'a\u0000b' },
    ])
      assert.equal(
        (await event({ resultCode: '0', eventId: 168101, content: { ...content, ...evil } })).type,
        'unusable',
      );
  });

  it('168101 with whatever can be escaped or dialled', async () => {
    for (const [field, value, read = value] of [
      ['clickToCallCaller', 'Guest 17'],
      ['clickToCallCaller', 'guest@shop.example'],
      ['clickToCallCaller', 'Zoë 张 🙂 <x>'],
      ['clickToCallCaller', 'a cut emoji \ud83d'],
      ['accessCode', '*79#123'],
      ['domain', 'gw_1.example'],
      ['domain', 'gw.example.'],
      ['domain', '192.0.2.7:5060'],
      ['domain', '[2001:db8::1]:5060'],
      ['domain', '2001:db8::1', '[2001:db8::1]'],
      ['domain', '::ffff:192.0.2.7', '[::ffff:192.0.2.7]'],
    ] as const) {
      const got = await event({ resultCode: '0', eventId: 168101, content: { ...content, [field]: value } });
      assert.ok(got.type === 'connected', `${field} ${value}`);
      const { domain, accessCode, caller } = got.target;
      assert.equal({ domain, accessCode, clickToCallCaller: caller }[field], read);
    }
  });

  it('168101 with the digits of a number that no number can hold', async () => {
    const answer = (code: string) => `{"resultCode": 0, "eventId": 168101, "note": "-12345678901234567890 \\" 007",
      "content": {"domain": "gw.example", "gwAddresses": ["a"], "accessCode": ${code}, "x": [1.2345678901234567890, 1e3, -0.5]}}`;
    for (const code of ['12345678901234567890', '9007199254740993', '00790800005376', '5']) {
      const { client, signal } = setUp([() => new Response(answer(code))]);
      const got = await client.getClickToCallEvents(signal);
      assert.equal(got.type === 'connected' && got.target.accessCode, code);
    }
  });

  it('168101 with at most sixteen gateways, and no endless one', async () => {
    const gwAddresses = [
      `${'a'.repeat(2_048)}x`,
      ...Array.from({ length: 10_000 }, (_, index) => `gw-${index}.example`),
    ];
    const got = await event({ resultCode: '0', eventId: 168101, content: { ...content, gwAddresses } });
    assert.deepEqual(got.type === 'connected' && got.target.addresses, gwAddresses.slice(1, 17));
  });

  it('every other event, with its cause as text', async () => {
    const cause = { causeId: '-1', causeDesc: '<b>x</b>' };
    for (const [eventId, type] of [
      [168103, 'queueTimeout'],
      ['168105', 'failed'],
      [168110, 'released'],
    ] as const)
      assert.deepEqual(await event({ resultCode: '0', eventId, content: { ...cause, causeId: -1 } }), { type, cause });
    assert.deepEqual(await event({ resultCode: '0', eventId: 168110 }), { type: 'released', cause: {} });
    for (const [eventId, type] of [
      [168102, 'queued'],
      [168106, 'transferred'],
      [168199, 'unknown'],
      [undefined, 'none'],
    ] as const)
      assert.deepEqual(await event({ resultCode: '0', eventId }), { type });
  });

  it('support only where tenant space and channel both have it', async () => {
    for (const [answer, fine] of [
      [{ webRTCSupported: true, clickToCallSupported: true }, true],
      [{ webRTCSupported: 'true', clickToCallSupported: 'true' }, true],
      [{ webRTCSupported: false, clickToCallSupported: true }, false],
      [{ webRTCSupported: true }, false],
    ] as const) {
      const { client, signal } = setUp([() => json({ resultCode: '0', ...answer })]);
      const checked = client.checkClickToCallSupport(signal);
      if (fine) await checked;
      else await assert.rejects(checked, { code: 'call-unsupported' });
    }
  });

  it('place and wait of the queue, and the call ids of messages', async () => {
    const queue = setUp([() => json({ resultCode: '0', position: '2', estimateWaitTime: 60 })]);
    assert.deepEqual(await queue.client.queryQueueInfo(queue.signal), { position: 2, waitSeconds: 60 });
    const text = setUp([
      () => json({ resultCode: '0', downlinkMessages: [{ callId: 'c-1' }, null, { callId: null }] }),
    ]);
    assert.deepEqual(await text.client.pollMessages(text.signal), [{ callId: 'c-1' }, { callId: null }]);
    const none = setUp([() => json({ resultCode: '0', downlinkMessages: null })]);
    assert.deepEqual(await none.client.pollMessages(none.signal), []);
  });
});
