import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { text, visit } from './visitor.js';

const HOUR = 3_600_000;
const expired = { errorCode: '0', exceptionInfo: 'auth fail! illegal or expired token info.' };

describe('tokenByAkSk', () => {
  it('answers texts only, for as long as was asked', async () => {
    const { tokenByAkSk, clock } = await visit();
    const { status, json } = await tokenByAkSk(undefined, { headers: { 'x-token-expire': '900' } });
    assert.equal(status, 200);
    const { AccessToken, ...rest } = json ?? {};
    assert.match(String(AccessToken), /^\S{20,}$/);
    assert.deepEqual(rest, {
      ApplyType: 'Bearer',
      CreateTime: String(clock.now() / 1000),
      Expires: '900',
      Scope: '',
      AppKey: 'key',
      UserID: 'Anonymous',
    });
  });

  it('lives 600 s unless told, and is spelled in any case', async () => {
    const { tokenByAkSk } = await visit();
    for (const path of ['/apigovernance/api/oauth/tokenByAKSK', '/apigovernance/api/oauth/tokenbyaksk'])
      assert.equal((await tokenByAkSk(undefined, { path })).json?.['Expires'], '600');
  });

  it('refuses a wrong key or secret with 401 and no token', async () => {
    const { tokenByAkSk, center } = await visit();
    for (const body of [
      { app_key: 'key', app_secret: 'other' },
      { app_key: 'other', app_secret: 'secret' },
    ]) {
      const { status, json } = await tokenByAkSk(body);
      assert.deepEqual([status, json?.['AccessToken']], [401, undefined]);
      assert.equal(center.requests.at(-1)?.credentials, 'refused');
    }
  });

  it('refuses what the documents rule out with 400', async () => {
    const { tokenByAkSk } = await visit();
    for (const life of ['3601', '0', '-1', '1.5', 'x', ''])
      assert.equal((await tokenByAkSk(undefined, { headers: { 'x-token-expire': life } })).status, 400, life);
    for (const body of ['', 'no json', '[]', { app_key: 'key' }, { app_key: 'key', app_secret: 1 }])
      assert.equal((await tokenByAkSk(body)).status, 400);
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    assert.equal((await tokenByAkSk(undefined, form)).status, 400);
  });
});

describe('an access token', () => {
  it('is refused after its life, with the documented 403', async () => {
    const { poll, send, clock } = await visit({ sessionTimeout: 2 * HOUR });
    await send('CONNECT');
    await clock.advance(HOUR - 1);
    assert.equal((await poll()).status, 200);
    await clock.advance(1);
    const { status, json } = await poll();
    assert.deepEqual([status, json], [403, expired]);
  });

  for (const [what, headers, status] of [
    ['no Authorization', { authorization: null }, 401],
    ['no x-app-key', { 'x-app-key': null }, 401],
    ['another x-app-key', { 'x-app-key': 'other' }, 403],
    ['a token that was never issued', { authorization: 'Bearer 123' }, 403],
    ['no scheme', { authorization: 'token' }, 403],
    ['no ccmessaging-token', { 'ccmessaging-token': null }, 401],
    ['a ccmessaging-token of no known form', { 'ccmessaging-token': '%' }, 401],
  ] as const)
    it(`with ${what} is answered ${status}`, async () => {
      const { create, center } = await visit();
      const given = await create({ headers });
      assert.deepEqual([given.status, center.calls.length], [status, 0]);
      assert.equal(center.requests.at(-1)?.credentials, 'refused');
    });

  it('stands one space behind Bearer', async () => {
    const { send, ask, credentials } = await visit();
    const authorization = credentials['authorization']!.replace(' ', '  ');
    assert.equal((await ask('send', { headers: { authorization } })).status, 403);
    assert.equal((await send('CONNECT')).status, 200);
  });

  it('and a messaging token can be revoked, for 403 and 401', async () => {
    const { send, center } = await visit();
    center.tokens.revoke('messaging');
    assert.equal((await send('CONNECT')).status, 401);
    center.tokens.revoke('access');
    assert.equal((await send('CONNECT')).status, 403);
  });
});

describe('applyToken', () => {
  it('answers URL-encoded Base64 of a JSON object', async () => {
    const { applyToken, identity, clock } = await visit();
    const { json } = await applyToken();
    assert.equal(json?.['resultCode'], '0');
    const token = text(json, 'token');
    assert.match(token, /%3D$/);
    const content = JSON.parse(Buffer.from(decodeURIComponent(token), 'base64').toString()) as Record<string, unknown>;
    assert.deepEqual(
      [content['createTime'], content['userId'], content['channelId']],
      [clock.now(), identity.userId, identity.channelId],
    );
    assert.equal(typeof content['tenantId'], 'string');
  });

  it('ends in %3D whatever it holds', async () => {
    const { center, identity } = await visit();
    for (const userId of ['a', 'ab', 'abc', 'abcd'])
      assert.match(center.tokens.issueMessaging({ ...identity, userId }), /%3D$/, userId);
  });

  it('takes a user id of up to 32 characters, of any script', async () => {
    const made = await visit({ userId: '访客-1' });
    assert.equal((await made.send('CONNECT')).status, 200);
    const { applyToken, identity } = made;
    const body = { ...identity, locale: 'zh' };
    assert.equal((await applyToken({ ...body, userId: 'x'.repeat(32) })).json?.['resultCode'], '0');
    assert.deepEqual((await applyToken({ ...body, userId: 'x'.repeat(33) })).json, { resultCode: '1' });
  });

  it('wants every field, and a channel that exists', async () => {
    const { applyToken, identity } = await visit();
    const body = { ...identity, locale: 'en' };
    for (const change of [
      { userId: '' },
      { userId: 7 },
      { userName: undefined },
      { channelId: undefined },
      { channelId: 'nowhere' },
      { locale: undefined },
    ])
      assert.deepEqual((await applyToken({ ...body, ...change })).json, { resultCode: '1' }, JSON.stringify(change));
  });

  it('wants the access token', async () => {
    const { applyToken } = await visit();
    assert.equal((await applyToken(undefined, { headers: { authorization: 'Bearer 1' } })).status, 403);
  });
});

describe('a messaging token', () => {
  const patient = { channel: 'waits', sessionTimeout: 10 * HOUR } as const;
  /** An access token for the second hour. */
  const freshAccess = async ({ tokenByAkSk, credentials }: Awaited<ReturnType<typeof visit>>) => {
    const { json } = await tokenByAkSk(undefined, { headers: { 'x-token-expire': '3600' } });
    credentials['authorization'] = `Bearer ${text(json, 'AccessToken')}`;
  };

  it('is refused after an hour where no session runs', async () => {
    const made = await visit(patient);
    await made.clock.advance(HOUR);
    await freshAccess(made);
    assert.equal((await made.send('CONNECT')).status, 401);
  });

  it('is renewed in passing where one runs, and the old one fades away', async () => {
    const made = await visit(patient);
    await made.send('CONNECT');
    await made.clock.advance(HOUR - 1);
    assert.equal((await made.poll()).headers.get('ccmessaging-token'), null);
    await made.clock.advance(1);
    await freshAccess(made);
    const { status, json, headers } = await made.poll();
    const renewed = headers.get('ccmessaging-token');
    assert.deepEqual([status, json?.['resultCode']], [200, '0']);
    assert.ok(renewed);
    assert.notEqual(renewed, made.credentials['ccmessaging-token']);
    assert.equal((await made.poll()).headers.get('ccmessaging-token'), renewed);
    await made.clock.advance(60_000);
    assert.equal((await made.poll()).status, 401);
    made.credentials['ccmessaging-token'] = renewed;
    assert.equal((await made.poll()).status, 200);
  });

  it('is renewed in the cookie where it came in one, out of reach of JavaScript', async () => {
    const made = await visit({ ...patient, family: 'webadapter', cookieFlags: '; Secure; HttpOnly; SameSite=None' });
    await made.send('CONNECT');
    await made.clock.advance(HOUR);
    const { status, headers } = await made.poll();
    assert.deepEqual([status, headers.get('ccmessaging-token')], [200, null]);
    const cookie = headers.get('set-cookie') ?? '';
    assert.match(cookie, /^ccmessaging-token=[\w%]+; Path=\/; Secure; HttpOnly; SameSite=None$/);
    made.credentials['cookie'] = cookie.split(';')[0]!;
    assert.equal((await made.poll()).headers.get('set-cookie'), null);
  });

  it('is taken decoded too', async () => {
    const made = await visit();
    made.credentials['ccmessaging-token'] = decodeURIComponent(made.credentials['ccmessaging-token']!);
    assert.equal((await made.send('CONNECT')).status, 200);
  });
});
