import type { Clock } from '../../lib/clock.js';
import type { PageEvent, PageRecording, RecordPage, RecordingEvents } from '../ports.js';
import type { Anchor, Point } from '../wire/control.js';
import { pausedPage } from './paused-page.js';

export interface PageCapturePorts {
  readonly clock: Clock;
  readonly record: RecordPage;
  /** The session is neither ended nor failed. */
  readonly isUnderWay: () => boolean;
  readonly emit: RecordingEvents['emit'];
  /** What was emitted so far does not lead to what comes: a keyframe of a new epoch is needed. */
  readonly beginAnew: () => void;
  readonly onFailure: RecordingEvents['onFailure'];
}

/*
 *            keyframe()                     hold()
 *     off ──────────────▶ recording ──────────────────▶ held ─end of the task─▶ off, held
 *      ▲                   │   ▲                         │ │                        │
 *      │                   │   └───────goOn(false)───────┘ │                        │
 *      └──pause, stop()────┴─────────────goOn(true)────────┴─────────goOn()─────────┘
 *
 * Held: nothing is emitted; `goOn` asks for a keyframe where something was missed. Paused: off, and a keyframe is that of an
 * empty page.
 */

/** The recording of a shared page: begun with the first keyframe that is needed, and kept back while it is held or paused. */
export class PageCapture {
  readonly #ports: PageCapturePorts;
  #recording: PageRecording | null = null;
  #paused: boolean;
  #held = false;
  /** Something was not emitted that the agents' picture lacks. */
  #missed = false;
  #cancelHold: () => void = () => undefined;

  constructor(ports: PageCapturePorts, paused: boolean) {
    this.#ports = ports;
    this.#paused = paused;
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    if (paused) this.#off();
  }

  /** Emits one, now or in a task of its own; a held page, once it goes on. */
  keyframe(): void {
    if (this.#paused) this.#ports.emit(pausedPage(), true);
    else if (this.#held) this.#missed = true;
    else if (this.#recording) this.#recording.keyframe();
    else this.#record();
  }

  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#cancelHold = this.#ports.clock.after(0, () => {
      this.#off();
      this.#missed = true;
    });
  }

  /** With `anew` the page is recorded from its beginning. */
  goOn(anew: boolean): void {
    if (!this.#held) return;
    this.#cancelHold();
    this.#held = false;
    if (anew) this.#off();
    if (anew || this.#missed) this.#ports.beginAnew();
    this.#missed = false;
  }

  /** Where on the page it is now, CSS pixels; null where there is no such node, or no recording. */
  locate(anchor: Anchor): Point | null {
    return this.#recording?.locate(anchor) ?? null;
  }

  stop(): void {
    this.#cancelHold();
    this.#off();
  }

  #record(): void {
    const { record, isUnderWay, onFailure } = this.#ports;
    try {
      this.#recording = record({ emit: (events, keyframe) => this.#emit(events, keyframe), onFailure });
      // It may have ended, or been paused, while the first keyframe was emitted.
      if (!isUnderWay() || this.#paused) this.#off();
    } catch (cause) {
      onFailure('broken', cause);
    }
  }

  #emit(events: readonly PageEvent[], keyframe: boolean): void {
    if (this.#held) this.#missed = true;
    else this.#ports.emit(events, keyframe);
  }

  #off(): void {
    this.#recording?.stop();
    this.#recording = null;
  }
}
