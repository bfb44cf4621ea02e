import type { NegotiatedAudio } from './answer.js';
import { DigitReader } from './dtmf.js';
import { greeting, OPUS_SILENCE, PACKET_MS, PACKET_SAMPLES } from './greeting.js';
import { audioPower, readRtp, RtpStream } from './rtp.js';

export interface RobotMediaOptions {
  /** Greet and echo; false answers every packet with silence. Video is echoed either way. */
  readonly sound: boolean;
  /** Each RFC 4733 digit once, when it begins. */
  onDigit(digit: string): void;
}

/** Sends one RTP or RTCP packet to the visitor. */
export type SendPacket = (packet: Buffer) => void;

/** The robot's audio: plays its greeting once, then echoes; measures what it receives. */
export class AudioRobot {
  readonly stream = new RtpStream();
  packets = 0;
  readonly #options: RobotMediaOptions;
  readonly #digits = new DigitReader();
  /** Power of the packets of the last second, oldest first. */
  #powers: { readonly at: number; readonly power: number }[] = [];
  #negotiated: NegotiatedAudio | null = null;
  #greeted = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RobotMediaOptions) {
    this.#options = options;
  }

  /** After each offer/answer exchange. */
  configure(negotiated: NegotiatedAudio): void {
    this.#negotiated = negotiated;
  }

  /** Starts the greeting; once, though the track opens again after an ICE restart. */
  greet(send: SendPacket): void {
    if (this.#greeted || !this.#options.sound) return;
    this.#greeted = true;
    const begin = performance.now();
    let sent = 0;
    const next = () => {
      // As many as are due: a late timer must not stretch the tones.
      for (const due = (performance.now() - begin) / PACKET_MS; sent <= due && sent < greeting.length; sent++) {
        const packet = greeting[sent];
        if (packet && this.#maySend()) send(this.#packet(packet, sent === 0));
      }
      this.#timer = sent < greeting.length ? setTimeout(next, begin + sent * PACKET_MS - performance.now()) : undefined;
    };
    next();
  }

  receive(packet: Buffer, send: SendPacket): void {
    const rtp = readRtp(packet);
    if (!rtp || !this.#negotiated) return;
    this.packets++;
    if (this.#negotiated.telephoneEvents.includes(rtp.payloadType)) {
      const digit = this.#digits.read(rtp.timestamp, packet.subarray(rtp.payloadOffset));
      if (digit !== null) this.#options.onDigit(digit);
      this.stream.skip();
      return;
    }
    if (rtp.payloadType !== this.#negotiated.opus) return;
    const { levelExtension } = this.#negotiated;
    const power = levelExtension === null ? null : audioPower(packet, levelExtension);
    if (power !== null) this.#powers.push({ at: performance.now(), power });
    this.#dropOld();
    if (this.#timer || !this.#maySend()) return;
    if (this.#options.sound) send(this.stream.relay(packet, rtp));
    else send(this.#packet(OPUS_SILENCE));
  }

  /** RMS of the last second, 0…1 of full scale. */
  level(): number {
    this.#dropOld();
    const total = this.#powers.reduce((sum, { power }) => sum + power, 0);
    return this.#powers.length === 0 ? 0 : Math.sqrt(total / this.#powers.length);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #packet(payload: Buffer, marker = false): Buffer {
    return this.stream.make(this.#negotiated?.opus ?? 0, payload, PACKET_SAMPLES, marker);
  }

  #maySend(): boolean {
    return this.#negotiated?.direction === 'sendrecv' || this.#negotiated?.direction === 'sendonly';
  }

  #dropOld(): void {
    const since = performance.now() - 1000;
    while (this.#powers[0] && this.#powers[0].at < since) this.#powers.shift();
  }
}
