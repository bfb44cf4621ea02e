import type { MediaKind } from '../../core/call/call-state.js';
import type { Capture } from '../../core/call/ports.js';
import { listedDevices } from './devices.js';

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
  readonly media: MediaKind;
  #muted = false;
  #stopped = false;
  /** Where the microphone was: kept, since a track that has ended may not tell. */
  #place: MediaTrackSettings;

  constructor(stream: MediaStream) {
    this.stream = stream;
    this.media = stream.getVideoTracks().length > 0 ? 'video' : 'voice';
    this.#place = this.#microphone?.getSettings() ?? {};
  }

  /** Rejects with the browser's DOMException. */
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
  replace(kind: 'audio' | 'video', deviceId: string): Promise<MediaStreamTrack | null> {
    return this.#open(kind, { deviceId: { exact: deviceId } });
  }

  /**
   * Opens a microphone in place of the one that is gone: the same again, else one of the same device, else the system's
   * default, else any. Null and rejections as with `replace`.
   */
  async reopen(): Promise<MediaStreamTrack | null> {
    const { deviceId, groupId } = this.#place;
    const listed = (await listedDevices()).filter(({ kind }) => kind === 'audioinput');
    const beside = listed.filter((device) => device.groupId === groupId);
    const wanted = [
      deviceId,
      ...beside.map((device) => device.deviceId),
      undefined,
      ...listed.map((one) => one.deviceId),
    ];
    let reason: unknown;
    for (const id of new Set(wanted.filter((one) => one !== ''))) {
      try {
        return await this.#open('audio', id === undefined ? {} : { deviceId: { exact: id } });
      } catch (thrown) {
        reason = thrown;
        // The same answer for every other one.
        if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') break;
      }
    }
    throw reason;
  }

  stop(): void {
    this.#stopped = true;
    for (const track of this.stream.getTracks()) track.stop();
  }

  get #microphone(): MediaStreamTrack | undefined {
    return this.stream.getAudioTracks()[0];
  }

  async #open(kind: 'audio' | 'video', device: MediaTrackConstraints): Promise<MediaStreamTrack | null> {
    if (this.#stopped) return null;
    const constraints = { ...(kind === 'audio' ? AUDIO : VIDEO), ...device };
    const fresh = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    const [track] = fresh.getTracks();
    if (!track) return null;
    if (this.#stopped) {
      track.stop();
      return null;
    }
    if (kind === 'audio') track.enabled = !this.#muted;
    const old = this.stream.getTracks().filter((one) => one.kind === kind);
    this.stream.addTrack(track);
    for (const one of old) {
      this.stream.removeTrack(one);
      one.stop();
    }
    if (kind === 'audio') this.#place = track.getSettings();
    return track;
  }
}
