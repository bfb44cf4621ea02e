import type { Credentials } from './credentials.js';
import type { JsonObject } from './guards.js';

/** One operation on the wire. `path` is relative to the base URL and starts with a slash. */
export interface Operation {
  /** The documents' name of it, for messages. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: JsonObject;
}

export type ControlType = 'CONNECT' | 'DISCONNECT';
/** `0` voice, `1` video. */
export type MediaAbility = '0' | '1';

/** How a family carries credentials. */
export type Authorize = (credentials: Credentials) => {
  headers: Record<string, string>;
  credentials: RequestCredentials;
};

/** An interface family of the platform: the same operations under other paths, bodies and credentials. */
export interface Family {
  send(controlType: ControlType, content: string): Operation;
  pollMessages(): Operation;
  checkClickToCallSupport(): Operation;
  createClickToCall(mediaAbility: MediaAbility): Operation;
  getClickToCallEvents(): Operation;
  dropClickToCall(): Operation;
  /** null where the family has none. */
  queryQueueInfo(): Operation | null;
  readonly authorize: Authorize;
}

export interface Visitor {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
}
