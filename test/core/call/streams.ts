import type { MediaStats } from '../../../src/core/call/media-stats.js';

/** What both sides send from now on. Levels are RMS, rates packets a second. */
export interface Streams {
  rate: number;
  agent: number;
  microphone: number;
  /** Share of the agent's packets that is lost, and of ours. */
  loss: number;
  lossSent: number;
  rtt: number | null;
  jitter: number;
  /** The browser plays the agent: only then it counts sound. */
  playing: boolean;
  /** The microphone delivers samples. */
  delivering: boolean;
}

const healthy: Streams = {
  rate: 50,
  agent: 0.05,
  microphone: 0.02,
  loss: 0,
  lossSent: 0,
  rtt: 40,
  jitter: 3,
  playing: true,
  delivering: true,
};

/** The counters of one peer connection over simulated time, as a browser has them. */
export class FakeStreams {
  readonly now: Streams = { ...healthy };
  #at: number;
  #packets = 0;
  #lost = 0;
  #sent = 0;
  #received = { seconds: 0, energy: 0, concealed: 0 };
  #microphone = { seconds: 0, energy: 0 };

  constructor(at: number) {
    this.#at = at;
  }

  /** Changes what is sent, at this time. */
  change(at: number, change: Partial<Streams>): void {
    this.stats(at);
    Object.assign(this.now, change);
  }

  stats(at: number): MediaStats {
    const { rate, agent, microphone, loss, lossSent, rtt, jitter, playing, delivering } = this.now;
    const seconds = (at - this.#at) / 1000;
    this.#at = at;
    this.#packets += rate * seconds * (1 - loss);
    this.#lost += rate * seconds * loss;
    this.#sent += 50 * seconds;
    if (playing) {
      this.#received.seconds += seconds;
      this.#received.energy += rate > 0 ? agent * agent * seconds : 0;
      this.#received.concealed += 48_000 * seconds * (rate > 0 ? loss : 1);
    }
    if (delivering) {
      this.#microphone.seconds += seconds;
      this.#microphone.energy += microphone * microphone * seconds;
    }
    return {
      at,
      packetsReceived: Math.floor(this.#packets),
      packetsLost: Math.floor(this.#lost),
      jitter,
      samplesReceived: Math.floor(this.#received.seconds * 48_000),
      samplesConcealed: Math.floor(this.#received.concealed),
      energyReceived: this.#received.energy,
      secondsReceived: this.#received.seconds,
      packetsSent: Math.floor(this.#sent),
      energySent: this.#microphone.energy,
      secondsSent: this.#microphone.seconds,
      roundTripTime: rtt,
      lossSent,
      codec: 'audio/opus',
      localCandidate: 'host',
      remoteCandidate: 'relay',
    };
  }
}
