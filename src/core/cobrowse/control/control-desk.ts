import type { Clock } from '../../lib/clock.js';
import { Listeners } from '../../lib/listeners.js';
import type { Act, Outcome } from '../wire/act.js';
import type { Box, ControlBodies, Viewer } from '../wire/control.js';

/** How long one grant lasts, ms. */
export const GRANT_MS = 10 * 60_000;
/** An agent who was refused is not heard again for this long, ms: nobody is asked until they say yes. */
const QUIET_MS = 30_000;

/**
 *     off ─asked─▶ asked ─allow()─▶ granted ─its time is over─▶ off
 *      ▲             │                 │
 *      └──refuse(), the agent left─────┴─takeBack(), the visitor's own input, paused, given back
 */
export type ControlState =
  | { readonly name: 'off' }
  | { readonly name: 'asked'; readonly by: Viewer }
  | {
      readonly name: 'granted';
      readonly by: Viewer;
      /** ms, on the clock's time. */
      readonly until: number;
      /** The last act that was done, to be shown; null before the first. */
      readonly last: Done | null;
    };

/** An act that was done, and where: CSS pixels in the window. */
export interface Done extends Outcome {
  readonly box: Box;
}

/** What acts on the page. */
export interface Hand {
  /** Does it, or tells why not. */
  act(act: Act): Done;
  /** The grant is over: nothing is left half done. */
  leave(): void;
}

/** Loads the hand; `onOwnInput` when the visitor uses the page. */
export type TakeHand = (onOwnInput: () => void) => Promise<Hand>;

export interface ControlPorts {
  readonly clock: Clock;
  readonly takeHand: TakeHand;
  readonly grant: (grant: ControlBodies['grant']) => void;
  readonly acted: (outcome: ControlBodies['acted']) => void;
}

const off: ControlState = Object.freeze({ name: 'off' });

/** Remote control as the visitor has it in hand: who asked, who has it, and until when. One agent at a time. */
export class ControlDesk {
  readonly #ports: ControlPorts;
  readonly #listeners = new Listeners<[]>();
  readonly #refused = new Map<string, number>();
  #viewers: readonly Viewer[] = [];
  #state: ControlState = off;
  #hand: Hand | null = null;
  #cancelEnd: () => void = () => undefined;

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  get state(): ControlState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** An agent asks for control, or gives it back. */
  asked(conn: string, want: boolean): void {
    const by = this.#viewers.find((viewer) => viewer.conn === conn);
    if (!by) return;
    if (!want) {
      if (this.#isOf(conn)) this.#end();
      return;
    }
    const quietUntil = this.#refused.get(by.user.id) ?? 0;
    if (this.#state.name === 'off' && this.#ports.clock.now() >= quietUntil) this.#enter({ name: 'asked', by });
    else if (this.#state.name !== 'asked' && !this.#isOf(conn)) this.#tell();
  }

  /** The visitor says yes to who asked. The grant begins when the hand is there; where it can't be loaded, it is a no. */
  async allow(): Promise<void> {
    const asked = this.#state;
    if (asked.name !== 'asked') return;
    try {
      const hand = await this.#ports.takeHand(() => this.takeBack());
      if (this.#state !== asked) return hand.leave();
      this.#hand = hand;
      const { clock } = this.#ports;
      this.#cancelEnd = clock.after(GRANT_MS, () => this.#end());
      this.#enter({ name: 'granted', by: asked.by, until: clock.now() + GRANT_MS, last: null });
      this.#tell();
    } catch {
      if (this.#state === asked) this.#end();
    }
  }

  refuse(): void {
    if (this.#state.name !== 'asked') return;
    this.#refused.set(this.#state.by.user.id, this.#ports.clock.now() + QUIET_MS);
    this.#end();
  }

  /** Ends it, whatever it was. */
  takeBack(): void {
    if (this.#state.name !== 'off') this.#end();
  }

  act(conn: string, act: Act): void {
    if (this.#state.name !== 'granted' || !this.#isOf(conn) || !this.#hand) return;
    const last = this.#hand.act(act);
    const { do: name, what, refused } = last;
    this.#ports.acted({ to: conn, do: name, what, refused });
    // What it did may have ended it.
    if (this.#state.name === 'granted' && refused === null) this.#enter({ ...this.#state, last });
  }

  /** Who watches now; who left has nothing any more. */
  setViewers(viewers: readonly Viewer[]): void {
    this.#viewers = viewers;
    if (this.#state.name !== 'off' && !viewers.some(({ conn }) => this.#isOf(conn))) this.#end();
  }

  /** The relay knows nothing of the connection before. */
  connected(): void {
    if (this.#state.name === 'granted') this.#tell();
  }

  #isOf(conn: string): boolean {
    return this.#state.name !== 'off' && this.#state.by.conn === conn;
  }

  #end(): void {
    this.#cancelEnd();
    this.#hand?.leave();
    this.#hand = null;
    this.#enter(off);
    this.#tell();
  }

  #tell(): void {
    const { state } = this;
    const left = state.name === 'granted' ? state.until - this.#ports.clock.now() : 0;
    this.#ports.grant(state.name === 'granted' ? { to: state.by.conn, ms: Math.max(0, left) } : { to: '', ms: 0 });
  }

  #enter(state: ControlState): void {
    this.#state = Object.freeze(state);
    this.#listeners.emit();
  }
}
