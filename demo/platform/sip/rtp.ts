/** RTP packets, read and written: RFC 3550 §5.1, header extensions RFC 8285, multiplexed with RTCP RFC 5761 §4. */

export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Behind CSRCs and the header extension. */
  readonly payloadOffset: number;
}

/** RTP and RTCP are multiplexed on one port; the second octet of RTCP is 192…223. */
export function isRtcp(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}

/** The header; null where it is no RTP packet. */
export function readRtp(packet: Buffer): RtpPacket | null {
  const first = packet[0] ?? 0;
  if (packet.length < 12 || first >> 6 !== 2 || isRtcp(packet)) return null;
  let payloadOffset = 12 + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (packet.length < payloadOffset + 4) return null;
    payloadOffset += 4 + 4 * packet.readUInt16BE(payloadOffset + 2);
  }
  if (packet.length < payloadOffset) return null;
  return {
    payloadType: packet.readUInt8(1) & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payloadOffset,
  };
}

/**
 * Audio level of the packet (RFC 6464) as mean power 0…1, from the one-byte header extension with this id; null where
 * the packet carries none. The sender measures it: 0…127 for 0…−127 dBov, 127 being digital silence.
 */
export function audioPower(packet: Buffer, extensionId: number): number | null {
  const start = 12 + 4 * ((packet[0] ?? 0) & 0x0f);
  if (!((packet[0] ?? 0) & 0x10) || packet.readUInt16BE(start) !== 0xbede) return null;
  const end = start + 4 + 4 * packet.readUInt16BE(start + 2);
  for (let at = start + 4; at < end;) {
    const element = packet.readUInt8(at);
    if (element === 0) {
      at += 1; // padding
      continue;
    }
    const length = (element & 0x0f) + 1;
    if (element >> 4 === extensionId) {
      const level = (packet[at + 1] ?? 127) & 0x7f;
      return level === 127 ? 0 : 10 ** (-level / 10);
    }
    at += 1 + length;
  }
  return null;
}

/**
 * One outgoing RTP stream: one SSRC, with sequence numbers and timestamps that are continuous whatever its packets come
 * from (the greeting first, then the visitor's own).
 */
export class RtpStream {
  readonly ssrc: number;
  /** For the packet after the last one sent. */
  #next = { sequence: Math.floor(Math.random() * 0x8000), timestamp: Math.floor(Math.random() * 0x1_0000_0000) };
  /** From the source that is relayed to this stream; null until its first packet. */
  #shift: { readonly ssrc: number; sequence: number; readonly timestamp: number } | null = null;

  constructor(ssrc = 1 + Math.floor(Math.random() * 0x7fff_ffff)) {
    this.ssrc = ssrc;
  }

  /** A packet of the robot's own; `duration` in timestamp units. */
  make(payloadType: number, payload: Buffer, duration: number, marker = false): Buffer {
    const header = Buffer.alloc(12);
    header.writeUInt8(0x80, 0);
    header.writeUInt8((marker ? 0x80 : 0) | payloadType, 1);
    this.#stamp(header, this.#next.sequence, this.#next.timestamp);
    this.#next.sequence = (this.#next.sequence + 1) & 0xffff;
    this.#next.timestamp = (this.#next.timestamp + duration) >>> 0;
    this.#shift = null;
    return Buffer.concat([header, payload]);
  }

  /** The visitor's packet as one of this stream, gaps and order kept. Its header is rewritten in place. */
  relay(packet: Buffer, { ssrc, sequence, timestamp }: RtpPacket): Buffer {
    if (this.#shift?.ssrc !== ssrc) {
      this.#shift = {
        ssrc,
        sequence: this.#next.sequence - sequence,
        timestamp: this.#next.timestamp - timestamp,
      };
    }
    const out = {
      sequence: (sequence + this.#shift.sequence) & 0xffff,
      timestamp: (timestamp + this.#shift.timestamp) >>> 0,
    };
    this.#stamp(packet, out.sequence, out.timestamp);
    // A packet that arrives out of order must not set them back.
    if (((out.sequence - this.#next.sequence) & 0xffff) < 0x8000) {
      this.#next = { sequence: (out.sequence + 1) & 0xffff, timestamp: (out.timestamp + 960) >>> 0 };
    }
    return packet;
  }

  /** For a packet of the visitor's that is not relayed: the receiver sees no gap. */
  skip(): void {
    if (this.#shift) this.#shift.sequence -= 1;
  }

  #stamp(packet: Buffer, sequence: number, timestamp: number): void {
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.ssrc, 8);
  }
}
