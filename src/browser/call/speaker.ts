/** Events that count as user activation (HTML: activation triggering input event). */
const GESTURES = ['keydown', 'mousedown', 'pointerup'] as const;

/** Plays the remote audio through the element's one `<audio>`, which the press unlocked. */
export class Speaker {
  readonly stream = new MediaStream();
  readonly #audio: HTMLAudioElement;
  readonly #onBlocked: (blocked: boolean) => void;
  #receiver: RTCRtpReceiver | null = null;
  #waiting: AbortController | null = null;

  constructor(audio: HTMLAudioElement, onBlocked: (blocked: boolean) => void) {
    this.#audio = audio;
    this.#onBlocked = onBlocked;
  }

  /** Adds a remote track; it replaces that of the same kind of the former leg. */
  attach(track: MediaStreamTrack, receiver: RTCRtpReceiver): void {
    for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    if (track.kind !== 'audio') return;
    this.#receiver = receiver;
    this.#audio.srcObject = this.stream;
    void this.play();
  }

  /** Plays. Where the autoplay policy refuses, reports that, and plays at the next gesture anywhere on the page. */
  async play(): Promise<void> {
    try {
      await this.#audio.play();
      this.#waiting?.abort();
      this.#onBlocked(false);
    } catch (thrown) {
      if (!(thrown instanceof DOMException) || thrown.name !== 'NotAllowedError') return;
      this.#playOnGesture();
      this.#onBlocked(true);
    }
  }

  #playOnGesture(): void {
    this.#waiting?.abort();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    for (const gesture of GESTURES)
      addEventListener(gesture, () => void this.play(), { capture: true, passive: true, signal });
  }

  async choose(deviceId: string): Promise<void> {
    await this.#audio.setSinkId(deviceId);
  }

  /** Where the chosen device is none of these any more, the sound goes to the system's default one. */
  async keep(devices: readonly MediaDeviceInfo[]): Promise<void> {
    const { deviceId } = this;
    const speakers = devices.filter(({ kind }) => kind === 'audiooutput');
    if (!deviceId || speakers.length === 0 || speakers.some((one) => one.deviceId === deviceId)) return;
    await this.choose('').catch(() => undefined);
  }

  get deviceId(): string | null {
    return 'sinkId' in this.#audio ? this.#audio.sinkId : null;
  }

  /** Level of the audio that is being received, 0…1. */
  level(): number {
    return this.#receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  stop(): void {
    this.#waiting?.abort();
    this.#receiver = null;
    this.#audio.srcObject = null;
  }
}
