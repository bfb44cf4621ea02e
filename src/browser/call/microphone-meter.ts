/** The part of an `AudioContext` that the meter needs. */
type MeterContext = BaseAudioContext & Pick<AudioContext, 'createMediaStreamSource'>;

/** Level of the visitor's microphone, 0…1, from its last 1024 samples (about 20 ms). */
export class MicrophoneMeter {
  readonly #context: MeterContext;
  readonly #samples = new Float32Array(1024);
  #source: MediaStreamAudioSourceNode | null = null;
  #analyser: AnalyserNode | null = null;

  constructor(context: MeterContext) {
    this.#context = context;
  }

  /**
   * To be called again after a track was replaced: a source node keeps to the track that it began with. Never throws:
   * where the microphone can't be measured (another sample rate than the context's, in Firefox), the level stays 0.
   */
  listen(stream: MediaStream): void {
    this.#source?.disconnect();
    this.#source = null;
    try {
      this.#analyser ??= new AnalyserNode(this.#context, { fftSize: this.#samples.length });
      this.#source = this.#context.createMediaStreamSource(stream);
      this.#source.connect(this.#analyser);
    } catch {
      // The meter is optional.
    }
  }

  /** Null where nothing is measured. */
  get rms(): number | null {
    if (!this.#source || !this.#analyser || this.#context.state !== 'running') return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }

  level(): number {
    return Math.min(1, (this.rms ?? 0) * 2);
  }
}
