/* Names only: the co-browse relay, for Node. */
export { issueTicket, type Grant } from './relay/ticket.js';
