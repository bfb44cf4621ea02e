import type { CallState } from '../../core/call/call-state.js';

/*
 * Local sounds: ring-back until media connects (early media included), a short chime for connected and ended.
 */

/** Peak gain, 0…1; quiet enough for a headset at full volume. */
const VOLUME = 0.06;

export class Tones {
  readonly #context: AudioContext;
  #ringBack: OscillatorNode | null = null;
  #lastChime: Promise<void> = Promise.resolve();

  constructor(context: AudioContext) {
    this.#context = context;
  }

  onState(state: CallState, previous: CallState): void {
    const ringing = state.name === 'dialing' && state.ringing && !state.connected;
    if (ringing && !this.#ringBack) this.#startRingBack();
    if (!ringing) this.#stopRingBack();
    if (state.name === 'talking' && previous.name === 'dialing') this.#chime([523.25, 659.25]);
    if (state.name === 'ended' && state.seconds > 0) this.#chime([659.25, 523.25]);
  }

  /** Resolves when the last chime has been played; at once where the context is not running. */
  get done(): Promise<void> {
    return this.#context.state === 'running' ? this.#lastChime : Promise.resolve();
  }

  /** The European ring-back: 425 Hz, one second on, four off. */
  #startRingBack(): void {
    const gain = new GainNode(this.#context, { gain: 0 });
    const tone = new OscillatorNode(this.#context, { frequency: 425 });
    const now = this.#context.currentTime;
    for (let period = 0; period < 36; period += 1) {
      const start = now + period * 5;
      gain.gain.setTargetAtTime(VOLUME, start, 0.03);
      gain.gain.setTargetAtTime(0, start + 1, 0.03);
    }
    tone.connect(gain).connect(this.#context.destination);
    tone.start();
    this.#ringBack = tone;
  }

  #stopRingBack(): void {
    this.#ringBack?.stop();
    this.#ringBack?.disconnect();
    this.#ringBack = null;
  }

  #chime(notes: readonly number[]): void {
    notes.forEach((frequency, index) => {
      const start = this.#context.currentTime + index * 0.12;
      const gain = new GainNode(this.#context, { gain: 0 });
      const tone = new OscillatorNode(this.#context, { frequency });
      gain.gain.setTargetAtTime(VOLUME, start, 0.01);
      gain.gain.setTargetAtTime(0, start + 0.1, 0.04);
      tone.connect(gain).connect(this.#context.destination);
      tone.start(start);
      tone.stop(start + 0.4);
      this.#lastChime = new Promise((resolve) => {
        tone.onended = () => resolve();
      });
    });
  }
}
