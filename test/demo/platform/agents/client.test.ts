import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AgentGateway } from '../../../../src/core/agent/agent-gateway.js';
import { ORIGIN } from '../visitor.js';
import { floor } from './agent.js';

/** A desk's client on the contact center, without anything in between. */
async function signedIn(agentId: string, { center, clock, phones }: Awaited<ReturnType<typeof floor>>) {
  const gateway = new AgentGateway({
    baseUrl: ORIGIN,
    agentId,
    clock,
    fetch: (url, init) => center.handle(new Request(url, init)),
  });
  await gateway.signIn({ password: 'demo', phoneNumber: `40${agentId}` });
  phones.register(`40${agentId}`);
  const listening = new AbortController();
  const heard: string[] = [];
  const follow = async () => {
    for await (const { eventType } of gateway.events({ signal: listening.signal })) heard.push(eventType);
  };
  const following = follow();
  const stop = async () => {
    listening.abort();
    await clock.advance(1_000);
    await following;
  };
  return { gateway, heard, stop };
}

describe('the agent-side client', () => {
  it('takes a call, keeps its Guid over rotations, and hands the call and its data on', async () => {
    const made = await floor();
    const { clock, create, phone, heard: visitorHeard } = made;
    const one = await signedIn('101', made);
    await clock.advance(1_000);
    await create();
    phone().answer();
    await clock.advance(1_000);
    await one.gateway.setCallData({ data: 'Ada möchte die Lampe' });
    await clock.advance(300_000);
    await one.gateway.hold();
    const two = await signedIn('102', made);
    await clock.advance(1_000);
    await one.gateway.transfer({ to: '102', deviceType: 2 });
    phone().answer();
    await clock.advance(1_000);
    assert.equal(await two.gateway.getCallData(), 'Ada möchte die Lampe');
    await two.gateway.release();
    await clock.advance(1_000);
    const first = ['AgentOther_InService', 'AgentState_Ready', 'AgentEvent_Ringing', 'AgentEvent_Talking'];
    const last = ['AgentEvent_Call_Release', 'AgentState_Ready'];
    assert.deepEqual(one.heard, [...first, 'AgentEvent_Hold', ...last]);
    assert.deepEqual(two.heard, [...first, ...last]);
    assert.deepEqual(await visitorHeard(), [168101, 168106, 168101, 168110]);
    await Promise.all([one.stop(), two.stop()]);
  });
});
