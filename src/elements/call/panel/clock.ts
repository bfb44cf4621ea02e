import type { CallState } from '../../../core/call/call-state.js';

/** When the timer that is shown was started, ms since the epoch; null where none is shown. */
function timerStart(state: CallState): number | null {
  if (state.name === 'reconnecting' && state.lost !== 'signaling') return state.lostSince;
  return 'talkingSince' in state ? state.talkingSince : null;
}

/** Calls back when the timer that is shown reaches its next full second. One shot: `follow` after each render. */
export class PanelClock {
  readonly #onSecond: () => void;
  #timeout: ReturnType<typeof setTimeout> | undefined;

  constructor(onSecond: () => void) {
    this.#onSecond = onSecond;
  }

  follow(state: CallState): void {
    this.stop();
    const start = timerStart(state);
    if (start === null) return;
    this.#timeout = setTimeout(this.#onSecond, 1000 - ((Date.now() - start) % 1000));
  }

  stop(): void {
    clearTimeout(this.#timeout);
  }
}
