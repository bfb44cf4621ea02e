/** Reads the SIP messages out of what a client sends in a WebSocket (RFC 6455 §5.2: masked, here never fragmented). */
export class SipFrames {
  #rest = Buffer.alloc(0);

  /** The messages that are complete with this chunk. */
  read(chunk: Buffer): string[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: string[] = [];
    for (;;) {
      const frame = firstFrame(this.#rest);
      if (!frame) return messages;
      this.#rest = this.#rest.subarray(frame.size);
      if (frame.opcode === 1 || frame.opcode === 2) messages.push(frame.payload.toString());
    }
  }
}

function firstFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 6) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < header + 4) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const size = header + 4 + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(header, header + 4);
  const payload = Buffer.from(bytes.subarray(header + 4, size)).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: Buffer.from(payload), size };
}
