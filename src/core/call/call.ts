import type { CallReport } from './call-report.js';
import type { CallNotice, CallState } from './call-state.js';
import type { Quality } from './quality.js';

/** A call as the element sees it: one object per press, not reusable after its end. */
export interface Call {
  readonly state: CallState;
  /** Calls `listener` after every change of state. Returns an unsubscribe function. */
  subscribe(listener: (state: CallState, previous: CallState) => void): () => void;
  /** Calls `listener` once or twice in two seconds of talking, with what was measured. Returns an unsubscribe function. */
  subscribeQuality(listener: (quality: Quality) => void): () => void;
  /** What the call was like; null until it is over. */
  readonly report: CallReport | null;
  /** Resolves when the call is talking or over; never rejects. */
  readonly settled: Promise<void>;
  /** Ends the call at once, in any state. Settles when the platform has responded, at the latest after 2 s. */
  hangUp(): Promise<void>;
  /** The same while the page is being unloaded: BYE and requests are sent before it returns. */
  leave(): void;
  /** `tones`: 0–9 A–D # * and `,` for a pause of 2 s. Throws a RangeError for anything else. */
  sendDtmf(tones: string): void;
  muted: boolean;
}

/** A call that was not started yet, for who makes it. */
export interface StartableCall extends Call {
  start(): void;
  /** The browser's autoplay policy blocks the sound, or no longer does. */
  soundBlocked(blocked: boolean): void;
  /** Something is amiss with the visitor's devices, or no longer is. */
  noticed(notice: CallNotice, on: boolean): void;
}
