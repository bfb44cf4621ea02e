/* Names only: the co-browse relay, for Node. */
export { createRelay, type Relay, type RelayOptions } from './relay/relay.js';
export { issueTicket, type Grant } from './relay/ticket.js';
export { openRedisStore } from './relay/redis-store.js';
export { StoreAwayError, type RelayNode, type RelayStore } from './relay/store.js';
export type { ClusterOptions } from './relay/cluster.js';
export { relayLimits, type RelayLimits } from './relay/limits.js';
export type { Act, AuditRecord } from './relay/audit.js';
export { closeCodes } from './core/cobrowse/wire/control.js';
