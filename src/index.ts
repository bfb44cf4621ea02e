/* Names only: importing this registers nothing and touches no page. */
export { CcClickToCall } from './elements/call/cc-click-to-call.js';
export { CcCobrowse } from './elements/cobrowse/cc-cobrowse.js';
export {
  CcBeforeCallEvent,
  CcCallEndEvent,
  CcSessionChangeEvent,
  type CcClickToCallEventMap,
} from './elements/call/call-events.js';
export { CcQualityEvent } from './elements/call/quality-event.js';
export { CcControlChangeEvent, type CcCobrowseEventMap } from './elements/cobrowse/events.js';
export { CcErrorEvent, CcStateChangeEvent } from './elements/shared/events.js';
export type { TextOverrides } from './elements/texts/call/texts.js';

export { CallError, callErrorCodes, type CallErrorCode } from './core/call/call-error.js';
export { CobrowseError, cobrowseErrorCodes, type CobrowseErrorCode } from './core/cobrowse/cobrowse-error.js';
export { CodedError, type Failure, type FailureDetails } from './core/lib/coded-error.js';
export { PlatformError, type ClickToCallErrorCode, type PlatformErrorCode } from './core/platform/platform-error.js';
export type { CallState, CallStateName, EndReason, MediaKind } from './core/call/call-state.js';
export type { Call, StartableCall } from './core/call/call.js';
export type { CallReport } from './core/call/call-report.js';
export type { Quality, QualityCause, QualityLevel } from './core/call/quality.js';

/* The service layer without a page: the platform's operations, and a call over ports of your own. */
export { systemClock, type Clock } from './core/lib/clock.js';
export { CredentialStore } from './core/platform/credential-store.js';
export type { Credentials, CredentialsContext, CredentialsProvider, IceServer } from './core/platform/credentials.js';
export { fabric } from './core/platform/fabric.js';
export { webadapter } from './core/platform/webadapter.js';
export { PlatformClient, type PlatformOptions, type QueueInfo } from './core/platform/platform-client.js';
export type { ClickToCallEvent, GatewayTarget } from './core/platform/click-to-call-event.js';
export type { Authorize, Family, Visitor } from './core/platform/family.js';
export type { Fetch } from './core/platform/request.js';
export {
  createSession,
  type SessionHold,
  type SessionPorts,
  type VisitorSession,
} from './core/session/session-flow.js';
export type { SessionState } from './core/session/session-state.js';
export { createCall, type CallConfig, type CallPorts } from './core/call/call-flow.js';
export type { DeviceFacts } from './core/call/device-verdict.js';
export type { GatheringRule } from './core/call/gathering.js';
export type {
  Capture,
  CreatePeer,
  Devices,
  DialogEvents,
  GatewayMemory,
  Invite,
  Network,
  Offer,
  OpenChannel,
  PagePolicy,
  Peer,
  PeerEvent,
  SignalingChannel,
  SipDialog,
} from './core/call/ports.js';
export type { Log, LogLevel } from './core/lib/log.js';
export { version } from './core/lib/version.js';
