/* Names only: what the site's own server needs, as WHATWG handlers; with an adapter for node:http and Express. */
export { createSiteServer, type SiteServer, type SiteServerOptions } from './server/site-server.js';
export type { Handler, Peer, Visitor } from './server/gate.js';
export type { Platform } from './server/platform-tokens.js';
export type { CobrowseOptions, ConnectionAsked, RelayPlacer } from './server/connection-info.js';
export { toNode } from './server/to-node.js';
export { issueTicket, type Grant } from './relay/ticket.js';
