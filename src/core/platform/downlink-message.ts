import { isObject, text, type JsonObject } from './guards.js';

/** A message of the text session, from an agent, a robot or the platform itself, without its text. */
export interface DownlinkMessage {
  /** The multimedia call id; null where this message has none. */
  readonly callId: string | null;
}

/**
 * Reads the response to a poll for messages; items that are not objects are skipped.
 * Source: Huawei Cloud CEC, message poll (cec_05_2022) and getMessageForWebChannel.
 */
export function readDownlinkMessages({ downlinkMessages }: JsonObject): DownlinkMessage[] {
  if (!Array.isArray(downlinkMessages)) return [];
  const messages: unknown[] = downlinkMessages;
  return messages.filter(isObject).map((message) => ({ callId: text(message['callId']) }));
}
