/* Names only: importing this registers nothing and touches no page. */
export { CcClickToCall } from './elements/call/cc-click-to-call.js';
export { CcCobrowse } from './elements/cobrowse/cc-cobrowse.js';
export {
  CcBeforeCallEvent,
  CcCallEndEvent,
  CcSessionChangeEvent,
  type CcClickToCallEventMap,
} from './elements/call/call-events.js';
export type { CcCobrowseEventMap } from './elements/cobrowse/events.js';
export { CcErrorEvent, CcStateChangeEvent, type Failure } from './elements/shared/events.js';
export type { TextOverrides } from './elements/texts/call/texts.js';

export { CallError, errorCodes, type ErrorCode } from './core/lib/errors.js';
export type { CallState, CallStateName, EndReason, MediaKind } from './core/call/call-state.js';
export type { Call } from './core/call/call.js';

/* The service layer without a page: the platform's operations, and a call over ports of your own. */
export { systemClock, type Clock } from './core/lib/clock.js';
export {
  CredentialStore,
  type Credentials,
  type CredentialsContext,
  type CredentialsProvider,
} from './core/platform/credentials.js';
export { fabric } from './core/platform/fabric.js';
export { webadapter } from './core/platform/webadapter.js';
export { PlatformClient, type PlatformOptions, type QueueInfo } from './core/platform/platform-client.js';
export type { ClickToCallEvent, GatewayTarget } from './core/platform/click-to-call-event.js';
export { createCall, type CallConfig, type CallPorts } from './core/call/call-flow.js';
