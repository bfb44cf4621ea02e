import type { Clock } from '../../../core/lib/clock.js';
import type { IncomingMessage } from './incoming-message.js';
import { parameter } from './syntax.js';

/** A gateway that wants less than this, s, would have us do nothing else. */
const SHORTEST = 10;
const LONGEST = 86_400;
/** RFC 4028 §4, s. */
const USUAL = 1_800;

/*
 *          a 2xx, or a request, with Session-Expires
 *   off ────────────────────────────────────────────▶ ours      refreshed at half the interval
 *                                                  └▶ theirs    expired where no refresh came in time (RFC 4028 §10)
 */

/** The session timer of a dialog (RFC 4028). We ask for none ourselves. */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  readonly #expired: () => void;
  /** Seconds; 0: off. */
  #interval = 0;
  #smallest = 0;
  #ours = false;
  #stopped = false;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, refresh: () => void, expired: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
    this.#expired = expired;
  }

  /** For our INVITE, re-INVITE and UPDATE. */
  get headers(): string[] {
    const smallest = this.#smallest > 0 ? [`Min-SE: ${this.#smallest}`] : [];
    if (this.#interval === 0) return smallest;
    return [`Session-Expires: ${this.#interval};refresher=${this.#ours ? 'uac' : 'uas'}`, ...smallest];
  }

  /** A 2xx to one of those. */
  answered(response: IncomingMessage): void {
    const interval = secondsIn(response.header('session-expires'));
    if (interval > 0) {
      this.#interval = interval;
      this.#ours = parameter(response.header('session-expires'), 'refresher') !== 'uas';
    } else if (!this.#ours) this.#interval = 0;
    this.#arm();
  }

  /** A 422 to one of those; false where it does not say how long is long enough. */
  tooBrief(response: IncomingMessage): boolean {
    const smallest = secondsIn(response.header('min-se'));
    if (smallest <= this.#smallest) return false;
    this.#smallest = smallest;
    this.#interval = Math.max(this.#interval, smallest);
    this.#ours = true;
    return true;
  }

  /** The gateway takes no call without one. */
  require(): void {
    this.#interval = Math.max(this.#interval, USUAL);
    this.#ours = true;
  }

  /** A re-INVITE or UPDATE of the gateway; returns the headers for our 200. */
  asked(request: IncomingMessage): string[] {
    const header = request.header('session-expires');
    const interval = secondsIn(header);
    if (interval === 0) {
      if (!this.#ours) this.#interval = 0;
      this.#arm();
      return [];
    }
    const wanted = parameter(header, 'refresher');
    this.#interval = interval;
    this.#ours = wanted === undefined ? !request.list('supported').includes('timer') : wanted === 'uas';
    this.#arm();
    return this.#ours
      ? [`Session-Expires: ${interval};refresher=uas`]
      : [`Session-Expires: ${interval};refresher=uac`, 'Require: timer'];
  }

  /** A refresh of ours failed: there is time for a few more. */
  again(): void {
    this.#set(this.#interval / 8, this.#refresh);
  }

  /** Without a channel no refresh of theirs can come. */
  pause(): void {
    if (!this.#ours) this.#cancel();
  }

  resume(): void {
    if (!this.#ours) this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #arm(): void {
    this.#cancel();
    const interval = this.#interval;
    if (interval === 0) return;
    if (this.#ours) this.#set(interval / 2, this.#refresh);
    else this.#set(interval - Math.min(32, interval / 3), this.#expired);
  }

  #set(seconds: number, then: () => void): void {
    this.#cancel();
    if (this.#interval > 0 && !this.#stopped) this.#cancel = this.#clock.after(seconds * 1000, then);
  }
}

/** 0 where there are none. */
function secondsIn(header: string): number {
  const seconds = Number(/^\d{1,9}/.exec(header)?.[0] ?? 0);
  return seconds === 0 ? 0 : Math.min(LONGEST, Math.max(SHORTEST, seconds));
}
