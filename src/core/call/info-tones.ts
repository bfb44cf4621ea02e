import { sleep, type Clock } from '../lib/clock.js';
import { DTMF, dtmfRelay } from './dtmf.js';

/** DTMF by SIP INFO (RFC 6086, `application/dtmf-relay`), for a gateway that did not negotiate telephone-event. */
export class InfoTones {
  readonly #clock: Clock;
  readonly #info: (contentType: string, body: string) => void;
  readonly #signal: AbortSignal;
  #sent: Promise<void> = Promise.resolve();

  constructor(clock: Clock, info: (contentType: string, body: string) => void, signal: AbortSignal) {
    this.#clock = clock;
    this.#info = info;
    this.#signal = signal;
  }

  /** One tone at a time, after those before. `tones` as `dtmfTones` returns them. */
  send(tones: string): void {
    this.#sent = this.#sent.then(() => this.#send(tones)).catch(() => undefined);
  }

  async #send(tones: string): Promise<void> {
    for (const tone of tones) {
      if (tone !== ',') this.#info('application/dtmf-relay', dtmfRelay(tone));
      await sleep(this.#clock, tone === ',' ? DTMF.pause : DTMF.duration + DTMF.gap, this.#signal);
    }
  }
}
