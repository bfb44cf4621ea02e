/** Deflates what becomes the payload of a data frame, or of a keyframe's parts. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream('deflate-raw');
  void write(writable, [bytes]);
  return collect(readable, Infinity);
}

/**
 * Inflates a batch from its parts. Stops as soon as there are more bytes than the header said (which `readFrame` has
 * checked against the limit), so that a decompression bomb costs no more than that. Rejects with a RangeError where the length is not
 * `inflatedLength`, and with the platform's error (a TypeError in browsers) where it is no deflate-raw stream.
 */
export async function inflate(parts: readonly Uint8Array[], inflatedLength: number): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  void write(writable, parts);
  const bytes = await collect(readable, inflatedLength);
  if (bytes.length !== inflatedLength) throw new RangeError('A batch inflates to less than its header says.');
  return bytes;
}

/** A browser inflates what it is given in one piece, and deflate makes up to 1,032 bytes of one: small pieces bound that. */
const PIECE = 8 * 1024;

async function write(writable: WritableStream<BufferSource>, parts: readonly Uint8Array[]): Promise<void> {
  const writer = writable.getWriter();
  try {
    for (const part of parts)
      for (let start = 0; start < part.length; start += PIECE) await writer.write(part.slice(start, start + PIECE));
    await writer.close();
  } catch {
    // The reader gets the same error, and rejects.
  }
}

async function collect(
  readable: ReadableStream<Uint8Array<ArrayBuffer>>,
  longest: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = readable.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    length += chunk.value.length;
    chunks.push(chunk.value);
    if (length <= longest) continue;
    await reader.cancel();
    throw new RangeError('A batch inflates to more than its header says.');
  }
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
