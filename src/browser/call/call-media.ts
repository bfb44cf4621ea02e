import type { MediaKind } from '../../core/call/call-state.js';
import { CallError } from '../../core/call/call-error.js';
import { Listeners } from '../../core/lib/listeners.js';
import { BrowserCapture } from './capture.js';
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

/** One call's media in a browser: the capture, the peers that send it, and the speaker. */
export class BrowserCallMedia implements CallMedia {
  readonly #speaker: Speaker;
  readonly #meter: MicrophoneMeter | null;
  readonly #listeners = new Listeners<[]>();
  readonly #peers = new Set<BrowserPeer>();
  #capture: BrowserCapture | null = null;
  #closed = false;
  #debounce: ReturnType<typeof setTimeout> | undefined;

  constructor(speaker: Speaker, meter: MicrophoneMeter | null) {
    this.#speaker = speaker;
    this.#meter = meter;
  }

  get localStream(): MediaStream | null {
    return this.#capture?.stream ?? null;
  }

  get remoteStream(): MediaStream | null {
    return this.#speaker.stream.getTracks().length > 0 ? this.#speaker.stream : null;
  }

  /** Opens the capture; `close` stops it. Rejects with the browser's DOMException, `AbortError` once closed. */
  async open(media: MediaKind): Promise<BrowserCapture> {
    const capture = await BrowserCapture.open(media);
    if (this.#closed) {
      capture.stop();
      throw new DOMException('The call is over.', 'AbortError');
    }
    this.#capture = capture;
    this.#meter?.listen(capture.stream);
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    this.#listeners.emit();
    return capture;
  }

  newPeer(options: Omit<PeerOptions, 'tracks' | 'onTrack'>): BrowserPeer {
    const peer = new BrowserPeer({
      ...options,
      tracks: () => this.#capture?.stream.getTracks() ?? [],
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
    const listed = await navigator.mediaDevices.enumerateDevices();
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
    navigator.mediaDevices?.removeEventListener('devicechange', this.#devicesChanged);
    this.#speaker.stop();
    this.#peers.clear();
    this.#capture?.stop();
    this.#capture = null;
    this.#listeners.emit();
  }

  async #switch(kind: 'audio' | 'video', deviceId: string): Promise<void> {
    const track = await this.#capture?.replace(kind, deviceId);
    if (!track) return;
    if (kind === 'audio' && this.localStream) this.#meter?.listen(this.localStream);
    await Promise.all([...this.#peers].map((peer) => peer.replaceTrack(track)));
  }

  /** Debounced, since `devicechange` events come in bursts. */
  readonly #devicesChanged = (): void => {
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => this.#listeners.emit(), 300);
  };
}
