import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, read, visit } from './visitor.js';

const check = 'checkClickToCallSupport';

describe("the web adapter's cookie", () => {
  it('goes before the header, which stands in where there is no cookie', async () => {
    const { ask, credentials } = await visit({ family: 'webadapter' });
    const token = credentials['cookie']!.split('ccmessaging-token=')[1]!;
    const header = { 'ccmessaging-token': token };
    assert.equal((await ask(check, { headers: { ...header, cookie: null } })).status, 200);
    assert.equal((await ask(check, { headers: { ...header, cookie: 'ccmessaging-token=x' } })).status, 401);
    assert.equal((await ask(check, { headers: { cookie: null } })).status, 401);
  });

  it('carries the flags that are asked for', async () => {
    const { center, identity } = await visit();
    assert.match(center.visitorCookie(identity), /^ccmessaging-token=[\w%]+; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.match(center.visitorCookie(identity, '; Secure'), /; Path=\/; Secure$/);
  });

  it('is of no use to a page of another site', async () => {
    const { ask, create, center } = await visit({ family: 'webadapter', origins: ['https://shop.example'] });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://shop.example.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      assert.equal((await ask(check, { headers })).status, 403, JSON.stringify(headers));
      assert.equal((await create({ headers })).status, 403);
    }
    assert.equal(center.occupiedAgents, 0);
    for (const headers of [{ origin: ORIGIN }, { origin: 'https://shop.example' }, { 'sec-fetch-site': 'same-origin' }])
      assert.equal((await ask(check, { headers })).status, 200, JSON.stringify(headers));
  });

  it('belongs to a channel that exists', async () => {
    const { ask, center, identity } = await visit({ family: 'webadapter' });
    const cookie = center.visitorCookie({ ...identity, channelId: 'nowhere' }).split(';')[0]!;
    assert.equal((await ask(check, { headers: { cookie } })).json?.['resultDesc'], 'unknown channel');
  });
});

for (const family of ['fabric', 'webadapter'] as const)
  describe(`a listed site, ${family}`, () => {
    const origin = 'https://shop.example';

    it('may read answers, and the headers that matter', async () => {
      const { ask } = await visit({ family, origins: [origin] });
      const { headers } = await ask(check, { headers: { origin } });
      assert.equal(headers.get('access-control-allow-origin'), origin);
      assert.equal(headers.get('access-control-allow-credentials'), 'true');
      assert.match(headers.get('access-control-expose-headers') ?? '', /ccmessaging-token/);
      const other = await ask(check, { headers: { origin: 'https://evil.example' } });
      assert.equal(other.headers.get('access-control-allow-origin'), null);
    });

    it('is told so ahead of its request, and others are not', async () => {
      const { center } = await visit({ family, origins: [origin] });
      const preflight = (from: string) =>
        center.handle(
          new Request(`${ORIGIN}/apiaccess/ccmessaging/send`, { method: 'OPTIONS', headers: { origin: from } }),
        );
      const allowed = await preflight(origin);
      assert.equal(allowed.status, 204);
      assert.match(
        allowed.headers.get('access-control-allow-headers') ?? '',
        /x-app-key, authorization, ccmessaging-token/,
      );
      assert.equal((await preflight('https://evil.example')).status, 403);
    });

    it('reads why it was refused, too', async () => {
      const { ask } = await visit({ family, origins: [origin] });
      const bad = await ask(check, { headers: { origin, 'content-type': null } });
      assert.deepEqual([bad.status, bad.headers.get('access-control-allow-origin')], [400, origin]);
    });
  });

describe('every operation', () => {
  it('wants its Content-Type, with the charset where that is fixed', async () => {
    const bare = { headers: { 'content-type': 'application/json' } };
    const form = { headers: { 'content-type': 'text/plain' } };
    const fabric = await visit();
    for (const operation of ['send', 'queryQueueInfo', check, 'createClickToCall', 'dropClickToCall'])
      assert.equal((await fabric.ask(operation, form)).status, 400, operation);
    assert.equal((await fabric.ask(check, bare)).status, 200);
    const webadapter = await visit({ family: 'webadapter' });
    for (const operation of ['sendMessageForWebChannel', check, 'createClickToCall', 'getClickToCallEvents'])
      for (const given of [bare, form]) assert.equal((await webadapter.ask(operation, given)).status, 400, operation);
    const lower = { headers: { 'content-type': 'application/json;charset=utf-8' } };
    assert.equal((await webadapter.ask(check, lower)).status, 200);
  });

  it('wants an object of JSON', async () => {
    const { ask, center } = await visit();
    for (const operation of ['send', 'createClickToCall', 'dropClickToCall', 'queryQueueInfo'])
      for (const body of ['{', '[]', '"x"', 'null', '<p>']) assert.equal((await ask(operation, { body })).status, 400);
    assert.equal(center.occupiedAgents, 0);
  });

  it('is found under its own path and method only', async () => {
    const { ask } = await visit();
    for (const path of [
      '/',
      '/apiaccess/ccmessaging/',
      '/apiaccess/ccmessaging/v1/send',
      '/apiaccess/ccmessaging/Send',
    ])
      assert.deepEqual((await ask('send', { path })).json, { resultCode: '404', resultDesc: 'not found' }, path);
    assert.equal((await ask('send', { path: '/apiaccess/ccmessaging/poll' })).status, 405);
    assert.equal((await ask(check, { method: 'POST' })).status, 405);
  });

  it('stands behind the mount, where there is one', async () => {
    const { ask, center } = await visit({ mount: '/cc' });
    assert.equal((await ask(check)).status, 200);
    for (const path of ['/apiaccess/ccmessaging/poll', '/ccx/apiaccess/ccmessaging/poll'])
      assert.equal((await center.handle(new Request(ORIGIN + path))).status, 404);
  });
});

describe('the log', () => {
  it('says what came, from which family, when, with what credentials and outcome', async () => {
    const { send, poll, clock, center } = await visit();
    const start = center.requests.length;
    await send('CONNECT');
    await clock.advance(1_000);
    await poll({ headers: { authorization: 'Bearer x' } });
    await read(await center.handle(new Request(`${ORIGIN}/secret/path?secret=1`)));
    const now = clock.now();
    assert.deepEqual(center.requests.slice(start), [
      { operation: 'send', family: 'fabric', at: now - 1_000, credentials: 'ok', status: 200 },
      { operation: 'poll', family: 'fabric', at: now, credentials: 'refused', status: 403 },
      { operation: 'unknown', family: null, at: now, credentials: null, status: 404 },
    ]);
  });

  for (const family of ['fabric', 'webadapter'] as const)
    it(`holds no credential and no content, ${family}; nor does an error`, async () => {
      const { send, ask, credentials, center } = await visit({ family });
      await send('CONNECT');
      await send('CHAT', { content: 'something private' });
      const answers = [
        await ask(check, { headers: { 'content-type': null } }),
        await send('nothing', { content: 'x' }),
      ];
      const kept = JSON.stringify([center.requests, answers.map((answer) => answer.text), center.calls]);
      for (const secret of [...Object.values(credentials), 'secret', 'something private', 'nothing'])
        assert.equal(kept.includes(secret === 'key' ? '"key"' : secret), false);
    });
});
