import type { ConnectionInfo } from '../platform/cobrowse-client.js';
import type { Anchor, Point } from './wire/control.js';

/* What co-browsing needs of a browser. One adapter each in browser/; they decide nothing. */

/** A WebSocket with subprotocol `cc-cobrowse.1`, open. */
export interface RelaySocket {
  /** Bytes that were handed over and have not left yet. */
  readonly bufferedAmount: number;
  /** Throws nothing: what can't be sent any more is followed by `onClose`. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  onMessage: ((message: string | Uint8Array) => void) | null;
  /** `code` as in RFC 6455 §7.4, 1006 where the connection broke. */
  onClose: ((code: number) => void) | null;
}

/** Rejects where the socket does not open, and with the signal's reason. */
export type OpenRelaySocket = (url: string, signal: AbortSignal) => Promise<RelaySocket>;

/** A new connection from the platform; its ticket is good for one hello. */
export type AskForConnection = (signal: AbortSignal) => Promise<ConnectionInfo>;

/** An event of the recording, of a shape that only recorder, filter and player know. */
export type PageEvent = object;

export interface PageRecording {
  /** Asks for a keyframe, which comes in a task of its own. */
  keyframe(): void;
  /** Where on the page an agent's anchor is now; null where there is no such node. */
  locate(anchor: Anchor): Point | null;
  /** Nothing is emitted any more. */
  stop(): void;
}

/** `too-large`: more nodes, deeper or more bytes than can be shared. `broken`: the recorder can't work on this page. */
export type RecorderFailure = 'too-large' | 'broken';

export interface RecordingEvents {
  /** What may leave the page. A keyframe needs nothing that came before. */
  readonly emit: (events: readonly PageEvent[], keyframe: boolean) => void;
  /** At most once; the recording has ended then. */
  readonly onFailure: (failure: RecorderFailure, cause: unknown) => void;
}

/** Begins with a keyframe. */
export type RecordPage = (events: RecordingEvents) => PageRecording;

export interface PagePlayer {
  /** Shows the events of a keyframe in place of all before, or what has changed since. Throws where it can't. */
  apply(events: readonly unknown[], keyframe: boolean): void;
  /** What of the picture is at this point of the page; null where nothing is. */
  anchorAt(at: Point): Anchor | null;
  stop(): void;
}

/** What this tab remembers of its sharing while it goes from page to page. */
export interface ShareMemory {
  readonly roomId: string;
  readonly resumeToken: string;
  readonly url: string;
  readonly tab: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly paused: boolean;
}
