import type { JsonObject } from '../answers.js';

/** An event as agentevent returns it; `content` is shaped like the documentation's sample of its type. */
export interface AgentEvent {
  readonly eventType: string;
  readonly workNo: string;
  readonly content: AgentEventContent;
}

/** A string is a call id. */
export type AgentEventContent = JsonObject | string | null;
