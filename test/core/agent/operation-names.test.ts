import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentGateway } from '../../../src/core/agent/agent-gateway.js';
import { code, never, setUp, signedIn } from './scripted-platform.js';

const password = { password: 'secret', phoneNumber: '40038' };
const refuseAll = () => code('100-007');

describe('an error names the operation as the platform’s own log does', () => {
  const cases: [operation: string, act: (gateway: AgentGateway) => Promise<unknown>][] = [
    ['updateGuid', (g) => g.renewGuid()],
    ['answer', (g) => g.answer()],
    ['release', (g) => g.release()],
    ['hold', (g) => g.hold()],
    ['getHold', (g) => g.unhold()],
    ['beginmute', (g) => g.mute()],
    ['endmute', (g) => g.unmute()],
    ['transfer', (g) => g.transfer({ to: '102', deviceType: 2 })],
    ['sayfree', (g) => g.setStatus('ready')],
    ['sayBusy', (g) => g.setStatus('busy')],
    ['work', (g) => g.setStatus('work')],
    ['rest', (g) => g.setStatus('rest')],
    ['cancelBusy', (g) => g.cancelStatus('busy')],
    ['cancelWork', (g) => g.cancelStatus('work')],
    ['cancelrest', (g) => g.cancelStatus('rest')],
    ['getAgentStatus', (g) => g.status()],
    ['setCallAppDataEx', (g) => g.setCallData({ data: '1' })],
    ['queryCallAppData', (g) => g.getCallData()],
    ['logout', (g) => g.signOut()],
  ];
  for (const [operation, act] of cases)
    it(operation, async () => {
      const { gateway } = await signedIn([never], ({ guid }) => (guid === null ? undefined : refuseAll()));
      await assert.rejects(act(gateway), { code: '100-007', operation, message: new RegExp(`^${operation}: `) });
    });

  it('login, forceLogin and resetSkill', async () => {
    const refused = setUp([never], refuseAll);
    await assert.rejects(refused.gateway.signIn(password), { operation: 'login' });
    const forced = setUp([never], ({ path }) => code(path.endsWith('/forcelogin') ? '100-007' : '100-002'));
    await assert.rejects(forced.gateway.signIn({ ...password, force: true }), { operation: 'forceLogin' });
    const unskilled = setUp([never], ({ guid }) => (guid === null ? undefined : refuseAll()));
    assert.equal((await unskilled.gateway.signIn(password)).skillsError?.operation, 'resetSkill');
  });

  it('getAgentEvent, also where a poll is repeated', async () => {
    const failing = await signedIn([refuseAll, () => code('100-006')]);
    const failed: string[] = [];
    const onFailure = ({ operation }: { operation: string }) => failed.push(operation);
    const over = assert.rejects(failing.gateway.events({ onFailure }).next(), { operation: 'getAgentEvent' });
    await failing.clock.advance(1_000);
    await over;
    assert.deepEqual(failed, ['getAgentEvent']);
  });

  it('before anything is sent too', async () => {
    const long = '坐'.repeat(5_462);
    const { gateway } = await signedIn();
    await assert.rejects(gateway.setCallData({ data: long }), { operation: 'setCallAppDataEx' });
    await assert.rejects(gateway.events({ callData: long }).next(), { operation: 'getAgentEvent' });
    await assert.rejects(gateway.setStatus('rest', { seconds: 0 }), { operation: 'rest' });
    await gateway.signOut();
    await assert.rejects(gateway.unhold(), { code: '100-008', operation: 'logout' });
    await assert.rejects(setUp().gateway.unhold(), { code: '100-006', operation: 'getHold' });
  });
});
