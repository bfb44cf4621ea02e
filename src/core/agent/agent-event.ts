import { isObject, text } from '../platform/guards.js';
import type { AgentEventContents } from './agent-event-contents.js';

/** An event as the platform sent it, other fields of the platform included. `isKnownEvent` tells what `content` is. */
export interface AgentEvent {
  /** Empty where the event could not be read; `content` is then all that came. */
  readonly eventType: string;
  /** The agent's id; empty where the event could not be read. */
  readonly workNo: string;
  readonly content: unknown;
  /** When the platform made the event, ms since the epoch; newer platforms only. */
  readonly eventGenTime?: unknown;
}

export type AgentEventType = keyof AgentEventContents;

/** An event of a documented type whose content has the documented form: a union that `eventType` discriminates. */
export type KnownAgentEvent = {
  [Type in AgentEventType]: AgentEvent & { readonly eventType: Type; readonly content: AgentEventContents[Type] };
}[AgentEventType];

/** `id`: a call id, bare or in an object. `none`: always null. `any`: no document says. */
type Form = 'object' | 'id' | 'none' | 'any';
type FormOf<Content> = unknown extends Content
  ? 'any'
  : Content extends null
    ? 'none'
    : string extends Content
      ? 'id'
      : 'object';

const forms: { readonly [Type in AgentEventType]: FormOf<AgentEventContents[Type]> } = {
  AgentEvent_Ringing: 'object',
  AgentEvent_Auto_Answer: 'object',
  AgentEvent_Talking: 'object',
  AgentEvent_Customer_Alerting: 'object',
  AgentEvent_Customer_Release: 'object',
  AgentEvent_Conference: 'object',
  AgentEvent_Incoming_CallInfo: 'object',
  AgentEvent_Preview_CallOut: 'object',
  AgentEvent_Hold: 'id',
  AgentEvent_Call_Release: 'id',
  AgentEvent_Call_Out_Fail: 'id',
  AgentEvent_Inside_Call_Fail: 'id',
  AgentEvent_No_Answer: 'any',
  AgentEvent_Connect_Fail: 'any',
  AgentEvent_Consult_Fail: 'any',
  AgentEvent_Agent_Occupyed: 'none',
  AgentEvent_Release_Preview: 'none',
  AgentState_Ready: 'none',
  AgentState_Busy: 'none',
  AgentState_Work: 'none',
  AgentState_SetNotReady_Success: 'none',
  AgentState_CancelNotReady_Success: 'none',
  AgentState_SetWork_Success: 'none',
  AgentState_CancelWork_Success: 'none',
  AgentState_SetRest_Success: 'none',
  AgentState_CancelRest_Success: 'none',
  AgentState_Rest_Timeout: 'none',
  AgentState_Force_Ready: 'none',
  AgentState_Force_SetNotReady: 'none',
  AgentOther_InService: 'none',
  AgentOther_ShutdownService: 'none',
  AgentOther_PhoneAlerting: 'none',
  AgentOther_PhoneOffhook: 'none',
  AgentOther_PhoneRelease: 'none',
  AgentOther_All_Agent_Busy: 'none',
  AgentChat_Ring: 'object',
  AgentChat_Connected: 'object',
  AgentChat_Disconnected: 'object',
  AgentChat_DataRecved: 'object',
  AgentChat_CallOutCreated: 'object',
  AgentChat_CalloutFailed: 'object',
  AgentMediaEvent_Record: 'any',
  AgentMediaEvent_StopRecordDone: 'any',
};

const hasForm: Readonly<Record<Form, (content: unknown) => boolean>> = {
  object: isObject,
  id: (content) => typeof content === 'string' || isObject(content),
  none: (content) => content === null,
  any: () => true,
};

/** Narrows an event to its type; false for types that no document has and for contents of another form. */
export function isKnownEvent(event: AgentEvent): event is KnownAgentEvent {
  return isListed(event.eventType) && hasForm[forms[event.eventType]](event.content);
}

const isListed = (eventType: string): eventType is AgentEventType => Object.hasOwn(forms, eventType);

/** Text, as the platform's call ids are no numbers. Null, as `callIdOf` reads it from an event without one, names no call. */
export type CallId = string | null;

/** The call that an event's content is about: the content itself, its `callid` or its `callId`. Null where it names none. */
export function callIdOf(content: unknown): CallId {
  return isObject(content) ? (text(content['callid']) ?? text(content['callId'])) : text(content);
}

/**
 * The events in a poll's answer, oldest first: `event` holds one or an array of them, or one of many forms of nothing (null,
 * `""`, `{}`, `[]`, no such field, no JSON object at all). What is not nothing and can't be read is handed on as it came.
 * Source: Huawei Cloud CEC, "Obtaining Events of One Agent in Polling Mode" (cec_07_1274).
 */
export function readAgentEvents(body: unknown): AgentEvent[] {
  // A bare array is no documented answer: it counts where it holds events, and is nothing where it does not.
  if (Array.isArray(body))
    return body.filter((item) => isObject(item) && text(item['eventType']) !== null).map(readEvent);
  if (!isObject(body)) return [];
  const came: unknown = body['event'];
  const events: unknown[] = Array.isArray(came) ? came : [came];
  return events.filter((event) => !isNothing(event)).map(readEvent);
}

function readEvent(event: unknown): AgentEvent {
  const eventType = isObject(event) ? text(event['eventType']) : null;
  if (!isObject(event) || eventType === null) return { eventType: '', workNo: '', content: event };
  const { content } = event;
  const none = isNothing(content) && (content === undefined || (isListed(eventType) && forms[eventType] === 'none'));
  return { ...event, eventType, workNo: text(event['workNo']) ?? '', content: none ? null : content };
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
