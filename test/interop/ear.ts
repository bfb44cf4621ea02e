/** In a page: plays what comes in and measures it. */

/** What came in during one second. */
export interface Heard {
  /**
   * √(Δ totalAudioEnergy / Δ totalSamplesDuration) of the inbound RTP stream, 0…1. Chromium takes peaks for energy: a
   * sine of amplitude 0.5 reads about 0.5. More than 0.05 is sound, less than 0.001 silence.
   */
  readonly rms: number;
  /** The loudest frequency, to about 6 Hz; 0 in silence. */
  readonly dominantHz: number;
  /** RTP packets. A microphone that is off still sends some. */
  readonly packets: number;
}

const MEASURE_MS = 1_000;
/** Below this a spectrum is the codec's noise. */
const SILENCE_DB = -90;

/** Listens to the audio of one peer connection. Make it before the remote description is set. */
export class Ear {
  readonly #connection: RTCPeerConnection;
  readonly #analyser: AnalyserNode;

  constructor(connection: RTCPeerConnection, context: AudioContext) {
    this.#connection = connection;
    this.#analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    connection.addEventListener('track', ({ track }) => {
      if (track.kind !== 'audio') return;
      const stream = new MediaStream([track]);
      // Chromium decodes a remote track, and counts its energy, only while something plays it.
      const player = new Audio();
      player.srcObject = stream;
      void player.play();
      context.createMediaStreamSource(stream).connect(this.#analyser);
    });
  }

  /** Measures for one second from now on. */
  async hears(): Promise<Heard> {
    const before = await this.#inbound();
    await new Promise((resolve) => setTimeout(resolve, MEASURE_MS));
    const dominantHz = this.#dominantHz();
    const after = await this.#inbound();
    const seconds = after.seconds - before.seconds;
    return {
      rms: seconds > 0 ? Math.sqrt((after.energy - before.energy) / seconds) : 0,
      dominantHz,
      packets: after.packets - before.packets,
    };
  }

  async #inbound(): Promise<{ energy: number; seconds: number; packets: number }> {
    for (const stats of (await this.#connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (stats.type !== 'inbound-rtp' || stats.kind !== 'audio') continue;
      const { totalAudioEnergy = 0, totalSamplesDuration = 0, packetsReceived = 0 } = stats;
      return { energy: totalAudioEnergy, seconds: totalSamplesDuration, packets: packetsReceived };
    }
    return { energy: 0, seconds: 0, packets: 0 };
  }

  #dominantHz(): number {
    const spectrum = new Float32Array(this.#analyser.frequencyBinCount);
    this.#analyser.getFloatFrequencyData(spectrum);
    let loudest = 0;
    spectrum.forEach((level, bin) => {
      if (level > (spectrum[loudest] ?? -Infinity)) loudest = bin;
    });
    if ((spectrum[loudest] ?? -Infinity) < SILENCE_DB) return 0;
    return Math.round((loudest * this.#analyser.context.sampleRate) / this.#analyser.fftSize);
  }
}
