import { isObject, text } from '../platform/guards.js';
import type { AgentEventContents } from './agent-event-contents.js';

/** An event as the platform sent it, undocumented fields included. `isKnownEvent` narrows `content`. */
export interface AgentEvent {
  /** Empty where the event could not be parsed; `content` is then the raw value. */
  readonly eventType: string;
  /** The agent's id; empty where the event could not be parsed. */
  readonly workNo: string;
  /** An object, a string or null, by `eventType`; see `AgentEventContents`. */
  readonly content: unknown;
  /** When the platform generated the event, ms since the epoch; newer platforms only. */
  readonly eventGenTime?: unknown;
}

/** The documented event types. */
export type AgentEventType = keyof AgentEventContents;

/** An event of a documented type whose content has the documented form: a union discriminated by `eventType`. */
export type KnownAgentEvent = {
  [Type in AgentEventType]: AgentEvent & { readonly eventType: Type; readonly content: AgentEventContents[Type] };
}[AgentEventType];

/** `id`: a call id, bare or in an object. `optional`: an object or null. `none`: always null. `any`: not documented. */
type Form = 'object' | 'optional' | 'id' | 'none' | 'any';
type FormOf<Content> = unknown extends Content
  ? 'any'
  : [Content] extends [null]
    ? 'none'
    : null extends Content
      ? 'optional'
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
  AgentState_SetNotReady_Success: 'optional',
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
  optional: (content) => content === null || isObject(content),
  id: (content) => typeof content === 'string' || isObject(content),
  none: (content) => content === null,
  any: () => true,
};

/** Narrows an event by its type; false for undocumented types and for contents of another form than documented. */
export function isKnownEvent(event: AgentEvent): event is KnownAgentEvent {
  return isListed(event.eventType) && hasForm[forms[event.eventType]](event.content);
}

const isListed = (eventType: string): eventType is AgentEventType => Object.hasOwn(forms, eventType);

/** A string such as `1456404043-37`. Null, which is what `callIdOf` returns for an event without one, is the same as none. */
export type CallId = string | null;

/** The call id in an event's `content`: the content itself, its `callid` or its `callId`. Null where it has none. */
export function callIdOf(content: unknown): CallId {
  return isObject(content) ? (text(content['callid']) ?? text(content['callId'])) : text(content);
}

/**
 * The events in a poll's response, oldest first: `event` is one event, an array of them, or empty in one of many forms (null,
 * `""`, `{}`, `[]`, no such field, not a JSON object at all). What is not empty and can't be parsed is passed on raw.
 * Source: Huawei Cloud CEC, "Obtaining Events of One Agent in Polling Mode" (cec_07_1274).
 */
export function readAgentEvents(body: unknown): AgentEvent[] {
  // A bare array is not documented: taken where it holds events, empty otherwise.
  if (Array.isArray(body))
    return body.filter((item) => isObject(item) && text(item['eventType']) !== null).map(readEvent);
  if (!isObject(body)) return [];
  const { event } = body;
  const events: unknown[] = Array.isArray(event) ? event : [event];
  return events.filter((event) => !isEmpty(event)).map(readEvent);
}

function readEvent(event: unknown): AgentEvent {
  const eventType = isObject(event) ? text(event['eventType']) : null;
  if (!isObject(event) || eventType === null) return { eventType: '', workNo: '', content: event };
  const { content } = event;
  const none =
    isEmpty(content) &&
    (content === undefined || (isListed(eventType) && ['none', 'optional'].includes(forms[eventType])));
  return { ...event, eventType, workNo: text(event['workNo']) ?? '', content: none ? null : content };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
