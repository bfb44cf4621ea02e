/** The two RTCP requests for a key frame: PLI (RFC 4585 §6.3.1) and FIR (RFC 5104 §4.3.1). */

const PAYLOAD_SPECIFIC = 206;
const PLI = 1;
const FIR = 4;

/** Whether a (compound) RTCP packet asks the source of `ssrc` for a key frame. */
export function asksForKeyframe(packet: Buffer, ssrc: number): boolean {
  for (let at = 0; at + 12 <= packet.length;) {
    const format = packet.readUInt8(at) & 0x1f;
    const size = 4 * (packet.readUInt16BE(at + 2) + 1);
    if (packet.readUInt8(at + 1) === PAYLOAD_SPECIFIC && at + size <= packet.length) {
      if (format === PLI && packet.readUInt32BE(at + 8) === ssrc) return true;
      // FIR names its targets in a list of eight octets each, behind the common header.
      for (let entry = at + 12; format === FIR && entry + 8 <= at + size; entry += 8) {
        if (packet.readUInt32BE(entry) === ssrc) return true;
      }
    }
    at += size;
  }
  return false;
}

/** Asks the source of `mediaSsrc` for a key frame. */
export function pictureLossIndication(senderSsrc: number, mediaSsrc: number): Buffer {
  const packet = Buffer.alloc(12);
  packet.writeUInt8(0x80 | PLI, 0);
  packet.writeUInt8(PAYLOAD_SPECIFIC, 1);
  packet.writeUInt16BE(2, 2);
  packet.writeUInt32BE(senderSsrc, 4);
  packet.writeUInt32BE(mediaSsrc, 8);
  return packet;
}
