import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Relay } from '../../../demo/platform/ports.js';
import { visit, type Family, type Json } from './visitor.js';

type Grant = Parameters<Relay['issueTicket']>[0];

/** A visitor in a text session, and how this visitor's page asks for a connection. */
async function setUp(family: Family, { relayed = true } = {}) {
  const grants: Grant[] = [];
  const relay: Relay = {
    url: (host) => `ws://${host}/cobrowse`,
    issueTicket: (grant) => `ticket ${grants.push(grant)}`,
  };
  const visitor = await visit({ family, ...(relayed ? { relay } : {}) });
  await visitor.ask(family === 'fabric' ? 'send' : 'sendMessageForWebChannel');
  const polled = await visitor.ask(family === 'fabric' ? 'poll' : 'getMessageForWebChannel');
  const messages = polled.json?.['downlinkMessages'] as { callId: string }[];
  const roomId = messages[0]?.callId ?? assert.fail('no room');
  const path = {
    fabric: '/apiaccess/api/cobrowse/getConnectionInfo',
    webadapter: '/service-cloud/rest/webadapter/v1/connectionInfo/getConnectionInfo',
  }[family];
  const asked = { roomId, userId: 'visitor-1', userName: 'Ada', role: 'recorder' };
  const get = (change: Json = {}) =>
    visitor.ask('', { path, method: 'POST', query: '', body: { ...asked, ...change } });
  return { visitor, roomId, grants, get };
}

describe('co-browse connections of the embedded contact center', () => {
  it('are given to the visitor for the own call, in the fabric’s words', async () => {
    const { get, grants, roomId } = await setUp('fabric');
    const { json } = await get();
    const url = 'ws://cc.example/cobrowse';
    assert.deepEqual(json, { success: true, data: { roomId, wssUrl: url, wssUrlOut: url, connectParam: 'ticket 1' } });
    assert.deepEqual(grants, [{ room: roomId, role: 'recorder', user: { id: 'visitor-1', name: 'Ada' } }]);
    await get({ role: 'replayer', userId: undefined, workNo: '101', userName: undefined });
    assert.deepEqual(grants[1], { room: roomId, role: 'replayer', user: { id: '101', name: '101' } });
  });

  it('and in the web adapter’s, which releases them too', async () => {
    const { get, grants, roomId, visitor } = await setUp('webadapter');
    const { json } = await get();
    const data = json?.['data'] as Json;
    assert.deepEqual([json?.['retCode'], data['signature'], grants.length], ['0', 'ticket 1', 1]);
    const path = '/service-cloud/rest/webadapter/v1/connectionInfo/releaseConnection';
    const release = (callId: string) => visitor.ask('', { path, method: 'POST', query: '', body: { callId } });
    assert.equal((await release(roomId)).json?.['retCode'], '0');
    assert.equal((await release('1-1')).json?.['retCode'], '1');
  });

  it('are for nobody else, for no other room, and for no page that only has a visitor’s cookie to watch', async () => {
    const fabric = await setUp('fabric');
    for (const change of [
      { userId: 'visitor-2' },
      { roomId: '1-1' },
      { roomId: '1-1', role: 'replayer' },
      { roomId: '' },
    ]) {
      const { status, json } = await fabric.get(change);
      assert.deepEqual([status, json?.['success']], [404, false]);
    }
    assert.equal((await fabric.get({ role: 'admin' })).status, 400);
    assert.equal(fabric.grants.length, 0);
    const webadapter = await setUp('webadapter');
    for (const change of [{ userId: 'visitor-2' }, { roomId: '1-1' }, { role: 'replayer' }])
      assert.equal((await webadapter.get(change)).json?.['retCode'], '1');
    assert.equal((await webadapter.get({ userName: 7 })).status, 400);
    assert.equal(webadapter.grants.length, 0);
  });

  it('are refused where there is no relay', async () => {
    assert.equal((await (await setUp('fabric', { relayed: false })).get()).status, 404);
  });
});
