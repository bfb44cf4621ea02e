import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from '../visitor.js';
import { floor } from './agent.js';

const LIMIT = 16_384;

async function inCall() {
  const made = await floor();
  const one = await made.ready('101');
  await made.create();
  made.phone().answer();
  const set = (body: unknown) => one.code('PUT', 'calldata/{id}/setcalldataex', { body });
  const get = async (query = '') => (await one.ask('GET', `calldata/{id}/appdata${query}`)).json?.['result'];
  return { ...made, one, set, get, callid: made.call().callId };
}

describe('call data', () => {
  it('is set and read in the forms of the samples', async () => {
    const { one, callid, get } = await inCall();
    const { json } = await one.ask('PUT', 'calldata/{id}/setcalldataex', {
      body: { callid, calldata: 'MTIzMw==', isDataEncoded: 'true' },
    });
    assert.deepEqual(json, { result: {}, message: 'success', retcode: '0' });
    assert.equal(await get(), '1233');
    assert.equal(await get(`?isEncodeResult=true&callId=${callid}`), 'MTIzMw==');
    assert.equal(await get(`?isEncodeResult=1&callid=${callid}`), '1233');
  });

  it('is empty before, and takes flags as boolean or text, also none', async () => {
    const { set, get } = await inCall();
    assert.equal(await get(), '');
    for (const isDataEncoded of [false, 'false', undefined]) {
      assert.equal(await set({ calldata: 'MQ==', isDataEncoded }), '0');
      assert.equal(await get(), 'MQ==');
    }
    assert.equal(await set({ calldata: '', isDataEncoded: true }), '0');
    assert.equal(await get(), '');
  });

  it('keeps bytes that are no text', async () => {
    const { set, get } = await inCall();
    assert.equal(await set({ calldata: '//4A/w==', isDataEncoded: true }), '0');
    assert.equal(await get('?isEncodeResult=true'), '//4A/w==');
  });

  it('has at most 16 384 bytes, counted before Base64 and in UTF-8', async () => {
    const { set, get } = await inCall();
    const base64 = (length: number) => Buffer.alloc(length, 'x').toString('base64');
    assert.equal(await set({ calldata: base64(LIMIT), isDataEncoded: true }), '0');
    assert.equal(await set({ calldata: '话'.repeat(LIMIT / 3) }), '0');
    const kept = await get();
    assert.equal(await set({ calldata: base64(LIMIT + 1), isDataEncoded: true }), '400-001');
    assert.equal(await set({ calldata: '话'.repeat(LIMIT / 3 + 1) }), '400-001');
    assert.equal(await get(), kept);
  });

  it('is refused where it is none, and changes nothing', async () => {
    const { set, get } = await inCall();
    await set({ calldata: 'kept' });
    for (const [body, code] of [
      [{ calldata: 1 }, '000-002'],
      [{ calldata: 'x', isDataEncoded: 'yes' }, '000-002'],
      [{ calldata: 'no base64!', isDataEncoded: true }, '400-001'],
      [{ calldata: 'x', callid: '1-1' }, '100-007'],
      ['{', '000-006'],
    ] as const)
      assert.equal(await set(body), code);
    assert.equal(await get(), 'kept');
  });

  it('needs an agent who is signed in, and a call that was answered', async () => {
    const { agent, ready, create } = await floor();
    const body = { calldata: 'x' };
    const nobody = agent('102');
    assert.equal(await nobody.code('PUT', 'calldata/{id}/setcalldataex', { body }), '100-006');
    assert.equal(await nobody.code('GET', 'calldata/{id}/appdata'), '100-006');
    const one = await ready('101');
    for (const ring of [false, true]) {
      if (ring) await create();
      assert.equal(await one.code('PUT', 'calldata/{id}/setcalldataex', { body }), '100-007');
      assert.equal(await one.code('GET', 'calldata/{id}/appdata'), '100-007');
    }
  });

  it('needs the call id where there are several calls', async () => {
    const made = await floor({ agents: [{ agentId: '101', password: 'demo', maxCalls: 2 }] });
    const { center, create, phones, ready } = made;
    const one = await ready('101');
    const other = await visit({ channel: 'direct-agent', userId: 'visitor-2', clock: made.clock });
    await create();
    await center.handle(
      new Request('https://cc.example/apiaccess/ccmessaging/v1/createClickToCall', {
        method: 'POST',
        headers: {
          ...other.credentials,
          'content-type': 'application/json',
          authorization: `Bearer ${center.tokens.issueAccess('key', 'secret', 600) ?? ''}`,
          'ccmessaging-token': center.tokens.issueMessaging(other.identity),
        },
        body: JSON.stringify({ channel: 'WEB', mediaAbility: '0' }),
      }),
    );
    const [first, second] = center.calls.map(({ callId }) => callId);
    for (const call of phones.calls) call.answer();
    assert.deepEqual((await one.ask('GET', 'calldata/{id}/allcallid')).json?.['result'], [first, second]);
    const body = { calldata: 'second', callid: second };
    assert.equal(await one.code('PUT', 'calldata/{id}/setcalldataex', { body }), '0');
    assert.equal(await one.code('GET', 'calldata/{id}/appdata'), '000-002');
    const { json } = await one.ask('GET', `calldata/{id}/appdata?callId=${second}`);
    assert.equal(json?.['result'], 'second');
    assert.equal(await one.code('DELETE', `voicecall/{id}/release?callid=${first}`), '0');
    assert.deepEqual((await one.ask('GET', 'calldata/{id}/allcallid')).json?.['result'], [second]);
    assert.equal(await one.state(), 7);
  });
});

describe('call information', () => {
  it('is there from the first ring, under three names', async () => {
    const { ready, create, call, phone } = await floor();
    const one = await ready('101');
    for (const path of ['callinfo', 'callinfobeforeanswer', 'callinfobycallid/1-1'])
      assert.equal(await one.code('GET', `calldata/{id}/${path}`), '100-007');
    await create();
    const { callId, caller, createdAt } = call();
    const info = {
      callfeature: 0,
      callid: callId,
      caller,
      called: phone().expected.accessCode,
      callskill: 'click-to-call',
      callskillid: 1,
      orgicallednum: '',
      calldata: '',
      begintime: createdAt,
      endtime: null,
    };
    for (const path of ['callinfo?isNoContainLastCall=true', 'callinfobeforeanswer', `callinfobycallid/${callId}`]) {
      const { json } = await one.ask('GET', `calldata/{id}/${path}`);
      assert.deepEqual(json, { message: '', retcode: '0', result: info });
    }
    phone().answer();
    assert.equal(await one.code('GET', 'calldata/{id}/callinfobeforeanswer'), '100-007');
    const { json } = await one.ask('POST', 'onlineagent/{id}/syncagentinfo');
    assert.deepEqual(json?.['result'], {
      agentStateInfo: { state: 7, callData: '', mainCallId: callId, curCallId: callId },
      callinfo: info,
    });
  });
});
