import type { NegotiatedVideo } from './answer.js';
import type { SendPacket } from './audio-robot.js';
import { asksForKeyframe, pictureLossIndication } from './rtcp.js';
import { isRtcp, readRtp, RtpStream } from './rtp.js';

/** The robot's video: an echo. It has no encoder to make a key frame, so it relays the request for one. */
export class VideoRobot {
  readonly stream = new RtpStream();
  packets = 0;
  #negotiated: NegotiatedVideo | null = null;
  /** SSRC of the visitor's video, from its first packet on. */
  #source: number | null = null;

  /** After each offer/answer exchange; null without video. */
  configure(negotiated: NegotiatedVideo | null): void {
    this.#negotiated = negotiated;
  }

  receive(packet: Buffer, send: SendPacket): void {
    if (isRtcp(packet)) {
      if (this.#source === null || !asksForKeyframe(packet, this.stream.ssrc)) return;
      send(pictureLossIndication(this.stream.ssrc, this.#source));
      return;
    }
    const rtp = readRtp(packet);
    if (!rtp || rtp.payloadType !== this.#negotiated?.payloadType) return;
    this.packets++;
    this.#source = rtp.ssrc;
    const { direction } = this.#negotiated;
    if (direction === 'sendrecv' || direction === 'sendonly') send(this.stream.relay(packet, rtp));
  }
}
