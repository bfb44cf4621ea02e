import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { ContactCenter } from '../../demo/platform/contact-center.js';
import { createSiteServer, toNode, type SiteServerOptions } from '../../src/server.js';
import { startGateways } from '../../demo/platform/sip/gateways.js';

const SITE = 'https://shop.example';
const secret = 'a secret of the relay, long enough to be one';
const closing: (() => unknown)[] = [];
const closeAll = async () => {
  for (const close of closing.splice(0).reverse()) await close();
};

/** The kit in front of the embedded contact center, with what went over the wire between them. */
async function setUp(options: Partial<SiteServerOptions> = {}) {
  const gateways = await startGateways();
  const center = new ContactCenter({ gateways, appKey: 'key', appSecret: 'app-secret', hold: 20 });
  closing.push(
    () => center.close(),
    () => gateways.close(),
  );
  const upstream: Request[] = [];
  const server = createSiteServer({
    platform: { baseUrl: 'https://platform.example/', appKey: 'key', appSecret: 'app-secret' },
    origins: [SITE],
    channels: ['agent-free'],
    session({ headers }) {
      const id = /(?:^|; )shop=(\w+)/.exec(headers.get('cookie') ?? '')?.[1];
      return id === undefined ? null : { sessionId: id, userId: `user-${id}`, userName: 'Ada' };
    },
    cobrowse: {
      relayUrl: 'wss://relay.example/',
      secret,
      grant: ({ headers }, { role, roomId }) =>
        role === 'recorder' && roomId === 'mine' && headers.get('cookie') ? { user: { id: 'ada', name: 'Ada' } } : null,
    },
    fetch(request) {
      upstream.push(request);
      return center.handle(request);
    },
    ...options,
  });
  const called = (name: string) => upstream.filter(({ url }) => url.includes(name)).length;
  return { center, server, upstream, called };
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}, site = SITE): Request =>
  new Request(site + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site, cookie: 'shop=one', ...headers },
    body: JSON.stringify(body),
  });
const asked = { userId: 'forged', userName: 'Eve', channelId: 'agent-free', locale: 'en' };
const read = async (response: Response) => (await response.json()) as Record<string, string>;

describe('credentials of the site’s server', () => {
  afterEach(closeAll);
  it('are for who the session says, whatever the page says, and no cache keeps them', async () => {
    const { server, upstream, center } = await setUp();
    const answer = await server.credentials(post('/call-credentials', asked));
    assert.deepEqual([answer.status, answer.headers.get('cache-control')], [200, 'no-store']);
    const { userId, messagingToken, accessToken, appKey, expiresIn } = await read(answer);
    assert.deepEqual([userId, appKey, Number(expiresIn) > 3_500], ['user-one', 'key', true]);
    const holder = center.tokens.readMessaging(messagingToken ?? '', () => false);
    assert.equal(holder?.identity.userId, 'user-one');
    assert.equal(center.tokens.checkAccess(`Bearer ${accessToken ?? ''}`, 'key'), 'ok');
    assert.ok(!JSON.stringify(upstream.map(({ url }) => url)).includes('shop.example'));
  });

  for (const [name, request, status] of [
    ['no Origin', post('/c', asked), 403],
    ['another site’s Origin', post('/c', asked, { origin: 'https://evil.example' }), 403],
    ['a rebound Host', post('/c', asked, {}, 'https://rebound.example'), 403],
    ['no session', post('/c', asked, { cookie: '' }), 401],
    ['another channel', post('/c', { ...asked, channelId: 'secret' }), 403],
    ['a body above 4 KiB', post('/c', { ...asked, userName: 'x'.repeat(5_000) }), 413],
    ['a body that is no object', post('/c', [1]), 400],
    ['GET', new Request(`${SITE}/c`, { headers: { origin: SITE, cookie: 'shop=one' } }), 405],
  ] as const)
    it(`are refused to ${name}: ${status}, and the platform is not asked`, async () => {
      const { server, upstream } = await setUp();
      if (name === 'no Origin') request.headers.delete('origin');
      assert.equal((await server.credentials(request)).status, status);
      assert.equal(upstream.length, 0);
    });

  it('cost one access token, however many ask at once; and one more when it is revoked', async () => {
    const { server, called, center } = await setUp();
    const ask = async (id: string) => (await server.credentials(post('/c', asked, { cookie: `shop=${id}` }))).status;
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(ask)), [200, 200, 200]);
    assert.deepEqual([called('tokenByAkSk'), called('applyToken')], [1, 3]);
    center.tokens.revoke('access');
    assert.equal(await ask('a'), 200);
    assert.equal(called('tokenByAkSk'), 2);
  });

  it('are limited per session, and per address', async () => {
    let now = 1_000;
    const { server } = await setUp({ now: () => now });
    const many = async (count: number, make: (index: number) => [Request, string?]) => {
      const statuses: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const [request, address] = make(index);
        statuses.push((await server.credentials(request, address === undefined ? {} : { address })).status);
      }
      return statuses.filter((status) => status === 429).length;
    };
    assert.equal(await many(25, () => [post('/c', asked)]), 5);
    assert.equal(await many(1, () => [post('/c', asked, { cookie: 'shop=two' })]), 0);
    assert.equal(await many(205, (index) => [post('/c', asked, { cookie: `shop=${index}` }), '192.0.2.1']), 5);
    now += 2_000;
    assert.equal(await many(1, () => [post('/c', asked)]), 0);
  });

  it('fail with 502 where the platform refuses, and quote nothing', async () => {
    const platform = { baseUrl: 'https://platform.example', appKey: 'key', appSecret: 'wrong-canary' };
    const { server } = await setUp({ platform });
    const answer = await server.credentials(post('/c', asked));
    assert.equal(answer.status, 502);
    assert.doesNotMatch(await answer.text(), /canary/);
  });
});

describe('the proxy of the site’s server', () => {
  afterEach(closeAll);
  const root = '/cc/apiaccess/ccmessaging';
  const poll = `${root}/v1/getClickToCallEvents?channel=WEB`;
  const get = (path: string, headers: Record<string, string> = {}, signal?: AbortSignal): Request =>
    new Request(SITE + path, {
      headers: { 'sec-fetch-site': 'same-origin', cookie: 'shop=one', ...headers },
      ...(signal ? { signal } : {}),
    });

  it('carries a call of either family, and no token reaches the page', async () => {
    const { server, upstream } = await setUp({ prefix: '/cc' });
    assert.deepEqual(await read(await server.credentials(post('/c', asked))), { userId: 'user-one', userName: 'Ada' });
    const web = '/cc/service-cloud/rest/webadapter/v1/webadapterfacade';
    const message = { mediaType: 'TEXT', content: 'hi', userAgent: 'x' };
    for (const request of [
      post(`${root}/send`, { ...message, controlType: 'CONNECT', from: 'forged', to: 'other' }),
      get(`${root}/poll?receiverId=forged&channel=WEB`),
      get(`${root}/v1/checkClickToCallSupport?channel=WEB`),
      post(`${root}/v1/createClickToCall`, { channel: 'WEB', mediaAbility: '0' }),
      get(poll),
      post(`${root}/v1/dropClickToCall`, { channel: 'WEB' }),
      post(`${web}/sendMessageForWebChannel`, { ...message, controlType: 'CONNECT' }),
      get(`${web}/getMessageForWebChannel`),
    ]) {
      const answer = await server.proxy(request);
      const headers = JSON.stringify([...answer.headers]);
      const body = await answer.text();
      assert.equal((JSON.parse(body) as { resultCode: string }).resultCode, '0', `${request.url} ${body}`);
      assert.doesNotMatch(headers, /ccmessaging-token|authorization/);
    }
    assert.ok(upstream.every(({ headers }) => !(headers.get('cookie') ?? '').includes('shop=')));
  });

  it('hands on the listed paths alone, and their methods', async () => {
    const { server, upstream } = await setUp({ prefix: '/cc' });
    for (const path of [
      '/cc/apigovernance/api/oauth/tokenByAkSk',
      `${root}/applyToken`,
      `${root}/v1/../applyToken`,
      '/apiaccess/ccmessaging/send',
      '/cc/agentgateway/resource/onlineagent/101',
    ])
      assert.equal((await server.proxy(post(path, {}))).status, 404, path);
    assert.equal((await server.proxy(get(`${root}/send`))).status, 405);
    assert.equal((await server.proxy(get(poll, { 'sec-fetch-site': 'cross-site' }))).status, 403);
    assert.equal((await server.proxy(post(`${root}/send`, { content: 'x'.repeat(17_000) }))).status, 413);
    assert.equal(upstream.length, 0);
  });

  it('renews tokens that were revoked, once', async () => {
    const { server, center, called } = await setUp({ prefix: '/cc' });
    const support = async () => (await server.proxy(get(`${root}/v1/checkClickToCallSupport?channel=WEB`))).status;
    assert.equal(await support(), 200);
    for (const which of ['messaging', 'access'] as const) {
      center.tokens.revoke(which);
      assert.equal(await support(), 200, which);
    }
    assert.equal(called('applyToken'), 4);
  });

  it('gives the platform’s cookies names and flags of its own, and hands back only those', async () => {
    const cookies: (string | null)[] = [];
    const { server } = await setUp({
      prefix: '/cc',
      async fetch({ url, headers }) {
        if (url.includes('tokenByAkSk')) return Response.json({ AccessToken: 'a', Expires: '600' });
        if (url.includes('applyToken')) return Response.json({ resultCode: '0', token: '"m"' });
        cookies.push(headers.get('cookie'));
        const answer = Response.json({ resultCode: '0' });
        answer.headers.append('set-cookie', 'JSESSIONID=1; Domain=platform.example; Path=/');
        answer.headers.append('set-cookie', 'ccmessaging-token=renewed; Path=/');
        return answer;
      },
    });
    const path = '/cc/service-cloud/rest/webadapter/v1/webadapterfacade/getMessageForWebChannel';
    const { headers } = await server.proxy(get(path));
    const set = 'cc-platform-JSESSIONID=1; Path=/cc/; HttpOnly; SameSite=Lax; Secure';
    assert.deepEqual(headers.getSetCookie(), [set]);
    await server.proxy(get(path, { cookie: 'shop=one; cc-platform-JSESSIONID=1' }));
    assert.deepEqual(cookies, ['ccmessaging-token=m', 'ccmessaging-token=renewed; JSESSIONID=1']);
  });

  it('tells the platform that a poll was given up, over node:http', async () => {
    let arrive: (request: Request) => void = () => undefined;
    const arrived = new Promise<Request>((resolve) => (arrive = resolve));
    const { server, center } = await setUp({
      prefix: '/cc',
      hosts: [],
      async fetch(request) {
        if (!request.url.includes('Events')) return center.handle(request);
        arrive(request);
        await once(request.signal, 'abort');
        throw new TypeError('given up');
      },
    });
    const http = createServer((incoming, outgoing) => void toNode(server.proxy)(incoming, outgoing));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    closing.push(() => http.close());
    const { port } = http.address() as AddressInfo;
    assert.equal((await fetch(`http://127.0.0.1:${port}${poll}`)).status, 403);
    const page = new AbortController();
    const { request } = await import('node:http');
    const headers = { host: 'shop.example', origin: SITE, cookie: 'shop=one' };
    const asking = request({ port, host: '127.0.0.1', path: poll, headers, signal: page.signal });
    asking.on('error', () => undefined).end();
    const { signal } = await arrived;
    page.abort();
    if (!signal.aborted) await once(signal, 'abort');
    assert.ok(signal.aborted);
  });
});

describe('connection info of the site’s server', () => {
  afterEach(closeAll);
  const fabric = '/apiaccess/api/cobrowse/getConnectionInfo';
  const adapter = '/service-cloud/rest/webadapter/v1/connectionInfo/getConnectionInfo';
  const room = { roomId: 'mine', userId: 'forged', userName: 'Eve', role: 'recorder' };

  it('has a ticket for role, room and user of the session, in the shape of either family', async () => {
    const { server } = await setUp();
    const one = (await (await server.connectionInfo(post(fabric, room))).json()) as { data: Record<string, string> };
    const two = (await (await server.connectionInfo(post(adapter, room))).json()) as { data: Record<string, string> };
    for (const ticket of [one.data['connectParam'], two.data['signature']]) {
      const claims = JSON.parse(Buffer.from(ticket?.split('.')[0] ?? '', 'base64url').toString()) as object;
      const { nonce, exp, ...rest } = claims as Record<string, unknown>;
      assert.ok(nonce && exp);
      assert.deepEqual(rest, { v: 1, room: 'mine', role: 'recorder', user: { id: 'ada', name: 'Ada' } });
    }
  });

  it('names the relay that has the room, where there are several; 503 where none is there', async () => {
    let place: { name: string; url: string } | null = { name: 'two', url: 'wss://two.example/' };
    const grant = () => ({ user: { id: 'ada', name: 'Ada' } });
    const relayUrl = { placeRoom: (name: string) => Promise.resolve(name === 'mine' ? place : null) };
    const { server } = await setUp({ cobrowse: { relayUrl, secret, grant } });
    const { data } = (await (await server.connectionInfo(post(fabric, room))).json()) as {
      data: Record<string, string>;
    };
    const claims = JSON.parse(Buffer.from(data['connectParam']?.split('.')[0] ?? '', 'base64url').toString()) as object;
    assert.equal(data['wssUrl'], 'wss://two.example/');
    assert.equal((claims as Record<string, unknown>)['node'], 'two');
    place = null;
    assert.equal((await server.connectionInfo(post(fabric, room))).status, 503);
  });

  it('is refused for another room or role, without a session, and to another site', async () => {
    const { server } = await setUp();
    for (const request of [
      post(fabric, { ...room, roomId: 'theirs' }),
      post(fabric, { ...room, role: 'replayer' }),
      post(fabric, room, { cookie: '' }),
      post(fabric, room, { origin: 'https://evil.example' }),
    ])
      assert.equal((await server.connectionInfo(request)).status, 403);
  });
});
