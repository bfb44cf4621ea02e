import type { ConnectionInfo } from '../platform/cobrowse-client.js';
import type { Anchor, Point } from './wire/control.js';

/* What co-browsing needs of a browser: one adapter each in browser/cobrowse/. They decide nothing. */

/** A WebSocket with subprotocol `cc-cobrowse.1`, open. */
export interface RelaySocket {
  /** Bytes that were passed to `send` and are still queued, as `WebSocket.bufferedAmount`. */
  readonly bufferedAmount: number;
  /** Never throws: on a socket that is closing or closed the message is dropped. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  onMessage: ((message: string | Uint8Array) => void) | null;
  /** `code` as in RFC 6455 §7.4, 1006 where the connection broke. */
  onClose: ((code: number) => void) | null;
}

/** Resolves with an open socket. Rejects where it does not open, and with the signal's reason when aborted. */
export type OpenRelaySocket = (url: string, signal: AbortSignal) => Promise<RelaySocket>;

/** Requests connection info from the platform: the relay's URL, and a ticket for one hello. @throws PlatformError */
export type AskForConnection = (signal: AbortSignal) => Promise<ConnectionInfo>;

/** An event of the recording, of a shape that only recorder, filter and player know. */
export type PageEvent = object;

export interface PageRecording {
  /** Requests a keyframe, which is emitted in a later task. */
  keyframe(): void;
  /** Where on the page an agent's anchor is now, CSS pixels; null where there is no such node. */
  locate(anchor: Anchor): Point | null;
  /** Nothing is emitted after this. */
  stop(): void;
}

/** `too-large`: more nodes, deeper or more bytes than can be shared. `broken`: the recorder can't work on this page. */
export type RecorderFailure = 'too-large' | 'broken';

export interface RecordingEvents {
  /** What may leave the page. A keyframe does not depend on earlier events; a delta depends on all since the last keyframe. */
  readonly emit: (events: readonly PageEvent[], keyframe: boolean) => void;
  /** Called at most once; the recording has stopped. */
  readonly onFailure: (failure: RecorderFailure, cause: unknown) => void;
}

/** Starts recording; the first call of `emit` is a keyframe. */
export type RecordPage = (events: RecordingEvents) => PageRecording;

export interface PagePlayer {
  /** Applies the events of a keyframe, which replaces the picture, or of a delta. Throws where they can't be shown. */
  apply(events: readonly unknown[], keyframe: boolean): void;
  /** The node of the picture at this point of the page (CSS pixels); null where there is none. */
  anchorAt(at: Point): Anchor | null;
  stop(): void;
}

/** A tab's resume record: what the next page of the tab needs to continue sharing, kept in `sessionStorage` in between. */
export interface ShareMemory {
  readonly roomId: string;
  readonly resumeToken: string;
  readonly url: string;
  readonly tab: string;
  /** End of the relay's grace, ms since 1970. */
  readonly expires: number;
  readonly paused: boolean;
}
