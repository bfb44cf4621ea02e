const BLOCK = 16_384;

/**
 * Messages in the order in which they came, of which the oldest can be dropped: one after the other in blocks of bytes. A
 * buffer for each would cost more memory, and more of the collector's time, than most deltas have bytes.
 */
export class DeltaLog {
  /** From the one with the oldest byte to the one that is written. */
  readonly #blocks: Uint8Array[] = [];
  /** Where each message ends. Positions count from the first byte of the first block. */
  #ends: number[] = [];
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#ends.length;
  }

  get byteLength(): number {
    return this.#end - this.#start;
  }

  /** Bytes of the message at this index and of all after it. */
  bytesFrom(index: number): number {
    return this.#end - this.#startOf(index);
  }

  push(message: Uint8Array): void {
    for (let from = 0; from < message.length;) {
      const at = this.#end % BLOCK;
      // Nothing is read of it that was not written before.
      if (at === 0) this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      const part = message.subarray(from, from + BLOCK - at);
      this.#blocks.at(-1)?.set(part, at);
      this.#end += part.length;
      from += part.length;
    }
    this.#ends.push(this.#end);
  }

  /** A copy. */
  at(index: number): Uint8Array | undefined {
    const end = this.#ends[index];
    if (end === undefined) return undefined;
    const start = this.#startOf(index);
    const copy = new Uint8Array(end - start);
    const first = Math.floor(start / BLOCK);
    this.#blocks.slice(first, Math.ceil(end / BLOCK)).forEach((block, place) => {
      const begin = (first + place) * BLOCK;
      copy.set(block.subarray(Math.max(0, start - begin), end - begin), Math.max(0, begin - start));
    });
    return copy;
  }

  /** Drops the oldest. */
  shift(): void {
    this.#start = this.#ends.shift() ?? this.#start;
    const over = this.#ends.length === 0 ? this.#blocks.length : Math.floor(this.#start / BLOCK);
    if (over === 0) return;
    this.#blocks.splice(0, over);
    const bytes = this.#ends.length === 0 ? this.#end : over * BLOCK;
    this.#ends = this.#ends.map((end) => end - bytes);
    this.#start -= bytes;
    this.#end -= bytes;
  }

  #startOf(index: number): number {
    return this.#ends[index - 1] ?? this.#start;
  }
}
