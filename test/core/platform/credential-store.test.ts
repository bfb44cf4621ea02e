import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog, type LogRecord } from '../../../src/core/lib/log.js';
import { CredentialStore } from '../../../src/core/platform/credential-store.js';
import {
  CredentialsUrlError,
  type Credentials,
  type CredentialsProvider,
} from '../../../src/core/platform/credentials.js';
import { PlatformError } from '../../../src/core/platform/platform-error.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

const context = { userId: 'u', userName: 'n', channelId: 'c', locale: 'en' };

type Answer = Credentials | Error | 'pending';

/** The last answer is given again and again, until `answer` says another; `pending` never comes. */
function setUp(answers: readonly Answer[]) {
  const clock = new ManualClock();
  let left = [...answers];
  let asked = 0;
  const signals: AbortSignal[] = [];
  const logged: LogRecord[] = [];
  const log = createLog(
    () => 'debug',
    (record) => logged.push(record),
  );
  const provider: CredentialsProvider = async (_context, signal) => {
    const answer = left.length > 1 ? left.shift() : left[0];
    asked += 1;
    signals.push(signal);
    if (answer instanceof Error) throw answer;
    if (answer === 'pending') return new Promise<never>(() => undefined);
    return answer ?? {};
  };
  const store = new CredentialStore(provider, context, clock, log);
  return { clock, store, signals, logged, asked: () => asked, answer: (answer: Answer) => (left = [answer]) };
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
    const refused = assert.rejects(store.get(), { code: 'credentials' });
    await clock.advance(30_000);
    await refused;
    assert.equal(clock.pending, 0);
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

  it('are asked of a function three times, and fail without a word of what it threw', async () => {
    const secret = Object.assign(new Error('secret-1234'), { code: 'no-agents' });
    for (const thrown of [secret, new PlatformError('no-agents', 'secret-1234', { causeId: 'secret-1234' })]) {
      const { store, clock, asked, logged } = setUp([thrown, thrown, thrown, { accessToken: 'b' }]);
      const failed = assert.rejects(store.get(), (error: Error & { code?: string; causeId?: string }) => {
        assert.deepEqual([error.code, error.causeId], ['credentials', undefined]);
        assert.doesNotMatch(`${error.message} ${String(error.cause)} ${error.stack ?? ''}`, /secret-1234/);
        return true;
      });
      await clock.advance(30_000);
      await failed;
      assert.equal(asked(), 3);
      assert.doesNotMatch(JSON.stringify(logged), /secret-1234|no-agents/);
      assert.equal((await store.get()).accessToken, 'b');
    }
  });

  for (const [status, patient] of [
    [503, true],
    [429, true],
    [undefined, true],
    [401, false],
    [404, false],
  ] as const)
    it(`of a URL that answers ${status ?? 'nothing'} are ${patient ? 'asked for through 16 s' : 'refused at once'}`, async () => {
      const failure = new CredentialsUrlError('failed', { status });
      const { store, clock, answer, asked } = setUp([failure]);
      let outcome = '';
      store.get().then(
        () => (outcome = 'there'),
        () => (outcome = 'failed'),
      );
      await clock.advance(16_000);
      assert.equal(outcome, patient ? '' : 'failed');
      if (!patient) return assert.equal(asked(), 1);
      answer({ accessToken: 'late' });
      await clock.advance(5_000);
      assert.equal(outcome, 'there');
      assert.ok(asked() > 4 && asked() < 40, `${asked()} requests`);
    });

  it('are given up after half a minute', async () => {
    const { store, clock } = setUp([new CredentialsUrlError('failed', { status: 503 })]);
    const failed = assert.rejects(store.get(), { code: 'credentials', status: 503 });
    await clock.advance(30_000);
    await failed;
    assert.equal(clock.pending, 0);
  });

  it('have 10 s for each try, and a signal that says when it is over', async () => {
    const { store, clock, asked, signals } = setUp(['pending', { accessToken: 'b' }]);
    const got = store.get();
    await clock.advance(9_999);
    assert.deepEqual([asked(), signals[0]?.aborted], [1, false]);
    await clock.advance(5_000);
    assert.deepEqual([(await got).accessToken, signals[0]?.aborted], ['b', true]);
  });

  it('are asked for no more when nobody waits for them', async () => {
    for (const answer of ['pending', new CredentialsUrlError('failed', { status: 503 })] as const) {
      const { store, clock, signals, logged } = setUp([answer]);
      const [one, two] = [new AbortController(), new AbortController()];
      const both = Promise.allSettled([store.get(one.signal), store.get(two.signal)]);
      await clock.advance(1_000);
      one.abort();
      await settle();
      assert.ok(clock.pending > 0);
      two.abort();
      const [first] = await both;
      await settle();
      assert.equal(first.status === 'rejected' && (first.reason as Error).name, 'AbortError');
      assert.deepEqual([clock.pending, signals.at(-1)?.aborted], [0, answer === 'pending']);
      assert.ok(!logged.some(({ level }) => level === 'warn'));
    }
  });

  it('name the visitor, once they are there', async () => {
    const { store } = setUp([{ userId: 'customer-7', userName: 'Ada' }]);
    assert.deepEqual(store.visitor, context);
    await store.get();
    assert.deepEqual(store.visitor, { ...context, userId: 'customer-7', userName: 'Ada' });
  });
});

describe('the ICE servers of the credentials', () => {
  const turn = (username: string) => [{ urls: ['turn:turn.example'], username, credential: 'c' }];

  it('are theirs, or null', async () => {
    assert.deepEqual(await setUp([{ iceServers: turn('a') }]).store.iceServers(), turn('a'));
    assert.equal(await setUp([{ accessToken: 'a' }]).store.iceServers(), null);
    assert.equal(await new CredentialStore(null, context, new ManualClock()).iceServers(), null);
  });

  it('are renewed past 80 % of their life, and for no longer than 2 s waited for', async () => {
    const { store, clock, answer } = setUp([{ iceServers: turn('a'), expiresIn: 100 }, { iceServers: turn('b') }]);
    await store.get();
    await clock.advance(79_000);
    assert.deepEqual(await store.iceServers(), turn('a'));
    await clock.advance(1_000);
    assert.deepEqual(await store.iceServers(), turn('b'));
    const slow = setUp([{ iceServers: turn('a'), expiresIn: 100 }]);
    await slow.store.get();
    slow.answer('pending');
    await slow.clock.advance(80_000);
    const asked = slow.store.iceServers();
    await slow.clock.advance(2_000);
    assert.deepEqual(await asked, turn('a'));
    answer('pending');
  });

  it('never fail', async () => {
    const { store, clock } = setUp(['pending']);
    const asked = store.iceServers();
    await clock.advance(2_000);
    assert.equal(await asked, null);
  });
});
