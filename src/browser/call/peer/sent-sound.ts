import type { MediaStats } from '../../../core/call/media-stats.js';

type Sent = Pick<MediaStats, 'energySent' | 'secondsSent'>;

const nothing: Sent = { energySent: 0, secondsSent: 0 };

/** What the microphone delivers, from its level at each look, for a browser that does not count that (Firefox). */
export class SentSound {
  #sent = nothing;
  #at: number | null = null;

  /** `level`: RMS; null where it is not measured. The browser's own figures where it has some. */
  count({ at, energySent, secondsSent }: MediaStats, level: number | null): Sent {
    if (secondsSent > 0) return { energySent, secondsSent };
    const seconds = this.#at === null ? 0 : (at - this.#at) / 1000;
    this.#at = level === null ? null : at;
    if (level === null) return (this.#sent = nothing);
    this.#sent = {
      energySent: this.#sent.energySent + seconds * level ** 2,
      secondsSent: this.#sent.secondsSent + seconds,
    };
    return this.#sent;
  }
}
