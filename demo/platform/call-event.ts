import type { JsonObject } from './answers.js';

/** An event of getClickToCallEvents, with the types and texts of the documents' samples (cec_05_1008). */
export interface CallEvent {
  readonly eventId: number;
  readonly resultDesc: string;
  readonly content?: JsonObject;
}

/** Cause ids are not documented; the samples have -1. */
const cause = (causeDesc: string): JsonObject => ({ causeId: -1, causeDesc });

export const connected = (content: JsonObject): CallEvent => ({
  eventId: 168101,
  resultDesc: 'Call connected',
  content,
});
export const queued: CallEvent = { eventId: 168102, resultDesc: 'Call in queue' };
export const queueTimeout: CallEvent = {
  eventId: 168103,
  resultDesc: 'Call queue timeout',
  content: cause('queue timeout'),
};
export const failed: CallEvent = { eventId: 168105, resultDesc: 'Call failed', content: cause('no route') };
export const transferred: CallEvent = { eventId: 168106, resultDesc: 'Call transfered' };
export const released = (by: string): CallEvent => ({
  eventId: 168110,
  resultDesc: 'Call disconnected',
  content: cause(`released by ${by}`),
});

/** The answer to a poll without an event. */
export const noEvent: JsonObject = { resultCode: '0', resultDesc: 'ClickToCall polled without any events' };
