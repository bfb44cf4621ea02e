/*
 * The part of sip.js that a call needs: messages, transactions and dialogs. Its API and web platform layers stay out of
 * the bundle: we bring our own peer connection and sockets, and know which of their defaults hurt a call.
 */
export { URI } from 'sip.js/lib/grammar/uri.js';
export { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
export { fromBodyLegacy } from 'sip.js/lib/core/messages/body.js';
export { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
export { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
export { Parser } from 'sip.js/lib/core/messages/parser.js';
export { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
export type { Contact } from 'sip.js/lib/core/user-agent-core/user-agent-core-configuration.js';
export type { IncomingInviteRequest, OutgoingInviteRequest } from 'sip.js/lib/core/messages/methods/invite.js';
export type { Session } from 'sip.js/lib/core/session/session.js';
