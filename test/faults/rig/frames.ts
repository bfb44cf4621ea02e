/** A WebSocket frame (RFC 6455 §5.2; here never fragmented). */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** As it came. */
  readonly raw: Buffer;
}

/** Text or binary: both may have SIP in them (RFC 7118 §4.2). */
export const isMessage = ({ opcode }: Frame): boolean => opcode === 1 || opcode === 2;

/** Cuts what one end of a connection sends into frames. */
export class Frames {
  #rest = Buffer.alloc(0);

  /** Those that are complete with this chunk. */
  read(chunk: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const frame = firstFrame(this.#rest);
      if (!frame) return frames;
      this.#rest = this.#rest.subarray(frame.raw.length);
      frames.push(frame);
    }
  }
}

/** A text frame. Those of a client are masked: here with zeros. */
export function textFrame(text: string, by: 'client' | 'server'): Buffer {
  const payload = Buffer.from(text);
  const mask = by === 'client' ? 0x80 : 0;
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header.writeUInt8(0x81, 0);
  header.writeUInt8(mask | (header.length === 2 ? payload.length : header.length === 4 ? 126 : 127), 1);
  if (header.length === 4) header.writeUInt16BE(payload.length, 2);
  else if (header.length === 10) header.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([header, Buffer.alloc(mask === 0 ? 0 : 4), payload]);
}

function firstFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const second = bytes[1] ?? 0;
  const short = second & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  const masked = (second & 0x80) !== 0;
  const start = header + (masked ? 4 : 0);
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(header, start);
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (masked) for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload, raw: Buffer.from(bytes.subarray(0, start + length)) };
}
