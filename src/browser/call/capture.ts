import type { MediaKind } from '../../core/call/call-state.js';
import type { Capture } from '../../core/call/ports.js';

/** Constraints for speech that every browser supports. */
const AUDIO: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 24, max: 30 },
};

/** The visitor's open microphone and camera; one stream for the whole call, its tracks replaced on a device change. */
export class BrowserCapture implements Capture {
  readonly stream: MediaStream;
  #muted = false;

  constructor(stream: MediaStream) {
    this.stream = stream;
  }

  static async open(media: MediaKind): Promise<BrowserCapture> {
    const video = media === 'video' && VIDEO;
    return new BrowserCapture(await navigator.mediaDevices.getUserMedia({ audio: AUDIO, video }));
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    for (const track of this.stream.getAudioTracks()) track.enabled = !muted;
  }

  /**
   * Opens another device and replaces the track of that kind; null where the call ended meanwhile.
   * Rejects with the browser's DOMException.
   */
  async replace(kind: 'audio' | 'video', deviceId: string): Promise<MediaStreamTrack | null> {
    const constraints = { ...(kind === 'audio' ? AUDIO : VIDEO), deviceId: { exact: deviceId } };
    const fresh = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    const [track] = fresh.getTracks();
    const [old] = this.stream.getTracks().filter((one) => one.kind === kind);
    if (!track) return null;
    if (!old || old.readyState === 'ended') {
      track.stop();
      return null;
    }
    if (kind === 'audio') track.enabled = !this.#muted;
    this.stream.addTrack(track);
    this.stream.removeTrack(old);
    old.stop();
    return track;
  }

  stop(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }
}
