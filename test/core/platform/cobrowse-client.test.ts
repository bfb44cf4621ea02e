import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PlatformError } from '../../../src/core/platform/platform-error.js';
import { CobrowseClient, fabricCobrowse, webadapterCobrowse } from '../../../src/core/platform/cobrowse-client.js';
import { CredentialStore } from '../../../src/core/platform/credential-store.js';
import type { Credentials } from '../../../src/core/platform/credentials.js';
import { ManualClock } from '../../support/manual-clock.js';

const asked = { roomId: '1456-37', userId: 'visitor-1', userName: 'Ada', role: 'recorder' } as const;

function setUp(
  answer: unknown,
  family: 'fabric' | 'webadapter' = 'fabric',
  tenantSpaceId = '',
  more: Credentials = {},
) {
  const clock = new ManualClock();
  const requests: { url: string; init: RequestInit }[] = [];
  const client = new CobrowseClient({
    baseUrl: 'https://cc.example/p/',
    family: family === 'fabric' ? fabricCobrowse({ tenantSpaceId }) : webadapterCobrowse(),
    credentials: new CredentialStore(
      async () => ({ appKey: 'key', accessToken: 'access', ...more }),
      { userId: 'visitor-1', userName: 'Ada', channelId: '', locale: 'en' },
      clock,
    ),
    fetch: async (url, init) => {
      requests.push({ url, init });
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
    },
    clock,
  });
  const { signal } = new AbortController();
  return { requests, client, get: () => client.getConnectionInfo(asked, signal) };
}

const refusal = async (answer: unknown): Promise<PlatformError> => {
  const thrown: unknown = await setUp(answer)
    .get()
    .catch((error: unknown) => error);
  assert.ok(thrown instanceof PlatformError);
  return thrown;
};

describe('connections for a co-browse', () => {
  it('are asked for in the fabric family as documented', async () => {
    const data = { roomId: '1456-37', wssUrl: 'wss://in', wssUrlOut: 'wss://out', connectParam: 'ticket' };
    const { get, requests } = setUp({ success: true, data }, 'fabric', 'tenant-1');
    assert.deepEqual(await get(), { roomId: '1456-37', url: 'wss://out', signature: 'ticket' });
    const { url, init } = requests[0] ?? assert.fail();
    assert.equal(`${init.method ?? ''} ${url}`, 'POST https://cc.example/p/apiaccess/api/cobrowse/getConnectionInfo');
    assert.deepEqual(JSON.parse(init.body as string), asked);
    const headers = new Headers(init.headers);
    const sent = ['x-app-key', 'authorization', 'x-tenantspaceid'].map((name) => headers.get(name));
    assert.deepEqual(sent, ['key', 'Bearer access', 'tenant-1']);
  });

  it('are asked for in the name that the credentials give', async () => {
    const data = { roomId: '1456-37', wssUrl: 'wss://in', signature: 'ticket' };
    const named = { userId: 'c-7', userName: 'Grace' };
    const { get, requests } = setUp({ retCode: '0', data }, 'webadapter', '', named);
    await get();
    assert.deepEqual(JSON.parse(requests[0]?.init.body as string), { ...asked, ...named });
  });

  it('are asked for and released in the webadapter family as documented', async () => {
    const data = { roomId: '1456-37', wssUrl: 'wss://in', signature: 'ticket' };
    const { get, client, requests } = setUp({ retCode: '0', data }, 'webadapter');
    assert.deepEqual(await get(), { roomId: '1456-37', url: 'wss://in', signature: 'ticket' });
    await client.releaseConnection('1456-37');
    const root = 'https://cc.example/p/service-cloud/rest/webadapter/v1/connectionInfo';
    assert.deepEqual(
      requests.map(({ url }) => url),
      [`${root}/getConnectionInfo`, `${root}/releaseConnection`],
    );
    assert.deepEqual(JSON.parse(requests[1]?.init.body as string), { callId: '1456-37' });
    assert.equal(requests[0]?.init.credentials, 'include');
    assert.equal(new Headers(requests[0]?.init.headers).get('authorization'), null);
  });

  it('have nothing to be released by in the fabric family', async () => {
    const { client, requests } = setUp({});
    await client.releaseConnection('1456-37');
    assert.equal(requests.length, 0);
  });

  it('are read in every form that a document names', async () => {
    for (const answer of [
      { retCode: 0, data: { wssUrl: 'wss://in', wssUrlOut: '', connectParam: 'ticket' } },
      { success: 'true', data: { wssUrl: 'wss://in', wssUrlOut: null, signature: 'ticket' } },
    ])
      assert.deepEqual(await setUp(answer).get(), { roomId: '1456-37', url: 'wss://in', signature: 'ticket' });
  });

  it('are refused with the platform’s own code, and never with a ticket in the message', async () => {
    const refused = await refusal({ success: false, errorCode: 404, errorReason: 'no such room' });
    assert.deepEqual([refused.code, refused.causeId, refused.causeDesc], ['platform-refused', '404', 'no such room']);
    assert.equal((await refusal({ retCode: '9', retMsg: 'no' })).causeId, '9');
    for (const answer of ['<html>', '', '{}', '[]', { success: true }, { retCode: '0', data: 'x' }])
      assert.equal((await refusal(answer)).code, 'bad-response', JSON.stringify(answer));
    const halves = [
      { success: true, data: { connectParam: 'ticket' } },
      { success: true, data: { wssUrl: 'wss://in' } },
    ];
    for (const half of halves) {
      const { code, message } = await refusal(half);
      assert.equal(code, 'bad-response');
      assert.doesNotMatch(message, /ticket/);
    }
  });
});
