import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentError } from '../../../src/core/agent/agent-error.js';
import { settle } from '../../support/manual-clock.js';
import {
  code,
  collect,
  event,
  json,
  never,
  rotate,
  setUp,
  signedIn,
  withEvent,
  type Answers,
} from './scripted-platform.js';

const one = event('AgentState_Ready');
const two = event('AgentEvent_Hold', '1456402370-7');
const bring = (what: unknown, headers?: Record<string, string>) => () => withEvent(what, headers);
const nothing = bring(null);
const status = (code: number) => () => new Response(null, { status: code });
const refuse = (retcode: string, headers?: Record<string, string>) => () => json({ retcode }, headers);

/** Pauses between an answer and the next request, ms, where every answer comes at once. */
async function pauses(answer: Answers, polls: number) {
  const { gateway, clock, pollsSent } = await signedIn([answer]);
  const stop = new AbortController();
  const { done } = collect(gateway.events({ signal: stop.signal }));
  while (pollsSent().length < polls) await clock.advance(100);
  stop.abort();
  await done;
  const times = pollsSent().map(({ at }) => at);
  return times.slice(1).map((at, index) => at - times[index]!);
}

describe('the event stream', () => {
  it('brings every event once and in order, whatever form the nothing between them has', async () => {
    const nothings: Answers[] = [
      nothing,
      bring(''),
      bring({}),
      bring([]),
      () => json({ retcode: '0' }),
      () => json([]),
      () => json({}),
      () => json(''),
      () => json(null),
      () => new Response(''),
      () => new Response('<!doctype html><title>Sign in</title>'),
      () => new Response('{"retcode":"0","event":'),
      status(204),
    ];
    const script = nothings.flatMap((empty, index) => [empty, bring(event(`Agent_${index}`))]);
    const { gateway, clock, pollsSent } = await signedIn([
      ...script,
      bring([one, two]),
      bring('odd'),
      bring(one),
      never,
    ]);
    const { items, done } = collect(gateway.events());
    await clock.advance(60_000);
    const expected = nothings.map((_, index) => event(`Agent_${index}`));
    const odd = { eventType: '', workNo: '', content: 'odd' };
    assert.deepEqual(items, [...expected, one, two, odd, one]);
    assert.equal(pollsSent().length, script.length + 4);
    await gateway.signOut();
    await assert.rejects(done, { code: '100-008' });
  });

  it('polls as the interface wants: GET, the Guid, no body, and the call data until a poll took it', async () => {
    const script = [status(500), nothing, never];
    const { gateway, clock, pollsSent } = await signedIn(script);
    collect(gateway.events({ callData: 'a&b=坐' }));
    await clock.advance(5_000);
    assert.deepEqual(
      pollsSent().map(({ method, path, guid, body }) => [method, path, guid, body]),
      ['?calldata=a%26b%3D%E5%9D%90', '?calldata=a%26b%3D%E5%9D%90', ''].map((query) => [
        'GET',
        `/agentevent/291${query}`,
        'g1.AgentGateway0',
        undefined,
      ]),
    );
  });

  it('pauses 200 to 500 ms after a 200', async () => {
    for (const answer of [nothing, () => withEvent(one), () => new Response('<html>'), () => code('100-007')])
      for (const pause of await pauses(answer, 5)) assert.ok(pause >= 200 && pause <= 500, String(pause));
  });

  it('pauses more than 1 s and ever longer after a failure, with a cap', async () => {
    const followed = () => Object.defineProperty(new Response('<title>Sign in</title>'), 'redirected', { value: true });
    const broken = () => Promise.reject(new TypeError('network'));
    for (const answer of [status(500), status(404), status(302), followed, broken]) {
      const [first = 0, second = 0, third = 0, ...later] = await pauses(answer, 9);
      assert.ok(first > 1_000 && second > first && third > second, `${first} ${second} ${third}`);
      for (const pause of later) assert.ok(pause > third && pause < 60_000);
    }
  });

  it('pauses more than 1 s after a 2xx that is not 200, which is no failure', async () => {
    for (const pause of await pauses(status(204), 6)) assert.ok(pause > 1_000 && pause < 2_500, String(pause));
  });

  it('is patient again after a success', async () => {
    const { gateway, clock, pollsSent } = await signedIn([status(503), status(503), nothing, status(503), never]);
    collect(gateway.events());
    await clock.advance(20_000);
    const [, , third = 0, fourth = 0, fifth = 0] = pollsSent().map(({ at }) => at);
    assert.ok(fourth - third <= 500);
    assert.ok(fifth - fourth < 2_000);
  });

  it('tells of each failed poll', async () => {
    const script = [
      ...[status(503), () => code('100-007'), status(302), () => Promise.reject(new Error('g1.'))],
      ...[
        () => new Response('<title>Sign in</title>'),
        () => new Response('{"retcode":"0",'),
        () => new Response('\n'),
      ],
      ...[nothing, status(204), never],
    ];
    const { gateway, clock, pollsSent } = await signedIn(script);
    const heard: AgentError[] = [];
    collect(gateway.events({ onFailure: (error) => heard.push(error) }));
    await clock.advance(30_000);
    assert.deepEqual(
      heard.map(({ code }) => code),
      ['http-error', '100-007', 'redirected', 'unreachable', 'bad-response', 'bad-response'],
    );
    assert.equal(pollsSent().length, script.length);
  });

  it('goes on though the listener throws, whose error is not hidden', async () => {
    const { gateway, clock, pollsSent } = await signedIn([status(503), never]);
    const thrown: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
    try {
      collect(
        gateway.events({
          onFailure: () => {
            throw new Error('listener');
          },
        }),
      );
      await clock.advance(5_000);
    } finally {
      process.setUncaughtExceptionCaptureCallback(null);
    }
    assert.equal(pollsSent().length, 2);
    assert.deepEqual(thrown.map(String), ['Error: listener']);
  });

  it('gives a poll more time than the platform holds it, and tries again when that is over', async () => {
    const { gateway, clock, pollsSent } = await signedIn([never, bring(one), never]);
    const { items } = collect(gateway.events());
    await clock.advance(30_000);
    assert.equal(pollsSent().length, 1);
    await clock.advance(35_000);
    assert.deepEqual(items, [one]);
  });

  it('goes on where a body never ends or breaks off, with the Guid that came before it', async () => {
    for (const end of [() => undefined, (body: ReadableStreamDefaultController) => body.error(new Error('cut'))]) {
      const cut = () => new Response(new ReadableStream({ start: end }), { headers: rotate('g2') });
      const { gateway, clock, pollsSent } = await signedIn([cut, bring(one), never]);
      const { items } = collect(gateway.events());
      await settle();
      assert.equal(gateway.guid, 'g2.AgentGateway0');
      await clock.advance(65_000);
      assert.equal(pollsSent()[1]?.guid, 'g2.AgentGateway0');
      assert.deepEqual(items, [one]);
    }
  });

  it('keeps what an answer brings that comes when nobody waits for it any more', async () => {
    let answer: (response: Response) => void = () => undefined;
    const deaf = () => new Promise<Response>((resolve) => (answer = resolve));
    const { gateway, clock } = await signedIn([deaf, never]);
    const { items } = collect(gateway.events());
    await clock.advance(70_000);
    answer(withEvent(one, rotate('g2')));
    await settle();
    assert.equal(gateway.guid, 'g2.AgentGateway0');
    assert.deepEqual(items, [one]);
  });
});

describe('the Guid of a poll', () => {
  it('goes along with the very next request, also of another kind', async () => {
    const { gateway, clock, sent } = await signedIn([bring(null, rotate('g2')), bring(one, rotate('g3')), never]);
    collect(gateway.events());
    await settle();
    await gateway.mute();
    await clock.advance(400);
    await gateway.unmute();
    assert.deepEqual(
      sent.map(({ guid }) => guid?.slice(0, 2)),
      ['g1', 'g2', 'g2', 'g3'],
    );
  });

  it('is taken from an answer of any kind', async () => {
    const answers = [
      () => new Response('<html>', { headers: rotate('g2') }),
      () => new Response(null, { status: 204, headers: rotate('g2') }),
      () => new Response('oops', { status: 503, headers: rotate('g2') }),
      refuse('100-007', rotate('g2')),
      () => json([], rotate('g2')),
    ];
    for (const answer of answers) {
      const { gateway, clock, pollsSent } = await signedIn([answer, never]);
      collect(gateway.events());
      await clock.advance(2_000);
      assert.equal(pollsSent()[1]?.guid, 'g2.AgentGateway0');
    }
  });

  it('is taken from an answer that comes after the stream was left', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { gateway } = await signedIn([() => new Promise<Response>((resolve) => (answer = resolve))]);
    const stop = new AbortController();
    const { done } = collect(gateway.events({ signal: stop.signal }));
    await settle();
    stop.abort();
    await done;
    answer(withEvent(one, rotate('g2')));
    await settle();
    assert.equal(gateway.guid, 'g2.AgentGateway0');
  });

  it('of an old session does not get into a new one', async () => {
    let answer: (response: Response) => void = () => undefined;
    const deaf = () => new Promise<Response>((resolve) => (answer = resolve));
    const { gateway, clock } = await signedIn([deaf, never]);
    const first = collect(gateway.events());
    await settle();
    await gateway.signIn({ password: 'secret', phoneNumber: '40038', force: true });
    await assert.rejects(first.done, { code: '100-008' });
    const second = collect(gateway.events());
    answer(withEvent(one, rotate('old')));
    await clock.advance(1_000);
    assert.equal(gateway.guid, 'g1.AgentGateway0');
    assert.deepEqual(second.items, []);
  });
});

describe('the end of a session', () => {
  for (const retcode of ['000-001', '000-003', '100-006'])
    it(`comes with ${retcode}: signed out, no further poll, the code thrown after the last event`, async () => {
      const last = () => json({ retcode, event: one });
      const { gateway, clock, sent } = await signedIn([bring(two), last, never]);
      const { items, done } = collect(gateway.events());
      const over = assert.rejects(done, (error: AgentError) => error.code === retcode && error.remedy !== '');
      await clock.advance(120_000);
      await over;
      assert.deepEqual(items, [two, one]);
      assert.deepEqual(
        sent.map(({ method, path }) => `${method} ${path}`),
        ['GET /agentevent/291', 'GET /agentevent/291', 'DELETE /onlineagent/291/logout'],
      );
      assert.equal(gateway.guid, null);
      assert.equal(clock.pending, 0);
      await assert.rejects(gateway.events().next(), { code: retcode });
      await gateway.signIn({ password: 'secret', phoneNumber: '40038' });
      assert.equal(gateway.guid, 'g1.AgentGateway0');
    });

  it('comes also where the sign-out fails, or the code comes with another status', async () => {
    const refused = await signedIn([() => json({ retcode: '100-006' }, {}, 403)], ({ method }) =>
      method === 'DELETE' ? Promise.reject(new TypeError('network')) : undefined,
    );
    await assert.rejects(refused.gateway.events().next(), { code: '100-006', status: 403 });
    assert.equal(refused.gateway.guid, null);
  });

  it('does not come with a 000-003 right after a rotation, unless it stays', async () => {
    const passing = await signedIn([bring(one, rotate('g2')), refuse('000-003'), bring(two), never]);
    const { items } = collect(passing.gateway.events());
    await passing.clock.advance(5_000);
    assert.deepEqual(items, [one, two]);

    const lasting = await signedIn([bring(one, rotate('g2')), refuse('000-003')]);
    const stream = collect(lasting.gateway.events());
    const over = assert.rejects(stream.done, { code: '000-003' });
    const start = lasting.clock.now();
    await lasting.clock.advance(60_000);
    await over;
    assert.ok((lasting.pollsSent().at(-1)?.at ?? Infinity) - start < 4_000);
  });

  it('comes though every 000-003 brings a Guid of its own, each no better than the one before', async () => {
    for (const [grace, most] of [
      [3_000, 4_000],
      [0, 500],
    ] as const) {
      let issued = 0;
      const refuseAnew = () => json({ retcode: '000-003' }, rotate(`n${++issued}`));
      const { gateway, clock, pollsSent } = await signedIn([refuseAnew], undefined, { grace });
      const over = assert.rejects(collect(gateway.events()).done, { code: '000-003' });
      const start = clock.now();
      await clock.advance(60_000);
      await over;
      assert.ok((pollsSent().at(-1)?.at ?? Infinity) - start <= most);
    }
  });

  it('comes at once with a 000-003 where no grace is wanted, or nothing was rotated', async () => {
    const strict = await signedIn([bring(one, rotate('g2')), refuse('000-003')], undefined, { grace: 0 });
    const rotated = collect(strict.gateway.events());
    const over = assert.rejects(rotated.done, { code: '000-003' });
    await strict.clock.advance(1_000);
    await over;
    assert.equal(strict.pollsSent().length, 2);
    const stale = setUp([refuse('000-003')]);
    stale.gateway.adopt('gone.AgentGateway0');
    await assert.rejects(stale.gateway.events().next(), { code: '000-003' });
  });

  it('does not come with a 000-003 for a Guid that was replaced while the poll was held', async () => {
    let answer: (response: Response) => void = () => undefined;
    const held = () => new Promise<Response>((resolve) => (answer = resolve));
    const { gateway, clock } = await signedIn(
      [held, bring(one), never],
      ({ path }) => (path.endsWith('/updateGuid') ? json({ retcode: '0' }, rotate('g2')) : undefined),
      { grace: 0 },
    );
    const { items } = collect(gateway.events());
    await settle();
    await gateway.renewGuid();
    answer(code('000-003'));
    await clock.advance(1_000);
    assert.deepEqual(items, [one]);
  });
});
