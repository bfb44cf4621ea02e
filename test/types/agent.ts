/** Code of an agent's desk: what must compile, and what must not. Checked against the built types. */
import {
  AgentError,
  AgentGateway,
  callIdOf,
  isKnownEvent,
  type AgentEvent,
  type AgentErrorCode,
} from 'cc-widgets/agent';

const gateway = new AgentGateway({ baseUrl: 'https://cc.example', agentId: '291' });

export async function desk(signal: AbortSignal): Promise<void> {
  await gateway.signIn({ password: '', phoneNumber: '40038', force: true, skills: [1, 2] });
  for await (const event of gateway.events({ signal, callData: '' })) read(event);
  await gateway.setStatus('rest', { seconds: 300 });
  await gateway.setCallData({ data: Uint8Array.of(1) });
  const text: string = await gateway.getCallData({ callId: '1' });
  const bytes: Uint8Array = await gateway.getCallData({ as: 'bytes' });
  await gateway.setCallData({ data: text || bytes, base64: true });

  await gateway.unhold({ callId: callIdOf('1456404043-37') });
  await gateway.transfer({ to: '102', deviceType: 2, mode: 2, callId: callIdOf(null) });
  // @ts-expect-error An address alone does not say what it is the address of.
  await gateway.transfer({ to: '102' });
  // @ts-expect-error There are device types 1 to 5.
  await gateway.transfer({ to: '102', deviceType: 6 });
  // @ts-expect-error A number would lose leading zeros.
  await gateway.answer({ callId: 1456404043 });
  // @ts-expect-error Nobody chooses to be talking.
  await gateway.setStatus('talking');
  // @ts-expect-error Without a password nobody signs in.
  await gateway.signIn({ phoneNumber: '40038' });
  // @ts-expect-error The Guid is the platform's.
  gateway.guid = '';
}

function read(event: AgentEvent): string | number | null | undefined {
  // @ts-expect-error What an event carries is not known before it was looked at.
  const unknown: string = event.content;
  if (!isKnownEvent(event)) return `${event.eventType} ${unknown}`;
  switch (event.eventType) {
    case 'AgentEvent_Ringing':
      return event.content.mediaType;
    case 'AgentEvent_Call_Release':
      // @ts-expect-error The id comes bare or in an object: `callIdOf` reads both.
      event.content satisfies string;
      return callIdOf(event.content);
    case 'AgentState_SetNotReady_Success':
      // @ts-expect-error It may be null.
      event.content.reason satisfies unknown;
      return event.content?.reason;
    case 'AgentState_Ready':
      return event.content satisfies null;
    // @ts-expect-error No such event.
    case 'AgentEvent_Nothing':
      return null;
    default:
      return event.workNo;
  }
}

export const signedInElsewhere = (error: unknown): boolean =>
  error instanceof AgentError && error.code === ('100-002' satisfies AgentErrorCode);
