import type { CallNotice, MediaKind } from './call-state.js';
import { captureVerdict, deviceVerdict } from './device-verdict.js';
import type { Capture, Devices } from './ports.js';

export interface CaptureEvents {
  /** Permission is granted already: opening takes no more than moments. */
  granted(): void;
  /** The browser is expected to prompt for permission. */
  asking(): void;
}

/** The visitor's microphone, and camera in a video call, from the press to the end of the call. */
export class CallCapture {
  /** What is amiss with the devices. */
  readonly amiss = new Set<CallNotice>();
  #capture: Capture | null = null;
  #muted = false;

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#capture) this.#capture.muted = muted;
  }

  /** @throws CallError; the signal's reason where it aborted (what was opened after that is stopped) */
  async open(devices: Devices, media: MediaKind, events: CaptureEvents, signal: AbortSignal): Promise<Capture> {
    const facts = await devices.look();
    signal.throwIfAborted();
    const obstacle = deviceVerdict(facts);
    if (obstacle) throw obstacle;
    if (facts.permission === 'granted') events.granted();
    else events.asking();
    const capture = await devices.open(media).catch((thrown: unknown) => {
      throw captureVerdict(thrown instanceof Error ? thrown.name : 'unknown');
    });
    if (signal.aborted) capture.stop();
    signal.throwIfAborted();
    this.#capture = capture;
    capture.muted = this.#muted;
    if (capture.media !== media) this.note('no-camera', true);
    return capture;
  }

  note(notice: CallNotice, on: boolean): void {
    if (on) this.amiss.add(notice);
    else this.amiss.delete(notice);
  }

  stop(): void {
    this.#capture?.stop();
  }
}
