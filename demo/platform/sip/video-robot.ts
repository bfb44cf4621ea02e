import type { AgreedVideo } from './answer.js';
import type { SendPacket } from './audio-robot.js';
import { asksForKeyframe, pictureLossIndication } from './rtcp.js';
import { isRtcp, readRtp, RtpStream } from './rtp.js';

/** What the robot does with pictures: sends them back as they came. It can't make a key frame, so it hands the request on. */
export class VideoRobot {
  readonly stream = new RtpStream();
  packets = 0;
  #agreed: AgreedVideo | null = null;
  /** The visitor's own source, known from its first packet. */
  #source: number | null = null;

  agree(agreed: AgreedVideo | null): void {
    this.#agreed = agreed;
  }

  receive(packet: Buffer, send: SendPacket): void {
    if (isRtcp(packet)) {
      if (this.#source === null || !asksForKeyframe(packet, this.stream.ssrc)) return;
      send(pictureLossIndication(this.stream.ssrc, this.#source));
      return;
    }
    const rtp = readRtp(packet);
    if (!rtp || rtp.payloadType !== this.#agreed?.payloadType) return;
    this.packets++;
    this.#source = rtp.ssrc;
    const { direction } = this.#agreed;
    if (direction === 'sendrecv' || direction === 'sendonly') send(this.stream.relay(packet, rtp));
  }
}
