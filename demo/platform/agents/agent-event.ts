import type { JsonObject } from '../answers.js';

/** An event as agentevent brings it; `content` is what the documents' sample of its type has. */
export interface AgentEvent {
  readonly eventType: string;
  readonly workNo: string;
  readonly content: AgentEventContent;
}

/** A string is a call id. */
export type AgentEventContent = JsonObject | string | null;
