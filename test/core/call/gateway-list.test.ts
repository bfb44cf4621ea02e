import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatewayList } from '../../../src/core/call/gateway-list.js';

const page = 'shop.example';

describe('gateway list', () => {
  it('takes full URLs, host:port and host, in order, each once', () => {
    assert.deepEqual(
      gatewayList(['wss://a.example/ws', 'b.example:8443', 'c.example', 'wss://a.example/ws'], page, null),
      ['wss://a.example/ws', 'wss://b.example:8443/', 'wss://c.example/'],
    );
  });

  it('takes a bracketed IPv6 address with a port', () => {
    assert.deepEqual(gatewayList(['[2001:db8::1]:5443'], page, null), ['wss://[2001:db8::1]:5443/']);
  });

  it('takes an IPv6 address without brackets, an underscore and a trailing dot', () => {
    assert.deepEqual(gatewayList(['2001:db8::1', 'gw_1.example:443', 'gw.example.'], page, null), [
      'wss://[2001:db8::1]/',
      'wss://gw_1.example/',
      'wss://gw.example./',
    ]);
  });

  it('puts the last good one first, only where it is on the list', () => {
    assert.deepEqual(gatewayList(['a.example', 'b.example'], page, 'wss://b.example/'), [
      'wss://b.example/',
      'wss://a.example/',
    ]);
    assert.deepEqual(gatewayList(['a.example'], page, 'wss://evil.example/'), ['wss://a.example/']);
  });

  it('takes ws: only where page and gateway are both on loopback', () => {
    assert.deepEqual(gatewayList(['ws://127.0.0.1:5066'], 'localhost', null), ['ws://127.0.0.1:5066/']);
    for (const [address, host] of [
      ['ws://gw.example', 'localhost'],
      ['ws://127.0.0.1:5066', 'shop.example'],
      ['ws://127.0.0.1.evil.example', 'localhost'],
    ] as const)
      assert.throws(() => gatewayList([address], host, null), { code: 'bad-response' });
  });

  it('refuses other schemes, user info and what is no address', () => {
    for (const address of ['https://a.example', 'javascript://x', 'wss://user:secret@a.example', 'not an address', ''])
      assert.throws(() => gatewayList([address], page, null), { code: 'bad-response' }, address);
  });
});
