/** A visitor's page for tests of the robot: one call at a time with a real microphone and camera, steered from Node. */
import { Caller } from './caller.js';

export interface Sound {
  /** By the browser's statistics, 0…1. */
  readonly rms: number;
  readonly packets: number;
  /** The loudest, in Hz, every 50 ms; left out where there is silence. */
  readonly frequencies: number[];
}

export interface Visit {
  /** Calls; resolves when the robot's answer is set. */
  call(options: { address: string; domain: string; accessCode: string; caller: string; video: boolean }): Promise<void>;
  /** Rewrites the offer of a renegotiation with this direction of sound, and applies the answer. */
  offerAgain(direction: RTCRtpTransceiverDirection, restartIce: boolean): Promise<void>;
  /** Direction of sound that was agreed on last. */
  direction(): string | null | undefined;
  /** What the robot sounds like from now on, for so long or until this frequency is the loudest. */
  listen(until: { ms: number } | { frequency: number }): Promise<Sound>;
  key(tones: string): Promise<void>;
  /** Resolves when this many pictures of the robot's were shown. */
  pictures(count: number): Promise<{ width: number; height: number }>;
  bye(): Promise<void>;
  notes(): string[];
}

declare global {
  interface Window {
    visit: Visit;
  }
}

let caller: Caller<WebSocket>;
let peer: RTCPeerConnection;
let stream: MediaStream;
let analyser: AnalyserNode;
let context: AudioContext;
const player = document.createElement('video');
document.body.append(player);

window.visit = {
  async call({ address, video, ...target }) {
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    stream = await navigator.mediaDevices.getUserMedia({ audio, video });
    peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    context = new AudioContext();
    analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    for (const track of stream.getTracks()) peer.addTrack(track, stream);
    peer.ontrack = ({ track, streams: [remote] }) => {
      if (!remote) throw new Error('A track without a stream.');
      player.srcObject = remote;
      void player.play();
      if (track.kind === 'audio') context.createMediaStreamSource(remote).connect(analyser);
    };
    caller = await Caller.connect(new WebSocket(address, 'sip'));
    caller.call({ ...target, offer: await gatheredOffer() });
    await caller.until('200');
    await peer.setRemoteDescription({ type: 'answer', sdp: caller.answer });
  },

  async offerAgain(direction, restartIce) {
    const [transceiver] = peer.getTransceivers();
    if (transceiver) transceiver.direction = direction;
    if (restartIce) peer.restartIce();
    caller.notes.splice(0);
    caller.reinvite(await gatheredOffer());
    await caller.until('INVITE 200');
    await peer.setRemoteDescription({ type: 'answer', sdp: caller.answer });
  },

  direction: () => peer.getTransceivers()[0]?.currentDirection,

  async listen(until) {
    const before = await inboundAudio();
    const frequencies: number[] = [];
    const begin = performance.now();
    const over = () =>
      'ms' in until
        ? performance.now() - begin > until.ms
        : frequencies.some((frequency) => Math.abs(frequency - until.frequency) < 15);
    while (!over()) {
      if (performance.now() - begin > 10_000) throw new Error(`Heard only ${frequencies.join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const loudest = loudestFrequency();
      if (loudest !== null) frequencies.push(loudest);
    }
    const after = await inboundAudio();
    const energy = after.energy - before.energy;
    const seconds = after.duration - before.duration;
    return { rms: seconds > 0 ? Math.sqrt(energy / seconds) : 0, packets: after.packets - before.packets, frequencies };
  },

  async key(tones) {
    const sender = peer.getSenders().find(({ track }) => track?.kind === 'audio');
    if (!sender?.dtmf) throw new Error('No DTMF.');
    const { dtmf } = sender;
    const done = new Promise<void>((resolve) => {
      dtmf.ontonechange = ({ tone }) => {
        if (tone === '') resolve();
      };
    });
    dtmf.insertDTMF(tones, 100, 70);
    await done;
  },

  async pictures(count) {
    for (let shown = 0; shown < count; shown++) {
      await new Promise((resolve) => player.requestVideoFrameCallback(resolve));
    }
    return { width: player.videoWidth, height: player.videoHeight };
  },

  async bye() {
    await new Promise((resolve) => caller.session?.bye({ onAccept: resolve }));
    await caller.close();
    peer.close();
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  },

  notes: () => caller.notes,
};

function loudestFrequency(): number | null {
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const loudest = bins.reduce((best, level, bin) => (level > (bins[best] ?? 0) ? bin : best), 0);
  return (bins[loudest] ?? -Infinity) > -50 ? (loudest * context.sampleRate) / analyser.fftSize : null;
}

async function gatheredOffer(): Promise<string> {
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== 'complete') {
    await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return peer.localDescription?.sdp ?? '';
}

interface InboundAudio {
  type: string;
  kind?: string;
  totalAudioEnergy: number;
  totalSamplesDuration: number;
  packetsReceived: number;
}

async function inboundAudio(): Promise<{ energy: number; duration: number; packets: number }> {
  const sum = { energy: 0, duration: 0, packets: 0 };
  (await peer.getStats()).forEach((stat: InboundAudio) => {
    if (stat.type !== 'inbound-rtp' || stat.kind !== 'audio') return;
    sum.energy += stat.totalAudioEnergy;
    sum.duration += stat.totalSamplesDuration;
    sum.packets += stat.packetsReceived;
  });
  return sum;
}
