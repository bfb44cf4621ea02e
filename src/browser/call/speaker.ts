/** What a browser takes for a gesture (HTML, activation triggering input event). */
const GESTURES = ['keydown', 'mousedown', 'pointerup'] as const;

/** Where the other side is heard: one `<audio>` of the element, unlocked by the press. */
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

  /** Takes a track of the other side; that of a new leg takes the old one's place. */
  attach(track: MediaStreamTrack, receiver: RTCRtpReceiver): void {
    for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    if (track.kind !== 'audio') return;
    this.#receiver = receiver;
    this.#audio.srcObject = this.stream;
    void this.play();
  }

  /** Plays; or tells that the browser wants a gesture first, and plays on the next one, wherever on the page it is. */
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

  get deviceId(): string | null {
    return 'sinkId' in this.#audio ? this.#audio.sinkId : null;
  }

  /** Loudness of what is being played, 0…1. */
  level(): number {
    return this.#receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  stop(): void {
    this.#waiting?.abort();
    this.#receiver = null;
    this.#audio.srcObject = null;
  }
}
