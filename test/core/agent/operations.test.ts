import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callIdOf } from '../../../src/core/agent/agent-event.js';
import { AgentGateway } from '../../../src/core/agent/agent-gateway.js';
import { settle } from '../../support/manual-clock.js';
import { code, json, never, rotate, setUp, signedIn, type Reply, type Sent } from './scripted-platform.js';

const password = { password: 'secret', phoneNumber: '40038' };
const line = ({ method, path }: Sent) => `${method} ${path}`;
const isSignIn = ({ path }: Sent) => path === '/onlineagent/291';

describe('sign-in', () => {
  it('sends what was given, resets the skill queues with the new Guid, and asks for no cookie of others', async () => {
    const { gateway, sent } = setUp();
    assert.deepEqual(await gateway.signIn({ ...password, status: 'busy', autoAnswer: false }), { skillsError: null });
    assert.deepEqual(sent.map(line), ['PUT /onlineagent/291', 'POST /onlineagent/291/resetskill/true?phonelinkage=0']);
    assert.deepEqual(sent[0]?.body, { password: 'secret', phonenum: '40038', status: 3, autoanswer: false });
    assert.deepEqual(
      sent.map(({ guid }) => guid),
      [null, 'g1.AgentGateway0'],
    );
    assert.equal(gateway.guid, 'g1.AgentGateway0');
    for (const { init } of sent) {
      assert.equal(init.redirect, 'manual');
      assert.equal(init.credentials, 'same-origin');
      assert.equal(new Headers(init.headers).get('content-type'), 'application/json; charset=UTF-8');
    }
  });

  it('signs in to chosen queues, and tells where that failed without undoing the sign-in', async () => {
    const { gateway, sent } = setUp([never], ({ path }) => (path.includes('resetskill') ? code('100-007') : undefined));
    const { skillsError } = await gateway.signIn({ ...password, skills: [1, 22] });
    assert.equal(sent[1]?.path, '/onlineagent/291/resetskill/false?skillid=1%3B22&phonelinkage=0');
    assert.equal(skillsError?.code, '100-007');
    assert.equal(gateway.guid, 'g1.AgentGateway0');
  });

  it('is forced only where the agent is in already and the caller said so', async () => {
    const others = (sent: Sent): Reply | undefined => (isSignIn(sent) ? code('100-002') : undefined);
    const polite = setUp([never], others);
    await assert.rejects(polite.gateway.signIn(password), { code: '100-002' });
    assert.equal(polite.sent.length, 1);
    assert.equal(polite.gateway.guid, null);
    const forced = setUp([never], others);
    await forced.gateway.signIn({ ...password, force: true });
    assert.deepEqual(forced.sent.slice(0, 2).map(line), ['PUT /onlineagent/291', 'PUT /onlineagent/291/forcelogin']);
    assert.deepEqual(forced.sent[1]?.body, forced.sent[0]?.body);
    const wrong = setUp([never], (sent) => (isSignIn(sent) ? code('100-004') : undefined));
    await assert.rejects(wrong.gateway.signIn({ ...password, force: true }), { code: '100-004' });
    assert.equal(wrong.sent.length, 1);
  });

  it('says what to do where the browser hides Set-GUID', async () => {
    const { gateway } = setUp([never], (sent) => (isSignIn(sent) ? code('0') : undefined));
    await assert.rejects(gateway.signIn(password), { code: 'no-guid', message: /proxy.*Expose-Headers: Set-GUID/ });
    assert.equal(gateway.guid, null);
  });

  it('and sign-out wait for the answer to the one before', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { gateway, sent } = setUp([never], (request) =>
      isSignIn(request) ? new Promise<Response>((resolve) => (answer = resolve)) : undefined,
    );
    const both = Promise.all([gateway.signIn(password), gateway.signOut()]);
    await settle();
    assert.equal(sent.length, 1);
    answer(json({ retcode: '0' }, rotate('g1')));
    await both;
    assert.equal(sent.at(-1)?.path, '/onlineagent/291/logout');
  });

  for (const agentId of ['', '1234567', '29a', '-1', '२९१', ' 291', '291\n', 291 as unknown as string])
    it(`takes no agent id ${JSON.stringify(agentId)}`, () =>
      assert.throws(() => new AgentGateway({ baseUrl: '', agentId }), { code: 'bad-agent-id' }));
});

describe('sign-out', () => {
  it('forgets the Guid, and sends nothing the next time', async () => {
    const { gateway, sent } = await signedIn();
    await gateway.signOut();
    await gateway.signOut();
    assert.deepEqual(sent.map(line), ['DELETE /onlineagent/291/logout']);
    assert.equal(gateway.guid, null);
    await assert.rejects(gateway.hold(), { code: '100-008' });
  });

  it('that is refused keeps the agent signed in', async () => {
    const { gateway } = await signedIn([never], ({ method }) => (method === 'DELETE' ? code('100-010') : undefined));
    await assert.rejects(gateway.signOut(), { code: '100-010' });
    assert.equal(gateway.guid, 'g1.AgentGateway0');
  });

  for (const retcode of ['100-006', '100-008'])
    it(`has nothing left to do after ${retcode}`, async () => {
      const { gateway } = await signedIn([never], ({ method }) => (method === 'DELETE' ? code(retcode) : undefined));
      await gateway.signOut();
      assert.equal(gateway.guid, null);
    });
});

describe('a Guid', () => {
  it('of another page is gone on with, and renewed', async () => {
    const { gateway, sent } = setUp([never], ({ path }) =>
      path.endsWith('/updateGuid') ? json({ retcode: '0' }, rotate('g9')) : undefined,
    );
    gateway.adopt('JSESSIONID=g8.AgentGateway0');
    await gateway.renewGuid();
    await gateway.mute();
    assert.deepEqual(sent.map(line).slice(0, 1), ['PUT /onlineagent/291/updateGuid']);
    assert.deepEqual(
      sent.map(({ guid }) => guid),
      ['g8.AgentGateway0', 'g9.AgentGateway0'],
    );
  });

  it('that does not come back on renewal is an error, and so is one that can’t be one', async () => {
    const { gateway, sent } = await signedIn();
    await assert.rejects(gateway.renewGuid(), { code: 'no-guid' });
    sent.length = 0;
    for (const guid of ['', 'a b', 'ü', null as unknown as string])
      assert.throws(() => gateway.adopt(guid), { code: 'bad-guid' });
    assert.equal(gateway.guid, 'g1.AgentGateway0');
  });

  it('is missing before the sign-in: nothing is sent', async () => {
    const { gateway, sent } = setUp();
    for (const ask of [gateway.answer(), gateway.renewGuid(), gateway.status(), gateway.events().next()])
      await assert.rejects(ask, { code: '100-006' });
    assert.equal(sent.length, 0);
  });

  it('is taken from any answer, and not from one that repeats an older Guid than the present', async () => {
    const late = new Map<string, (response: Response) => void>();
    const { gateway, sent } = await signedIn([never], ({ path }) =>
      /hold$/.test(path) ? new Promise<Response>((resolve) => late.set(path, resolve)) : undefined,
    );
    const both = Promise.all([gateway.hold(), gateway.unhold()]);
    await settle();
    late.get('/voicecall/291/gethold')?.(json({ retcode: '0' }, rotate('g2')));
    await settle();
    late.get('/voicecall/291/hold')?.(json({ retcode: '0' }, rotate('g1')));
    await both;
    await gateway.mute();
    assert.equal(sent.at(-1)?.guid, 'g2.AgentGateway0');
  });

  it('that was replaced while a request was out: the request is repeated with the new one, once', async () => {
    for (const [second, outcome] of [
      ['0', null],
      ['000-003', '000-003'],
    ] as const) {
      let asked = 0;
      const { gateway, sent } = await signedIn([never], () =>
        (asked += 1) < 3 ? undefined : json({ retcode: asked === 3 ? '000-003' : second }, rotate('g2')),
      );
      const held = gateway.hold();
      await (outcome === null ? held : assert.rejects(held, { code: outcome }));
      assert.deepEqual(
        sent.map(({ guid }) => guid),
        ['g1.AgentGateway0', 'g2.AgentGateway0'],
      );
    }
  });
});

describe('what an agent does, on the wire', () => {
  const callId = '1456404043-37';
  const cases: [string, (gateway: AgentGateway) => Promise<unknown>, string, unknown?][] = [
    ['answer', (g) => g.answer(), 'PUT /voicecall/291/answer'],
    ['answer one of several', (g) => g.answer({ callId: '1 2' }), 'PUT /voicecall/291/answer?callid=1%202'],
    ['answer where the event named no call', (g) => g.answer({ callId: callIdOf({}) }), 'PUT /voicecall/291/answer'],
    ['release', (g) => g.release(), 'DELETE /voicecall/291/release'],
    ['hold', (g) => g.hold(), 'POST /voicecall/291/hold'],
    ['unhold', (g) => g.unhold({ callId }), `POST /voicecall/291/gethold?callid=${callId}`],
    ['mute', (g) => g.mute(), 'POST /voicecall/291/beginmute'],
    ['unmute', (g) => g.unmute(), 'POST /voicecall/291/endmute'],
    [
      'call data where the event named no call',
      (g) => g.setCallData({ callId: callIdOf(null), data: '1' }),
      'PUT /calldata/291/setcalldataex',
      { calldata: '1', isDataEncoded: false },
    ],
    ['ready', (g) => g.setStatus('ready'), 'POST /onlineagent/291/sayfree'],
    ['busy', (g) => g.setStatus('busy'), 'POST /onlineagent/291/saybusy'],
    ['work', (g) => g.setStatus('work'), 'POST /onlineagent/291/work'],
    ['rest', (g) => g.setStatus('rest', { seconds: 300, cause: 2 }), 'POST /onlineagent/291/rest/300/2'],
    ['no more busy', (g) => g.cancelStatus('busy'), 'POST /onlineagent/291/cancelbusy'],
    ['no more work', (g) => g.cancelStatus('work'), 'POST /onlineagent/291/cancelwork'],
    ['no more rest', (g) => g.cancelStatus('rest'), 'POST /onlineagent/291/cancelrest'],
    ['status', (g) => g.status(), 'GET /onlineagent/291/agentstatus'],
    [
      'plain call data',
      (g) => g.setCallData({ callId, data: '1233' }),
      'PUT /calldata/291/setcalldataex',
      { callid: callId, calldata: '1233', isDataEncoded: false },
    ],
    [
      'call data beyond ASCII',
      (g) => g.setCallData({ data: '坐' }),
      'PUT /calldata/291/setcalldataex',
      { calldata: '5Z2Q', isDataEncoded: true },
    ],
    [
      'reading call data',
      (g) => g.getCallData({ callId }),
      `GET /calldata/291/appdata?isEncodeResult=true&callId=${callId}`,
    ],
  ];
  for (const [name, act, request, body] of cases)
    it(name, async () => {
      const { gateway, sent } = await signedIn();
      await act(gateway);
      assert.deepEqual(sent.map(line), [request]);
      assert.equal(sent[0]?.guid, 'g1.AgentGateway0');
      assert.deepEqual(sent[0].body, body);
    });

  it('reads call data as text or as bytes', async () => {
    const { gateway } = await signedIn([never], ({ path }) =>
      path.includes('appdata') ? json({ retcode: 0, result: 'w6k=' }) : undefined,
    );
    assert.equal(await gateway.getCallData(), 'é');
    assert.deepEqual([...(await gateway.getCallData({ as: 'bytes' }))], [0xc3, 0xa9]);
  });

  it('refuses before anything is sent what can’t be sent', async () => {
    const { gateway, sent } = await signedIn();
    await assert.rejects(gateway.setCallData({ data: '坐'.repeat(5_462) }), { code: 'call-data-too-long' });
    await assert.rejects(gateway.events({ callData: '坐'.repeat(5_462) }).next(), { code: 'call-data-too-long' });
    for (const rest of [{ seconds: 0 }, { seconds: 86_400 }, { seconds: 1.5 }, { cause: 256 }])
      await assert.rejects(gateway.setStatus('rest', rest), { code: 'bad-argument' });
    await assert.rejects(gateway.setStatus('asleep' as 'rest'), { code: 'bad-argument' });
    await assert.rejects(gateway.cancelStatus('ready' as 'rest'), { code: 'bad-argument' });
    assert.equal(sent.length, 0);
  });
});

describe('a request that fails', () => {
  const answers: [string, () => Reply, object][] = [
    ['the platform’s code', () => code('100-007'), { code: '100-007', operation: 'hold' }],
    ['a code in no list', () => code('123-456'), { code: '123-456' }],
    ['a retcode that is no code', () => code('<b>x</b>'), { code: 'bad-response' }],
    ['HTTP 500', () => new Response('oops', { status: 500 }), { code: 'http-error', status: 500 }],
    ['HTTP 403 with a retcode', () => json({ retcode: '000-003' }, {}, 403), { code: '000-003', status: 403 }],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/x' } }), { code: 'redirected' }],
    ['HTML', () => new Response('<html>'), { code: 'bad-response' }],
    ['no body', () => new Response(null, { status: 204 }), { code: 'bad-response' }],
    ['a lost network', () => Promise.reject(new TypeError('https://cc.example/secret')), { code: 'unreachable' }],
  ];
  for (const [what, reply, error] of answers)
    it(`says so: ${what}`, async () => {
      const { gateway } = await signedIn([never], ({ path }) => (path.endsWith('/hold') ? reply() : undefined));
      await assert.rejects(gateway.hold(), error);
    });

  it('says so when no answer comes in time, and leaves no timer', async () => {
    const { gateway, clock } = await signedIn([never], (sent) =>
      sent.path.endsWith('/hold') ? never(sent) : undefined,
    );
    const held = assert.rejects(gateway.hold(), { code: 'unreachable', meaning: 'the request timed out' });
    await clock.advance(10_000);
    await held;
    assert.equal(clock.pending, 0);
  });

  it('has no secret in the error: no password, Guid, URL or data', async () => {
    const { gateway } = setUp([never], ({ init }) =>
      Promise.reject(new TypeError(`${JSON.stringify(init)} g1.AgentGateway0 https://cc.example`)),
    );
    gateway.adopt('g1.AgentGateway0');
    for (const ask of [
      gateway.setCallData({ data: 'private' }),
      gateway.signIn({ ...password, password: 'private' }),
      gateway.hold(),
    ])
      await assert.rejects(ask, (error: Error) => {
        const shown = `${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
        return !/private|g1\.|cc\.example/.test(shown);
      });
  });
});
