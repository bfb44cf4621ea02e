/*
 * The contents of the platform's events, typed as the documentation's samples have them: a field that is missing in some sample
 * is optional, one that is a string in one sample and a number in another is both. Source: Huawei Cloud CEC, API reference, agent events (cec_07_0492 … 0523, 1343 … 1403).
 */

/** A string in some samples, a number in others. */
type Value = string | number;

/** The call id: `callid` in voice events, `callId` in others; `callIdOf` reads both. */
export interface CallReference {
  readonly callid?: Value;
  readonly callId?: Value;
}

interface CallContent extends CallReference {
  readonly caller?: Value;
  readonly called?: Value;
  /** `main` or `assistant`. */
  readonly type?: Value;
  /** Call type: 0 incoming, 6 internal, 7 outgoing, 40 reserved, 43 predictive, 44 preview, 51–53 two-, three-, multi-party help. */
  readonly feature?: Value;
  /** 1 voice, 2 video, 3 both, 5 text, 6 H5 video. */
  readonly mediaAbility?: Value;
  /** 1 text chat, 2 click-to-dial, 4 callback, 5 phone, 15 predictive, 16 preview, 17 message, 19 video, 51 web chat, 53 social. */
  readonly mediaType?: Value;
}

/** Of an incoming call that rings, or is answered automatically. */
export interface RingContent extends CallContent {
  /** `yes` or `no`: whether another agent has transferred the call. */
  readonly transfer?: Value;
  /** The agent who did; empty else. */
  readonly transfrom?: Value;
  /** The spelling of the documentation's prose. */
  readonly transFrom?: Value;
}

/** Of a call that was routed to the agent, before it rings. */
export interface IncomingCallInfo extends CallContent {
  readonly skillName?: Value;
  readonly skillId?: Value;
  readonly lastReleaseAgentId?: Value;
  readonly releaseAndReQueueCount?: Value;
  readonly releaseAndReQueueCallFlag?: Value;
}

/** Of a text chat, in the vendor's client; not documented. */
export interface ChatContent extends CallReference {
  readonly caller?: Value;
  readonly called?: Value;
  readonly sender?: Value;
  readonly chatContent?: Value;
  readonly attachData?: unknown;
  readonly isInnerCall?: Value | boolean;
}

interface AlertingContent extends CallReference {
  readonly otherPhoneWorkno?: Value;
  readonly otherPhone?: Value;
  readonly type?: Value;
}

interface PreviewContent {
  readonly controlid?: Value;
  readonly dialeddigits?: Value;
  readonly callData?: unknown;
}

/** As in the documentation's sample (cec_07_1346); null is taken too. */
interface BusyReason {
  /**
   * Busy reason code: 0 none, 1 requested by the agent, 2 unanswered call, 3 forced by an inspector, 4 rest, 5 phone unavailable, 7
   * rejected call, 200–250 as the request had it.
   */
  readonly reason?: Value;
}

/** The content of each event type: `unknown` where none is documented, `string` a bare call id. */
export interface AgentEventContents {
  AgentEvent_Ringing: RingContent;
  AgentEvent_Auto_Answer: RingContent;
  AgentEvent_Talking: CallContent;
  AgentEvent_Customer_Alerting: AlertingContent;
  AgentEvent_Customer_Release: CallReference & { readonly number?: Value };
  AgentEvent_Conference: CallReference & { readonly partner?: Value };
  AgentEvent_Incoming_CallInfo: IncomingCallInfo;
  AgentEvent_Preview_CallOut: PreviewContent;
  AgentEvent_Hold: string | CallReference;
  AgentEvent_Call_Release: string | CallReference;
  AgentEvent_Call_Out_Fail: string | CallReference;
  AgentEvent_Inside_Call_Fail: string | CallReference;
  AgentEvent_No_Answer: unknown;
  AgentEvent_Connect_Fail: unknown;
  AgentEvent_Consult_Fail: unknown;
  AgentEvent_Agent_Occupyed: null;
  AgentEvent_Release_Preview: null;
  AgentState_Ready: null;
  AgentState_Busy: null;
  AgentState_Work: null;
  AgentState_SetNotReady_Success: BusyReason | null;
  AgentState_CancelNotReady_Success: null;
  AgentState_SetWork_Success: null;
  AgentState_CancelWork_Success: null;
  AgentState_SetRest_Success: null;
  AgentState_CancelRest_Success: null;
  AgentState_Rest_Timeout: null;
  AgentState_Force_Ready: null;
  AgentState_Force_SetNotReady: null;
  AgentOther_InService: null;
  AgentOther_ShutdownService: null;
  AgentOther_PhoneAlerting: null;
  AgentOther_PhoneOffhook: null;
  AgentOther_PhoneRelease: null;
  AgentOther_All_Agent_Busy: null;
  AgentChat_Ring: ChatContent;
  AgentChat_Connected: ChatContent;
  AgentChat_Disconnected: ChatContent;
  AgentChat_DataRecved: ChatContent;
  AgentChat_CallOutCreated: ChatContent;
  AgentChat_CalloutFailed: ChatContent;
  AgentMediaEvent_Record: unknown;
  AgentMediaEvent_StopRecordDone: unknown;
}
