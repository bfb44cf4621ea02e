import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCredentials } from '../../../src/core/platform/credentials.js';

const refusedFor = (field: string) => (error: Error & { code?: string }) => {
  assert.equal(error.code, 'credentials');
  assert.ok(error.message.includes(`"${field}"`), error.message);
  assert.doesNotMatch(error.message, /canary/);
  return true;
};

describe('the answer with credentials', () => {
  it('is read tolerantly', () => {
    assert.deepEqual(
      readCredentials({ accessToken: 'Bearer x', messagingToken: '"y"', appKey: null, expiresIn: '60', userId: '' }),
      { accessToken: 'x', messagingToken: 'y', expiresIn: 60 },
    );
    assert.deepEqual(readCredentials({}), {});
    assert.deepEqual(readCredentials({ userId: 17, userName: ' Ада ' }), { userId: '17', userName: 'Ада' });
  });

  it('is refused clearly', () => {
    for (const bad of [null, 'x', [], { accessToken: 12 }, { messagingToken: 'a\nb' }, { appKey: 'ключ' }])
      assert.throws(() => readCredentials(bad), { code: 'credentials' }, JSON.stringify(bad));
  });

  it('may have ICE servers', () => {
    const iceServers = [
      { urls: 'stun:stun.example' },
      { urls: ['turn:a.example?transport=udp', 'TURNS:a.example:443'], username: 'u', credential: 'c', junk: 1 },
    ];
    assert.deepEqual(readCredentials({ iceServers }), {
      iceServers: [
        { urls: ['stun:stun.example'] },
        { urls: ['turn:a.example?transport=udp', 'TURNS:a.example:443'], username: 'u', credential: 'c' },
      ],
    });
    assert.deepEqual(readCredentials({ iceServers: [] }), { iceServers: [] });
  });

  for (const iceServers of [
    'canary',
    [null],
    [{}],
    [{ urls: [] }],
    [{ urls: 'https://canary.example' }],
    [{ urls: ['stun:a.example', 7] }],
    [{ urls: 'turn:a.example', username: 7 }],
    [{ urls: 'turn:a.example', credential: { canary: 1 } }],
  ])
    it(`names the field where ${JSON.stringify(iceServers)} are its ICE servers`, () => {
      assert.throws(() => readCredentials({ iceServers }), refusedFor('iceServers'));
    });

  it('may name the visitor, in at most 24 characters', () => {
    assert.deepEqual(readCredentials({ userId: 'x'.repeat(24) }), { userId: 'x'.repeat(24) });
    for (const userId of ['canary'.repeat(5), {}, true])
      assert.throws(() => readCredentials({ userId }), refusedFor('userId'));
    assert.throws(() => readCredentials({ userName: ['canary'] }), refusedFor('userName'));
  });

  it('may have a context: flat, of texts, and at most 4 KiB of bytes', () => {
    const context = { order: '4711', note: '你好' };
    assert.deepEqual(readCredentials({ context }), { context });
    for (const bad of ['canary', ['canary'], { a: { canary: 'b' } }, { a: 1 }, { a: '你'.repeat(1_400) }])
      assert.throws(() => readCredentials({ context: bad }), refusedFor('context'));
  });
});
