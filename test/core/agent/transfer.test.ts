import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentError } from '../../../src/core/agent/agent-error.js';
import type { TransferOptions } from '../../../src/core/agent/transfer.js';
import { setUp, signedIn } from './scripted-platform.js';

const digits = '9'.repeat(24);

describe('transfer', () => {
  const sends: [string, TransferOptions, object][] = [
    ['a queue', { to: '5', deviceType: 1 }, { devicetype: 1, address: '5', mode: 0 }],
    ['an agent', { to: '102', deviceType: 2 }, { devicetype: 2, address: '102', mode: 0 }],
    ['an IVR flow', { to: digits, deviceType: 3 }, { devicetype: 3, address: digits, mode: 0 }],
    ['an access code', { to: '0800', deviceType: 4 }, { devicetype: 4, address: '0800', mode: 0 }],
    ['an outside number', { to: '*31#0049AbE', deviceType: 5 }, { devicetype: 5, address: '*31#0049AbE', mode: 0 }],
    ['on success', { to: '102', deviceType: 2, mode: 2 }, { devicetype: 2, address: '102', mode: 2 }],
    ['in a mode of no list', { to: '102', deviceType: 2, mode: 17 }, { devicetype: 2, address: '102', mode: 17 }],
    [
      'one of several calls',
      { to: '102', deviceType: 2, callId: '1456404043-37' },
      { devicetype: 2, address: '102', mode: 0, callid: '1456404043-37' },
    ],
    [
      'where the event named no call',
      { to: '102', deviceType: 2, callId: null },
      { devicetype: 2, address: '102', mode: 0 },
    ],
  ];
  for (const [what, options, body] of sends)
    it(`sends: ${what}`, async () => {
      const { gateway, sent } = await signedIn();
      await gateway.transfer(options);
      assert.deepEqual(
        sent.map(({ method, path, body }) => ({ method, path, body })),
        [{ method: 'POST', path: '/voicecall/291/transfer', body }],
      );
    });

  const refuses: [string, Record<string, unknown>, RegExp][] = [
    ['no device type', { to: '102' }, /deviceType/],
    ['device type 0', { to: '102', deviceType: 0 }, /deviceType/],
    ['device type 6', { to: '102', deviceType: 6 }, /deviceType/],
    ['a device type as text', { to: '102', deviceType: '2' }, /deviceType/],
    ['no target', { deviceType: 2 }, /`to`/],
    ['an empty target', { to: '', deviceType: 2 }, /`to`/],
    ['a number as target', { to: 102, deviceType: 2 }, /`to`/],
    ['a word as target', { to: 'robot', deviceType: 3 }, /`to`.*digits/],
    ['digits with a blank', { to: '1 02', deviceType: 1 }, /`to`/],
    ['digits with a line break', { to: '102\n', deviceType: 2 }, /`to`/],
    ['digits beyond ASCII', { to: '२९१', deviceType: 2 }, /`to`/],
    ['25 digits', { to: `${digits}1`, deviceType: 4 }, /`to`.*24/],
    ['a star outside an outside number', { to: '*31', deviceType: 4 }, /`to`/],
    ['an outside number with a plus', { to: '+49691', deviceType: 5 }, /`to`.*A–E/],
    ['an outside number with an F', { to: '1F', deviceType: 5 }, /`to`/],
    ['an outside number of 25', { to: `${digits}#`, deviceType: 5 }, /`to`.*24/],
    ['a mode as text', { to: '102', deviceType: 2, mode: '2' }, /`mode`/],
    ['half a mode', { to: '102', deviceType: 2, mode: 0.5 }, /`mode`/],
    ['a mode that is no number', { to: '102', deviceType: 2, mode: NaN }, /`mode`/],
  ];
  for (const [what, options, meaning] of refuses)
    it(`refuses before anything is sent: ${what}`, async () => {
      const { gateway, sent } = await signedIn();
      const refusal = gateway.transfer(options as unknown as TransferOptions);
      await assert.rejects(refusal, (error: AgentError) => {
        assert.deepEqual([error.name, error.code, error.operation], ['AgentError', 'bad-argument', 'transfer']);
        assert.match(error.meaning, meaning);
        return true;
      });
      assert.equal(sent.length, 0);
    });

  it('quotes no number in the error', async () => {
    const { gateway } = await signedIn();
    await assert.rejects(
      gateway.transfer({ to: '+49 69 1234567', deviceType: 5 }),
      ({ message, meaning, stack }: AgentError) => ![message, meaning, stack].join().includes('1234567'),
    );
  });

  it('is refused where nobody is signed in', async () => {
    const { gateway, sent } = setUp();
    await assert.rejects(gateway.transfer({ to: '102', deviceType: 2 }), { code: '100-006' });
    assert.equal(sent.length, 0);
  });
});
