import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RestFault } from '../../../demo/platform/faults.js';
import { ORIGIN, visit } from './visitor.js';

for (const family of ['fabric', 'webadapter'] as const)
  describe(`faults, ${family}`, () => {
    const check = 'checkClickToCallSupport';

    it('happen once each, in their order, and then no more', async () => {
      const { ask, center } = await visit({ family });
      center.faults.next(check, { kind: 'status', status: 500 }, { kind: 'status', status: 502 });
      for (const status of [500, 502, 200]) assert.equal((await ask(check)).status, status);
    });

    it('happen again and again until they are taken back', async () => {
      const { ask, center } = await visit({ family });
      center.faults.always(check, { kind: 'body', body: '' });
      for (let time = 0; time < 3; time += 1) assert.equal((await ask(check)).text, '');
      center.faults.always(check, null);
      assert.equal((await ask(check)).json?.['resultCode'], '0');
    });

    it('bring any status, with and without Retry-After', async () => {
      const { ask, center } = await visit({ family });
      for (const status of [401, 403, 500, 502, 503]) {
        center.faults.next(check, { kind: 'status', status, retryAfter: '2' }, { kind: 'status', status });
        const both = await ask(check);
        assert.deepEqual([both.status, both.headers.get('retry-after')], [status, '2']);
        assert.equal((await ask(check)).headers.get('retry-after'), null);
      }
      center.faults.next(check, { kind: 'status', status: 403 });
      assert.equal((await ask(check)).json?.['errorCode'], '0');
    });

    it('bring HTML, and redirects to a login page', async () => {
      const { ask, center, credentials } = await visit({ family });
      center.faults.next(check, { kind: 'body', body: '<p>hello</p>' });
      const page = await ask(check);
      assert.deepEqual([page.status, page.text, page.json], [200, '<p>hello</p>', null]);
      center.faults.next(check, { kind: 'redirect', location: 'https://login.example/' });
      const redirect = await ask(check);
      assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, 'https://login.example/']);
      center.faults.next(check, { kind: 'redirect', location: '/login', followed: true });
      const path =
        family === 'fabric'
          ? '/apiaccess/ccmessaging/v1/checkClickToCallSupport?channel=WEB'
          : '/service-cloud/rest/webadapter/v1/webadapterfacade/checkClickToCallSupport';
      const followed = await center.handle(new Request(ORIGIN + path, { headers: credentials }));
      assert.deepEqual([followed.status, followed.redirected], [200, true]);
    });

    it('break the connection before or after the work', async () => {
      const { create, center } = await visit({ family, channel: 'waits' });
      center.faults.next('createClickToCall', { kind: 'network' }, { kind: 'lost-answer' });
      await assert.rejects(create(), TypeError);
      assert.equal(center.occupiedAgents, 0);
      await assert.rejects(create(), TypeError);
      assert.equal(center.occupiedAgents, 1);
    });

    it('never answer, until the request is given up', async () => {
      const { ask, center, clock } = await visit({ family });
      const given = new AbortController();
      center.faults.next(check, { kind: 'silence' });
      let over = false;
      const silent = ask(check, { signal: given.signal }).finally(() => (over = true));
      const rejects = assert.rejects(silent, { name: 'AbortError' });
      await clock.advance(3_600_000);
      assert.equal(over, false);
      given.abort();
      await rejects;
    });

    it('answer late, with the work done', async () => {
      const { create, center, clock } = await visit({ family, channel: 'waits' });
      center.faults.next('createClickToCall', { kind: 'slow', ms: 2_000 });
      let over = false;
      const late = create().finally(() => (over = true));
      await clock.advance(1_999);
      assert.deepEqual([over, center.occupiedAgents], [false, 1]);
      await clock.advance(1);
      assert.equal((await late).json?.['resultCode'], '0');
    });

    it('answer late to nobody where the request is given up', async () => {
      const { ask, center, clock } = await visit({ family });
      const given = new AbortController();
      center.faults.next(check, { kind: 'slow', ms: 2_000 });
      const late = ask(check, { signal: given.signal });
      await clock.advance(1_000);
      given.abort();
      await assert.rejects(late, { name: 'AbortError' });
      assert.equal(clock.pending, 0);
    });

    it('hold a request, and then fail it', async () => {
      const { ask, center, clock } = await visit({ family });
      center.faults.next(check, { kind: 'held', ms: 11_000, then: { kind: 'status', status: 504 } });
      let over = false;
      const held = ask(check).finally(() => (over = true));
      await clock.advance(10_999);
      assert.equal(over, false);
      await clock.advance(1);
      assert.equal((await held).status, 504);
    });

    it('change fields of an answer, and answer something else altogether', async () => {
      const { ask, center } = await visit({ family });
      center.faults.next(check, { kind: 'change', fields: { webRTCSupported: { yes: 1 } } });
      const { json } = await ask(check);
      assert.deepEqual([json?.['webRTCSupported'], json?.['clickToCallSupported']], [{ yes: 1 }, true]);
      center.faults.next(check, { kind: 'json', json: { resultCode: '13', resultDesc: 'x' } });
      assert.deepEqual((await ask(check)).json, { resultCode: '13', resultDesc: 'x' });
    });

    it('bring an event twice', async () => {
      const { create, events, center } = await visit({ family, channel: 'direct-agent' });
      await create();
      center.faults.next('getClickToCallEvents', { kind: 'duplicate' });
      const first = (await events()).json;
      assert.equal(first?.['eventId'], 168101);
      assert.deepEqual((await events()).json, first);
    });

    it('are known by the name of either family', async () => {
      const { send, poll, center } = await visit({ family });
      const refused: RestFault = { kind: 'status', status: 500 };
      for (const name of ['send', 'sendMessageForWebChannel']) {
        center.faults.next(name, refused);
        assert.equal((await send('CONNECT')).status, 500);
      }
      for (const name of ['poll', 'getMessageForWebChannel']) {
        center.faults.next(name, refused);
        assert.equal((await poll()).status, 500);
      }
      assert.throws(() => center.faults.next('getClickToCallEvent', refused), RangeError);
    });

    it('belong to a scenario, for all of its visitors', async () => {
      const { ask } = await visit({ family, channel: 'platform-unavailable' });
      const given = await ask(check);
      assert.deepEqual([given.status, given.headers.get('retry-after')], [503, '1']);
      assert.equal((await (await visit({ family, channel: 'login-page' })).ask(check)).status, 302);
    });

    for (const made of [{ typeQuirks: true }, { channel: 'type-quirks' }])
      it(`answer in the other types with ${JSON.stringify(made)}`, async () => {
        const { send, poll, ask, create, events, clock, gateways, drop } = await visit({ family, ...made });
        assert.equal((await send('CONNECT')).json?.['resultCode'], 0);
        const [message] = (await poll()).json?.['downlinkMessages'] as Record<string, unknown>[];
        assert.equal(message?.['timestamp'], String(clock.now()));
        const support = (await ask(check)).json;
        assert.deepEqual([support?.['webRTCSupported'], support?.['clickToCallSupported']], ['true', 'true']);
        assert.equal((await create()).json?.['resultCode'], 0);
        assert.equal((await create()).json?.['resultCode'], 13);
        assert.equal((await events()).json?.['eventId'], '168102');
        await clock.advance(1_000);
        const event = (await events()).json;
        const { accessCode } = event?.['content'] as Record<string, unknown>;
        assert.deepEqual([event?.['eventId'], typeof accessCode], ['168101', 'number']);
        assert.equal(String(accessCode), gateways.calls[0]?.expected.accessCode);
        await drop();
        assert.equal(((await events()).json?.['content'] as Record<string, unknown>)['causeId'], '-1');
      });
  });

describe('faults of the token operations', () => {
  it('are brought about too', async () => {
    const { tokenByAkSk, applyToken, center } = await visit();
    center.faults.next('tokenByAkSk', { kind: 'status', status: 503 });
    center.faults.next('applyToken', { kind: 'body', body: '<p>' });
    assert.equal((await tokenByAkSk()).status, 503);
    assert.equal((await applyToken()).text, '<p>');
  });
});
