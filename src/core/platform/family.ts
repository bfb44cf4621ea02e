import type { Credentials } from './credentials.js';
import type { JsonObject } from './guards.js';

/** One HTTP operation. `path` is relative to the base URL and starts with a slash. */
export interface Operation {
  /** Its name in the platform's documents, for error messages and the log. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: JsonObject;
}

export type ControlType = 'CONNECT' | 'DISCONNECT';
/** `0` voice, `1` video. */
export type MediaAbility = '0' | '1';

/** Where a family puts the credentials: request headers, or the platform's cookie. */
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
  /** null where the family has no such operation. */
  queryQueueInfo(): Operation | null;
  readonly authorize: Authorize;
}

export interface Visitor {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
}
