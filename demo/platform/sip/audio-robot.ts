import type { AgreedAudio } from './answer.js';
import { DigitReader } from './dtmf.js';
import { greeting, OPUS_SILENCE, PACKET_MS, PACKET_SAMPLES } from './greeting.js';
import { audioPower, readRtp, RtpStream } from './rtp.js';

export interface RobotMediaOptions {
  /** Greet and echo; false answers every packet with silence. Pictures are sent back either way. */
  readonly sound: boolean;
  /** Each RFC 4733 digit once, when it begins. */
  onDigit(digit: string): void;
}

/** Takes one RTP or RTCP packet to the visitor. */
export type SendPacket = (packet: Buffer) => void;

/** What the robot does with sound: greets once, then gives back what it hears; keeps account of what it heard. */
export class AudioRobot {
  readonly stream = new RtpStream();
  packets = 0;
  readonly #options: RobotMediaOptions;
  readonly #digits = new DigitReader();
  /** Power of the packets of the last second, oldest first. */
  #heard: { readonly at: number; readonly power: number }[] = [];
  #agreed: AgreedAudio | null = null;
  #greeted = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RobotMediaOptions) {
    this.#options = options;
  }

  agree(agreed: AgreedAudio): void {
    this.#agreed = agreed;
  }

  /** Begins the greeting; nothing happens the second time (an ICE restart opens the way to the visitor again). */
  greet(send: SendPacket): void {
    if (this.#greeted || !this.#options.sound) return;
    this.#greeted = true;
    const begin = performance.now();
    let sent = 0;
    const next = () => {
      // As many as are due: a late timer must not stretch the tones.
      for (const due = (performance.now() - begin) / PACKET_MS; sent <= due && sent < greeting.length; sent++) {
        const packet = greeting[sent];
        if (packet && this.#maySend()) send(this.#own(packet, sent === 0));
      }
      this.#timer = sent < greeting.length ? setTimeout(next, begin + sent * PACKET_MS - performance.now()) : undefined;
    };
    next();
  }

  receive(packet: Buffer, send: SendPacket): void {
    const rtp = readRtp(packet);
    if (!rtp || !this.#agreed) return;
    this.packets++;
    if (this.#agreed.telephoneEvents.includes(rtp.payloadType)) {
      const digit = this.#digits.read(rtp.timestamp, packet.subarray(rtp.payloadOffset));
      if (digit !== null) this.#options.onDigit(digit);
      this.stream.skip();
      return;
    }
    if (rtp.payloadType !== this.#agreed.opus) return;
    const { levelExtension } = this.#agreed;
    const power = levelExtension === null ? null : audioPower(packet, levelExtension);
    if (power !== null) this.#heard.push({ at: performance.now(), power });
    this.#forget();
    if (this.#timer || !this.#maySend()) return;
    if (this.#options.sound) send(this.stream.relay(packet, rtp));
    else send(this.#own(OPUS_SILENCE));
  }

  /** RMS of the last second, 0…1 of full scale. */
  level(): number {
    this.#forget();
    const total = this.#heard.reduce((sum, { power }) => sum + power, 0);
    return this.#heard.length === 0 ? 0 : Math.sqrt(total / this.#heard.length);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #own(payload: Buffer, marker = false): Buffer {
    return this.stream.make(this.#agreed?.opus ?? 0, payload, PACKET_SAMPLES, marker);
  }

  #maySend(): boolean {
    return this.#agreed?.direction === 'sendrecv' || this.#agreed?.direction === 'sendonly';
  }

  #forget(): void {
    const since = performance.now() - 1000;
    while (this.#heard[0] && this.#heard[0].at < since) this.#heard.shift();
  }
}
