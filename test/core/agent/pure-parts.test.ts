import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { AgentError } from '../../../src/core/agent/agent-error.js';
import { callIdOf, isKnownEvent, readAgentEvents } from '../../../src/core/agent/agent-event.js';
import { readAgentStatus } from '../../../src/core/agent/agent-status.js';
import { callDataText, checkCallData, decodeCallData, encodeCallData } from '../../../src/core/agent/call-data.js';
import { readGuid } from '../../../src/core/agent/guid.js';
import { isLast, pauseAfter } from '../../../src/core/agent/poll-rule.js';

describe('a Guid is read from', () => {
  const guid = '0f1e-22.AgentGateway0';
  for (const header of [
    `JSESSIONID=${guid}`,
    `jsessionid=${guid}; Path=/; HttpOnly`,
    `Path=/; JSESSIONID=${guid}`,
    `JSESSIONID="${guid}"`,
    ` ${guid} `,
    `${guid}; Secure`,
    `JSESSIONID=${guid}, JSESSIONID=${guid}`,
  ])
    it(JSON.stringify(header), () => assert.equal(readGuid(header), guid));
  for (const header of [null, '', ' ', 'JSESSIONID=', 'JSESSIONID=;', ';', 'a b', 'gü'])
    it(`nothing in ${JSON.stringify(header)}`, () => assert.equal(readGuid(header), null));
});

describe('events of an answer', () => {
  const hold = { eventType: 'AgentEvent_Hold', workNo: '291', content: '1456402370-7' };

  it('none, in every form of nothing', () => {
    const nothings = [null, undefined, '', ' ', {}, []];
    for (const body of [...nothings, 'text', 7, true, ['text'], [{ retcode: '0' }], { retcode: '0' }])
      assert.deepEqual(readAgentEvents(body), [], JSON.stringify(body));
    for (const event of [...nothings, [null, {}, '']])
      assert.deepEqual(readAgentEvents({ retcode: '0', event }), [], JSON.stringify(event));
  });

  it('one, or many in order, with the fields that it came with', () => {
    const ready = { eventType: 'AgentState_Ready', workNo: '291', content: null, eventGenTime: 1784529722590 };
    assert.deepEqual(readAgentEvents({ retcode: '0', event: hold }), [hold]);
    assert.deepEqual(readAgentEvents({ retcode: '0', event: [ready, null, hold] }), [ready, hold]);
    assert.deepEqual(readAgentEvents([hold, ready]), [hold, ready]);
  });

  it('those that can’t be read as they came', () => {
    for (const raw of [42, 'AgentState_Ready', true, { workNo: '291' }, { eventType: {} }, [[hold]]])
      assert.deepEqual(readAgentEvents({ retcode: '0', event: [raw] }), [{ eventType: '', workNo: '', content: raw }]);
  });

  it('a type that no list has, its content untouched', () => {
    const content = { a: [1, { b: '' }] };
    const [event] = readAgentEvents({ event: { eventType: 'AgentNew_Thing', workNo: 291, content } });
    assert.deepEqual(event, { eventType: 'AgentNew_Thing', workNo: '291', content });
    assert.equal(isKnownEvent(event), false);
  });

  it('an empty content where a type has none is null', () => {
    for (const content of [undefined, '', {}, []])
      assert.equal(readAgentEvents({ event: { eventType: 'AgentState_Busy', content } })[0]?.content, null);
  });

  it('known only where the content has the documented form', () => {
    const known = (eventType: string, content: unknown) => isKnownEvent({ eventType, workNo: '291', content });
    assert.ok(known('AgentEvent_Ringing', { callid: '1', mediaType: 5 }));
    assert.ok(known('AgentEvent_Call_Release', '1456403549-15') && known('AgentEvent_Call_Release', { callid: '1' }));
    assert.ok(known('AgentState_Ready', null) && known('AgentEvent_No_Answer', 7));
    assert.ok(known('AgentState_SetNotReady_Success', null));
    assert.ok(known('AgentState_SetNotReady_Success', { reason: '200' }));
    assert.ok(!known('AgentState_SetNotReady_Success', '200'));
    assert.ok(!known('AgentEvent_Ringing', null) && !known('AgentEvent_Ringing', '1456-1'));
    assert.ok(!known('AgentEvent_Hold', null) && !known('AgentState_Ready', 'x') && !known('toString', null));
  });

  it('name their call as callid, callId or nothing but the id', () => {
    for (const content of ['1-2', { callid: '1-2' }, { callId: '1-2' }, { callid: '', callId: '1-2' }])
      assert.equal(callIdOf(content), '1-2');
    assert.equal(callIdOf({ callid: 12 }), '12');
    for (const content of [null, undefined, '', {}, [], { callid: null }]) assert.equal(callIdOf(content), null);
  });
});

describe('call data', () => {
  it('goes as it is where it is plain, as Base64 where it is not or where that is asked for', () => {
    assert.deepEqual(encodeCallData('1233 {"a":1}'), { calldata: '1233 {"a":1}', isDataEncoded: false });
    assert.deepEqual(encodeCallData('1233', true), { calldata: 'MTIzMw==', isDataEncoded: true });
    assert.deepEqual(encodeCallData('é'), { calldata: 'w6k=', isDataEncoded: true });
    assert.deepEqual(encodeCallData('a\nb'), { calldata: 'YQpi', isDataEncoded: true });
    assert.deepEqual(encodeCallData(Uint8Array.of(0, 255)), { calldata: 'AP8=', isDataEncoded: true });
    assert.deepEqual(encodeCallData(''), { calldata: '', isDataEncoded: false });
  });

  for (const [char, bytes] of [
    ['a', 1],
    ['é', 2],
    ['坐', 3],
    ['😀', 4],
  ] as const)
    it(`may have 16,384 bytes and not one more, in characters of ${bytes}`, () => {
      const full = char.repeat(Math.floor(16_384 / bytes)) + 'a'.repeat(16_384 % bytes);
      assert.equal(callDataText(decodeCallData(encodeCallData(full, true).calldata)), full);
      assert.throws(() => encodeCallData(`${full}a`), { code: 'call-data-too-long' });
      assert.throws(() => encodeCallData(new TextEncoder().encode(`${full}a`)), { code: 'call-data-too-long' });
    });

  it('is measured before Base64, and the error has the length alone', () => {
    assert.equal(encodeCallData(new Uint8Array(16_384)).calldata.length, 21_848);
    assert.throws(
      () => encodeCallData('private'.repeat(3_000)),
      (error: AgentError) => /21000/.test(error.message) && !/private/.test(error.message),
    );
  });

  it('that is half a character is refused instead of changed', () => {
    assert.throws(() => encodeCallData('a\ud83d'), { code: 'bad-argument' });
  });

  it('that is neither text nor bytes is refused, not sent as nothing', () => {
    for (const data of [undefined, null, 7, {}, [65], new ArrayBuffer(4), Uint16Array.of(65), new Blob(['a'])])
      for (const base64 of [false, true])
        assert.throws(() => encodeCallData(data as string, base64), { code: 'bad-argument' });
    for (const data of [null, 7, Uint8Array.of(65)])
      assert.throws(() => checkCallData(data as unknown as string), { code: 'bad-argument' });
  });

  it('may be bytes of another realm, or of Node', () => {
    const foreign = runInNewContext('Uint8Array.of(0, 255)') as Uint8Array;
    for (const bytes of [foreign, Buffer.from([0, 255])]) assert.equal(encodeCallData(bytes).calldata, 'AP8=');
  });

  it('is read back as text or bytes, or says that it can’t be', () => {
    assert.equal(callDataText(decodeCallData('w6k=')), 'é');
    assert.deepEqual([...decodeCallData('AP8=')], [0, 255]);
    assert.equal(callDataText(decodeCallData(undefined)) + callDataText(decodeCallData(null)), '');
    assert.equal(callDataText(decodeCallData(btoa('\xef\xbb\xbfa'))), '\ufeffa');
    assert.throws(() => callDataText(decodeCallData('AP8=')), { code: 'bad-response' });
    for (const result of ['%%%', 12, {}]) assert.throws(() => decodeCallData(result), { code: 'bad-response' });
  });
});

describe('the polling rule', () => {
  it('pauses 200 to 500 ms after a 200, whatever went before', () => {
    for (const failures of [0, 9]) assert.ok(pauseAfter(200, failures) >= 200 && pauseAfter(200, failures) <= 500);
  });

  it('pauses more than 1 s after any other status or none, growing to a cap below the life of a Guid', () => {
    for (const status of [204, 302, 404, 503, null])
      for (const random of [() => 0, () => 1]) assert.ok(pauseAfter(status, 1, 0, random) > 1_000);
    let longest = 0;
    for (const failures of [1, 2, 3, 4]) {
      assert.ok(pauseAfter(503, failures, 0, () => 0) > longest, `failure ${failures}`);
      longest = pauseAfter(503, failures, 0, () => 1);
    }
    assert.ok(pauseAfter(503, 1_000, 0, () => 1) < 60_000);
  });

  it('waits as long as it was asked to, within the cap', () => {
    assert.equal(pauseAfter(503, 1, 8_000), 8_000);
    assert.ok(pauseAfter(503, 1, 3_600_000) < 60_000);
    assert.ok(pauseAfter(503, 1, 5) > 1_000);
  });

  it('stops at three codes, and pardons one of them right after a rotation', () => {
    const calm = { stale: false, sinceRotation: Infinity, refusedFor: 0, grace: 3_000 };
    for (const code of ['000-001', '000-003', '100-006']) assert.ok(isLast(code, calm));
    for (const code of ['000-000', '000-004', '100-007', '7']) assert.ok(!isLast(code, calm));
    assert.ok(!isLast('000-003', { ...calm, sinceRotation: 2_999 }) && !isLast('000-003', { ...calm, stale: true }));
    assert.ok(isLast('000-003', { ...calm, sinceRotation: 3_000 }));
    assert.ok(isLast('000-003', { ...calm, sinceRotation: 0, grace: 0 }));
    assert.ok(isLast('000-003', { ...calm, stale: true, sinceRotation: 0, refusedFor: 3_000 }));
    for (const code of ['000-001', '100-006']) assert.ok(isLast(code, { ...calm, stale: true, sinceRotation: 0 }));
  });
});

describe('agent status', () => {
  for (const [result, name, code] of [
    [{ agentState: 4 }, 'ready', 4],
    [{ agentState: '3', isWorking: false }, 'busy', 3],
    [[{ agentState: 5 }], 'work', 5],
    ['7', 'talking', 7],
    [{ agentState: 42 }, 'unknown', 42],
    [undefined, 'unknown', null],
    [{}, 'unknown', null],
  ] as const)
    it(`${JSON.stringify(result)} is ${name}`, () => assert.deepEqual(readAgentStatus({ result }), { name, code }));
});

describe('an agent error', () => {
  it('has the code, a meaning and a remedy, also for a code in no list', () => {
    for (const code of ['100-004', '999-999', 'toString']) {
      const { meaning, remedy, message, operation } = new AgentError(code, 'sign-in');
      assert.ok(meaning && remedy && operation === 'sign-in');
      for (const part of [code, meaning, remedy, operation]) assert.ok(message.includes(part));
    }
  });
});
