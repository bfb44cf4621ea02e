import type { Clock } from '../lib/clock.js';
import type { CallNotice } from './call-state.js';

/**
 * What happens to the open microphone: it ends, the visitor chooses another one, the system mutes it, devices come or go,
 * the page is shown again.
 */
export type MicrophoneFact = 'ended' | 'replaced' | 'muted' | 'unmuted' | 'devicesChanged' | 'shown';

export interface MicrophoneOptions {
  readonly clock: Clock;
  /** Opens a microphone in place of the one that is gone or muted. Resolves with whether the system mutes that one too. */
  readonly open: () => Promise<boolean>;
  readonly noticed: (notice: CallNotice, on: boolean) => void;
}

/** Another one is there within this time, or the visitor is told, ms. */
const UNNOTICED = 1_000;

/*
 *            ended                      opened
 *   live ───────────────▶ opening ────────────────▶ live
 *    ⇅ muted, unmuted      ▲    └─ failed ─▶ gone
 *   muted ─ shown ─────────┤                  │
 *                          └── devices changed, shown, reopen()
 */
type Phase = 'live' | 'muted' | 'opening' | 'gone';

/** Keeps a microphone open as long as the call goes on: opens another one where it can, and says so where it can't. */
export class Microphone {
  readonly #options: MicrophoneOptions;
  #phase: Phase = 'live';
  #opening: Promise<void> | null = null;
  /** A device came or went while another one was being opened. */
  #changed = false;
  #closed = false;
  #cancel: () => void = () => undefined;

  constructor(options: MicrophoneOptions) {
    this.#options = options;
  }

  tell(fact: MicrophoneFact): void {
    if (this.#closed) return;
    if (fact === 'ended') this.#ended();
    else if (fact === 'replaced') this.#replaced();
    else if (fact === 'muted' && this.#phase === 'live') this.#enter('muted');
    else if (fact === 'unmuted' && this.#phase === 'muted') this.#enter('live');
    else if (fact === 'devicesChanged' && this.#phase === 'opening') this.#changed = true;
    else if (fact === 'devicesChanged' && this.#phase === 'gone') void this.#reopen();
    else if (fact === 'shown' && (this.#phase === 'gone' || this.#phase === 'muted')) void this.#reopen();
  }

  /** By a press of the visitor. Rejects as `open` does. */
  reopen(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return (this.#opening ??= this.#open());
  }

  /** Nothing is opened and nothing is said any more. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #ended(): void {
    if (this.#phase === 'muted') this.#phase = 'live';
    void this.#reopen();
  }

  #replaced(): void {
    if (this.#phase !== 'opening') this.#enter('live');
  }

  /** What it is rejected with is said by a notice. */
  #reopen(): Promise<void> {
    return this.reopen().catch(() => undefined);
  }

  async #open(): Promise<void> {
    const before = this.#phase;
    this.#phase = 'opening';
    this.#changed = false;
    if (before === 'live') this.#cancel = this.#options.clock.after(UNNOTICED, () => this.#say('microphone-gone'));
    try {
      const muted = await this.#options.open();
      if (!this.#closed) this.#enter(muted ? 'muted' : 'live');
    } catch (thrown) {
      if (!this.#closed) this.#enter(before === 'muted' ? 'muted' : 'gone');
      throw thrown;
    } finally {
      this.#opening = null;
      if (this.#changed) this.tell('devicesChanged');
    }
  }

  #enter(phase: 'live' | 'muted' | 'gone'): void {
    this.#cancel();
    this.#phase = phase;
    this.#say(phase === 'gone' ? 'microphone-gone' : phase === 'muted' ? 'microphone-muted' : null);
  }

  #say(notice: 'microphone-gone' | 'microphone-muted' | null): void {
    for (const one of ['microphone-gone', 'microphone-muted'] as const) this.#options.noticed(one, one === notice);
  }
}
