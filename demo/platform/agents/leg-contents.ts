import type { JsonObject } from '../answers.js';

/** What the platform's call is to an agent's leg. */
export interface AttendedCall {
  readonly callId: string;
  /** The visitor, as From and the agents' events name them. */
  readonly caller: string;
  readonly media: 'voice' | 'video';
  /** ms since the epoch */
  readonly createdAt: number;
  /** Of the whole call: after a transfer the next agent reads what the one before wrote. */
  data: Uint8Array;
}

/** AgentEvent_Ringing, or AgentEvent_Auto_Answer. `transferredFrom` is empty where no agent had the call before. */
export function ringContent(
  call: AttendedCall,
  called: string,
  { autoAnswer, transferredFrom }: { readonly autoAnswer: boolean; readonly transferredFrom: string },
): JsonObject {
  return {
    caller: call.caller,
    transfer: transferredFrom === '' ? 'no' : 'yes',
    callid: call.callId,
    transfrom: transferredFrom,
    called,
    type: 'main',
    // Click-to-dial; a number in the samples of the one event, a string in those of the other.
    mediaType: autoAnswer ? 2 : '2',
    mediaAbility: mediaAbility(call),
    feature: '0',
  };
}

/** AgentEvent_Talking. */
export function talkingContent(call: AttendedCall, called: string): JsonObject {
  const { caller, callId } = call;
  return { caller, callid: callId, called, feature: '0', type: 'main', mediaAbility: mediaAbility(call) };
}

/** The result of the call information operations (cec_07_1264 and its neighbours). */
export function callInfo({ callId, caller, createdAt, data }: AttendedCall, called: string): JsonObject {
  return {
    callfeature: 0,
    callid: callId,
    caller,
    called,
    callskill: 'click-to-call',
    callskillid: 1,
    orgicallednum: '',
    calldata: new TextDecoder().decode(data),
    begintime: createdAt,
    endtime: null,
  };
}

/** 1 voice, 3 audio and video. */
const mediaAbility = ({ media }: AttendedCall): string => (media === 'video' ? '3' : '1');
