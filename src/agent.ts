/* `cc-widgets/agent`: re-exports only. No DOM; runs in Node too. */
export { AgentGateway, type AgentGatewayOptions } from './core/agent/agent-gateway.js';
export type { CallDataOptions, SetCallDataOptions } from './core/agent/agent-gateway.js';
export { AgentError, type AgentErrorCode } from './core/agent/agent-error.js';
export {
  callIdOf,
  isKnownEvent,
  type AgentEvent,
  type AgentEventType,
  type CallId,
  type KnownAgentEvent,
} from './core/agent/agent-event.js';
export type {
  AgentEventContents,
  CallReference,
  ChatContent,
  IncomingCallInfo,
  RingContent,
} from './core/agent/agent-event-contents.js';
export type { CancelableStatus, ChosenStatus, RestOptions, SignInOptions } from './core/agent/agent-operations.js';
export type { AgentStatus } from './core/agent/agent-status.js';
export { maxCallDataBytes } from './core/agent/call-data.js';
export type { EventsOptions } from './core/agent/event-feed.js';
export type { TransferDeviceType, TransferOptions } from './core/agent/transfer.js';
export type { Clock } from './core/lib/clock.js';
