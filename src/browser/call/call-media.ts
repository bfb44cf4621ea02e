import type { CallNotice, MediaKind } from '../../core/call/call-state.js';
import { CallError } from '../../core/call/call-error.js';
import { captureVerdict } from '../../core/call/device-verdict.js';
import { Microphone } from '../../core/call/microphone.js';
import { systemClock } from '../../core/lib/clock.js';
import { Listeners } from '../../core/lib/listeners.js';
import { BrowserCapture } from './capture.js';
import { listedDevices } from './devices.js';
import type { MicrophoneMeter } from './microphone-meter.js';
import { BrowserPeer, type PeerOptions } from './peer/peer.js';
import type { Speaker } from './speaker.js';

/** A call's media as the panel shows and controls them. Streams are for `srcObject` only. */
export interface CallMedia {
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  /** Current audio levels of both sides, 0…1; cheap enough for every animation frame. */
  levels(): { readonly mine: number; readonly theirs: number };
  devices(): Promise<DeviceChoices>;
  /** Switches the device, during a call without renegotiation. Rejects with a CallError `device-busy`. */
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Opens a microphone in place of one that is gone or muted by the system. By a press. Rejects with a CallError. */
  reopenMicrophone(): Promise<void>;
  /** Plays what the autoplay policy blocked. To be called from a gesture. */
  resumeSound(): Promise<void>;
  /** Calls `listener` when streams or the list of devices change. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

export type DeviceKind = 'microphone' | 'speaker' | 'camera';

export interface DeviceChoice {
  readonly deviceId: string;
  /** The system's name of the device; not trusted. */
  readonly label: string;
}

export interface DeviceChoices {
  readonly microphones: readonly DeviceChoice[];
  /** Empty where the browser can't switch speakers. */
  readonly speakers: readonly DeviceChoice[];
  readonly cameras: readonly DeviceChoice[];
  readonly chosen: {
    readonly microphone: string | null;
    readonly speaker: string | null;
    readonly camera: string | null;
  };
}

/** Becomes true, or no longer is. */
type Noticed = (notice: CallNotice, on: boolean) => void;

/** One call's media in a browser: the capture, the peers that send it, and the speaker. */
export class BrowserCallMedia implements CallMedia {
  readonly #speaker: Speaker;
  readonly #meter: MicrophoneMeter | null;
  readonly #listeners = new Listeners<[]>();
  readonly #peers = new Set<BrowserPeer>();
  readonly #noticed: Noticed;
  readonly #microphone: Microphone;
  #capture: BrowserCapture | null = null;
  #closed = false;
  #debounce: ReturnType<typeof setTimeout> | undefined;

  constructor(speaker: Speaker, meter: MicrophoneMeter | null, noticed: Noticed) {
    this.#speaker = speaker;
    this.#meter = meter;
    this.#noticed = noticed;
    this.#microphone = new Microphone({ clock: systemClock, open: () => this.#reopen(), noticed });
  }

  get localStream(): MediaStream | null {
    return this.#capture?.stream ?? null;
  }

  get remoteStream(): MediaStream | null {
    return this.#speaker.stream.getTracks().length > 0 ? this.#speaker.stream : null;
  }

  /** Opens the capture; `close` stops it. Rejects with the browser's DOMException, `AbortError` once closed. */
  async open(media: MediaKind): Promise<BrowserCapture> {
    const capture = await BrowserCapture.open(media).catch((thrown: unknown) => {
      if (media === 'voice' || this.#closed) throw thrown;
      return BrowserCapture.open('voice');
    });
    if (this.#closed) {
      capture.stop();
      throw new DOMException('The call is over.', 'AbortError');
    }
    this.#capture = capture;
    for (const track of capture.stream.getTracks()) this.#watch(track);
    this.#meter?.listen(capture.stream);
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    document.addEventListener('visibilitychange', this.#shown);
    this.#listeners.emit();
    return capture;
  }

  newPeer(options: Omit<PeerOptions, 'tracks' | 'microphone' | 'onTrack'>): BrowserPeer {
    const peer = new BrowserPeer({
      ...options,
      tracks: () => this.#capture?.stream.getTracks() ?? [],
      microphone: () => this.#meter?.rms ?? null,
      onTrack: (track, receiver) => {
        this.#speaker.attach(track, receiver);
        this.#listeners.emit();
      },
    });
    this.#peers.add(peer);
    return peer;
  }

  levels(): { mine: number; theirs: number } {
    return { mine: this.#capture?.muted ? 0 : (this.#meter?.level() ?? 0), theirs: this.#speaker.level() };
  }

  async devices(): Promise<DeviceChoices> {
    const listed = await listedDevices();
    const choices = (kind: MediaDeviceKind) =>
      listed
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ deviceId, label }));
    const chosen = (kind: 'audio' | 'video') =>
      this.localStream
        ?.getTracks()
        .find((track) => track.kind === kind)
        ?.getSettings().deviceId ?? null;
    const speaker = this.#speaker.deviceId;
    return {
      microphones: choices('audioinput'),
      speakers: speaker === null ? [] : choices('audiooutput'),
      cameras: choices('videoinput'),
      chosen: { microphone: chosen('audio'), speaker: speaker === '' ? 'default' : speaker, camera: chosen('video') },
    };
  }

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    try {
      if (kind === 'speaker') await this.#speaker.choose(deviceId);
      else await this.#switch(kind === 'microphone' ? 'audio' : 'video', deviceId);
    } catch (thrown) {
      const name = thrown instanceof Error ? thrown.name : 'unknown';
      throw new CallError('device-busy', `The chosen ${kind} could not be opened (${name}).`, { cause: thrown });
    }
    this.#listeners.emit();
  }

  async reopenMicrophone(): Promise<void> {
    await this.#microphone.reopen().catch((thrown: unknown) => {
      throw captureVerdict(thrown instanceof Error ? thrown.name : 'unknown');
    });
  }

  resumeSound(): Promise<void> {
    return this.#speaker.play();
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Stops the capture and the speaker, at the end of the call. Idempotent. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#debounce);
    this.#microphone.close();
    navigator.mediaDevices?.removeEventListener('devicechange', this.#devicesChanged);
    document.removeEventListener('visibilitychange', this.#shown);
    this.#speaker.stop();
    this.#peers.clear();
    this.#capture?.stop();
    this.#capture = null;
    this.#listeners.emit();
  }

  async #switch(kind: 'audio' | 'video', deviceId: string): Promise<void> {
    const track = await this.#capture?.replace(kind, deviceId);
    if (!track) return;
    if (kind === 'audio') this.#microphone.tell('replaced');
    await this.#adopt(track);
  }

  /** Resolves with whether the system mutes it. */
  async #reopen(): Promise<boolean> {
    const track = await this.#capture?.reopen();
    if (track) await this.#adopt(track);
    return track?.muted ?? false;
  }

  async #adopt(track: MediaStreamTrack): Promise<void> {
    this.#watch(track);
    if (track.kind === 'audio' && this.localStream) this.#meter?.listen(this.localStream);
    await Promise.all([...this.#peers].map((peer) => peer.replaceTrack(track)));
    this.#listeners.emit();
  }

  /** Until another one takes its place, or the call is over. */
  #watch(track: MediaStreamTrack): void {
    const isCurrent = () => this.localStream?.getTracks().includes(track) ?? false;
    if (track.kind === 'video') {
      this.#noticed('no-camera', false);
      track.onended = () => isCurrent() && this.#noticed('no-camera', true);
      return;
    }
    track.onended = () => isCurrent() && this.#microphone.tell('ended');
    track.onmute = () => isCurrent() && this.#microphone.tell('muted');
    track.onunmute = () => isCurrent() && this.#microphone.tell('unmuted');
    if (track.muted) this.#microphone.tell('muted');
  }

  readonly #shown = (): void => {
    if (!document.hidden) this.#microphone.tell('shown');
  };

  /** Debounced, since `devicechange` events come in bursts. */
  readonly #devicesChanged = (): void => {
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => {
      this.#microphone.tell('devicesChanged');
      void listedDevices().then((devices) => this.#speaker.keep(devices));
      this.#listeners.emit();
    }, 300);
  };
}
