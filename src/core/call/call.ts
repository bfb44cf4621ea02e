import type { CallState } from './call-state.js';

/** A call as the element sees it: one object per press, of no use after its end. */
export interface Call {
  readonly state: CallState;
  /** Hears of every change of state. Returns an unsubscribe function. */
  subscribe(listener: (state: CallState, previous: CallState) => void): () => void;
  /** Settles when the call is talking or over. */
  readonly settled: Promise<void>;
  /** Ends the call at once, whatever it is doing. Settles when platform and gateway were told. */
  hangUp(): Promise<void>;
  /** The same for a page that goes away: everything that must leave leaves before it returns. */
  leave(): void;
  /** `tones`: 0–9 A–D # * and `,` for a pause of 2 s. Throws a RangeError for anything else. */
  sendDtmf(tones: string): void;
  muted: boolean;
}
