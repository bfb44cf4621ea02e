import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CredentialStore, readCredentials, type Credentials } from '../../../src/core/platform/credentials.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

const context = { userId: 'u', userName: 'n', channelId: 'c', locale: 'en' };

/** The last answer is given again and again; `pending` never comes. */
function setUp(answers: readonly (Credentials | Error | 'pending')[]) {
  const clock = new ManualClock();
  let asked = 0;
  const provider = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer instanceof Error) throw answer;
    if (answer === 'pending') return new Promise<never>(() => undefined);
    return answer ?? {};
  };
  return { clock, store: new CredentialStore(provider, context, clock), asked: () => asked };
}

describe('credentials', () => {
  it('are asked for once by ten who wait', async () => {
    const { store, asked } = setUp([{ accessToken: 'a' }]);
    const all = await Promise.all(Array.from({ length: 10 }, () => store.get()));
    assert.equal(asked(), 1);
    assert.ok(all.every((one) => one.accessToken === 'a'));
  });

  it('are renewed once by ten who were refused, and not again for those who were refused the old ones', async () => {
    const { store, asked } = setUp([{ accessToken: 'a' }, { accessToken: 'b' }]);
    const old = await store.get();
    const fresh = await Promise.all(Array.from({ length: 10 }, () => store.replace(old)));
    assert.ok(fresh.every((one) => one?.accessToken === 'b'));
    assert.equal((await store.replace(old))?.accessToken, 'b');
    assert.equal(asked(), 2);
  });

  it('are renewed when 80 % of their life is over', async () => {
    const { clock, store, asked } = setUp([{ accessToken: 'a', expiresIn: 600 }, { accessToken: 'b' }]);
    await store.get();
    await clock.advance(479_000);
    assert.equal((await store.get()).accessToken, 'a');
    await clock.advance(1_000);
    await store.get();
    await settle();
    assert.equal((await store.get()).accessToken, 'b');
    assert.equal(asked(), 2);
  });

  it('are used on until they expire where their renewal fails, which is tried again, but not by each request', async () => {
    const { clock, store, asked } = setUp([
      { accessToken: 'a', expiresIn: 600 },
      new Error('once'),
      { accessToken: 'b' },
    ]);
    await store.get();
    await clock.advance(480_000);
    for (let request = 0; request < 10; request += 1) {
      assert.equal((await store.get()).accessToken, 'a');
      await settle();
    }
    assert.equal(asked(), 2);
    await clock.advance(30_000);
    await store.get();
    await settle();
    assert.equal((await store.get()).accessToken, 'b');
    assert.equal(asked(), 3);
  });

  it('fail when they have expired and can’t be renewed, and not before', async () => {
    const { clock, store, asked } = setUp([{ accessToken: 'a', expiresIn: 600 }, new Error('for good')]);
    await store.get();
    for (let second = 0; second < 600; second += 1) {
      assert.equal((await store.get()).accessToken, 'a');
      await clock.advance(1_000);
    }
    assert.ok(asked() > 4 && asked() < 40, `${asked()} requests`);
    await assert.rejects(store.get(), { code: 'credentials' });
  });

  it('are used on while their renewal is under way', async () => {
    const { clock, store, asked } = setUp([{ accessToken: 'a', expiresIn: 600 }, 'pending']);
    await store.get();
    await clock.advance(480_000);
    assert.equal((await store.get()).accessToken, 'a');
    assert.equal((await store.get()).accessToken, 'a');
    assert.equal(asked(), 2);
  });

  it('take over the token of a response header at once', async () => {
    const { store, asked } = setUp([{ accessToken: 'a', messagingToken: 'm1' }]);
    await store.get();
    store.adopt('"m2"');
    assert.deepEqual(await store.get(), { accessToken: 'a', messagingToken: 'm2' });
    store.adopt('evil\r\nHeader: x');
    assert.equal((await store.get()).messagingToken, 'm2');
    assert.equal(asked(), 1);
  });

  it('have nobody to ask where a proxy adds them', async () => {
    const store = new CredentialStore(null, context, new ManualClock());
    assert.deepEqual(await store.get(), {});
    assert.equal(await store.replace({}), null);
  });

  it('fail without a word of what the function threw, and can be asked for again', async () => {
    const { store } = setUp([new Error('secret-1234'), { accessToken: 'b' }]);
    await assert.rejects(store.get(), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'credentials');
      assert.doesNotMatch(`${error.message} ${String(error.cause)} ${error.stack ?? ''}`, /secret-1234/);
      return true;
    });
    assert.equal((await store.get()).accessToken, 'b');
  });

  it('are read tolerantly and refused clearly', () => {
    assert.deepEqual(
      readCredentials({ accessToken: 'Bearer x', messagingToken: '"y"', appKey: null, expiresIn: '60' }),
      {
        accessToken: 'x',
        messagingToken: 'y',
        expiresIn: 60,
      },
    );
    for (const bad of [null, 'x', [], { accessToken: 12 }, { messagingToken: 'a\nb' }, { appKey: 'ключ' }])
      assert.throws(() => readCredentials(bad), { code: 'credentials' }, JSON.stringify(bad));
  });
});
