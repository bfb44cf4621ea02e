import type { Clock } from '../../lib/clock.js';
import { maxActText, type Act } from '../wire/act.js';

/** Acts leave no closer than this, ms: below the relay's rate. */
const GAP_MS = 60;
/** More than these that wait are somebody leaning on a key. */
const MOST = 100;

/** Sends acts in their order, at the relay's pace. What is typed or scrolled while it waits becomes one act. */
export class ActQueue {
  readonly #clock: Clock;
  readonly #send: (act: Act) => void;
  #waiting: Act[] = [];
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (act: Act) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  put(act: Act): void {
    const last = this.#waiting.at(-1);
    const joined = last && join(last, act);
    if (joined) this.#waiting[this.#waiting.length - 1] = joined;
    else if (this.#waiting.length < MOST) this.#waiting.push(act);
    if (!this.#cancel) this.#next();
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
  }

  #next(): void {
    const act = this.#waiting.shift();
    this.#cancel = null;
    if (!act) return;
    this.#cancel = this.#clock.after(GAP_MS, () => this.#next());
    this.#send(act);
  }
}

/** Both as one; null where they are two. */
function join(before: Act, after: Act): Act | null {
  if (before.do === 'type' && after.do === 'type') {
    const text = before.text + after.text;
    return text.length <= maxActText ? { do: 'type', text } : null;
  }
  if (before.do !== 'scroll' || after.do !== 'scroll' || before.on.id !== after.on.id) return null;
  return { do: 'scroll', on: after.on, by: [before.by[0] + after.by[0], before.by[1] + after.by[1]] };
}
