/** In a page: a visitor and an agent's phone, each with a tone of its own, joined by a gateway. Steered from Node. */
import { Caller } from './caller.js';
import { Phone } from './phone.js';

/** What one end hears within a second. */
export interface Ear {
  readonly rms: number;
  readonly packets: number;
}

export interface Ends {
  /** Calls; resolves when both ends are connected. */
  connect(options: {
    address: string;
    domain: string;
    accessCode: string;
    caller: string;
    number: string;
  }): Promise<void>;
  listen(): Promise<{ visitor: Ear; agent: Ear }>;
  /** The visitor restarts ICE, as after a change of network; resolves with the direction that was agreed on. */
  restart(): Promise<string | null | undefined>;
  bye(): Promise<void>;
}

declare global {
  interface Window {
    ends: Ends;
  }
}

let context: AudioContext;
let caller: Caller<WebSocket>;
let phone: Phone<WebSocket>;
let visitor: RTCPeerConnection;
let agent: RTCPeerConnection;

window.ends = {
  async connect({ address, domain, number, ...target }) {
    context = new AudioContext();
    visitor = peerWithTone(440);
    agent = peerWithTone(880);
    phone = await Phone.connect(new WebSocket(address, 'sip'), number);
    phone.register(domain);
    await phone.until('REGISTER 200');
    phone.answerTo = (offer) => answer(agent, offer);
    caller = await Caller.connect(new WebSocket(address, 'sip'));
    caller.answerTo = (offer) => answer(visitor, offer);
    caller.call({ ...target, domain, offer: await described(visitor) });
    await phone.until('INVITE');
    phone.accept(await answer(agent, phone.offers[0] ?? ''));
    await caller.until('200');
    await visitor.setRemoteDescription({ type: 'answer', sdp: caller.answer });
    await Promise.all([visitor, agent].map(connected));
  },

  async listen() {
    const before = [await heard(visitor), await heard(agent)];
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const after = [await heard(visitor), await heard(agent)];
    const [one, other] = after.map((now, index): Ear => {
      const was = before[index] ?? now;
      const seconds = now.duration - was.duration;
      const packets = now.packets - was.packets;
      return { rms: seconds > 0 && packets > 0 ? Math.sqrt((now.energy - was.energy) / seconds) : 0, packets };
    });
    if (!one || !other) throw new Error('Two ends.');
    return { visitor: one, agent: other };
  },

  async restart() {
    visitor.restartIce();
    caller.notes.splice(0);
    caller.reinvite(await described(visitor));
    await caller.until('INVITE 200');
    await visitor.setRemoteDescription({ type: 'answer', sdp: caller.answer });
    await Promise.all([visitor, agent].map(connected));
    return visitor.getTransceivers()[0]?.currentDirection;
  },

  async bye() {
    phone.bye();
    await caller.until('BYE');
    await Promise.all([caller.close(), phone.close()]);
    for (const peer of [visitor, agent]) peer.close();
    await context.close();
  },
};

function peerWithTone(frequency: number): RTCPeerConnection {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const tone = new OscillatorNode(context, { frequency });
  const voice = context.createMediaStreamDestination();
  tone.connect(new GainNode(context, { gain: 0.5 })).connect(voice);
  tone.start();
  for (const track of voice.stream.getTracks()) peer.addTrack(track, voice.stream);
  peer.ontrack = ({ streams: [stream] }) => {
    const player = new Audio();
    player.srcObject = stream ?? null;
    void player.play();
  };
  return peer;
}

async function answer(peer: RTCPeerConnection, sdp: string): Promise<string> {
  await peer.setRemoteDescription({ type: 'offer', sdp });
  return described(peer);
}

async function described(peer: RTCPeerConnection): Promise<string> {
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== 'complete') {
    await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return peer.localDescription?.sdp ?? '';
}

async function connected(peer: RTCPeerConnection): Promise<void> {
  while (peer.connectionState !== 'connected') {
    await new Promise((resolve) => peer.addEventListener('connectionstatechange', resolve, { once: true }));
  }
}

interface InboundAudio {
  type: string;
  totalAudioEnergy: number;
  totalSamplesDuration: number;
  packetsReceived: number;
}

async function heard(peer: RTCPeerConnection): Promise<{ energy: number; duration: number; packets: number }> {
  const sum = { energy: 0, duration: 0, packets: 0 };
  (await peer.getStats()).forEach((stat: InboundAudio) => {
    if (stat.type !== 'inbound-rtp') return;
    sum.energy += stat.totalAudioEnergy;
    sum.duration += stat.totalSamplesDuration;
    sum.packets += stat.packetsReceived;
  });
  return sum;
}
