/** In the bench's page, before anything else: what is open now. Counted, not kept, so that counting costs no memory. */

export interface Leftovers {
  readonly tracks: number;
  readonly peers: number;
  readonly sockets: number;
  readonly timers: number;
}

const live = { tracks: new Set<string>(), peers: 0, sockets: 0, timers: new Set<number>() };

export const leftovers = (): Leftovers => ({
  tracks: live.tracks.size,
  peers: live.peers,
  sockets: live.sockets,
  timers: live.timers.size,
});

const { mediaDevices } = navigator;
const open = mediaDevices.getUserMedia.bind(mediaDevices);
mediaDevices.getUserMedia = async (constraints) => {
  const stream = await open(constraints);
  for (const { id } of stream.getTracks()) live.tracks.add(id);
  return stream;
};
const track = MediaStreamTrack.prototype;
const { stop, clone } = track;
track.stop = function () {
  live.tracks.delete(this.id);
  stop.call(this);
};
track.clone = function () {
  const twin = clone.call(this);
  live.tracks.add(twin.id);
  return twin;
};

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    live.peers += 1;
  }
  override close(): void {
    if (this.signalingState !== 'closed') live.peers -= 1;
    super.close();
  }
};

window.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    live.sockets += 1;
    this.addEventListener('close', () => (live.sockets -= 1), { once: true });
  }
};

const { setTimeout: startTimeout, clearTimeout: stopTimeout } = window;
const { setInterval: startInterval, clearInterval: stopInterval } = window;
Object.assign(window, {
  setTimeout(callback: () => void, ms?: number): number {
    const id = startTimeout(() => {
      live.timers.delete(id);
      callback();
    }, ms);
    live.timers.add(id);
    return id;
  },
  setInterval(callback: () => void, ms?: number): number {
    const id = startInterval(callback, ms);
    live.timers.add(id);
    return id;
  },
  clearTimeout(id?: number): void {
    live.timers.delete(id ?? 0);
    stopTimeout(id);
  },
  clearInterval(id?: number): void {
    live.timers.delete(id ?? 0);
    stopInterval(id);
  },
});
