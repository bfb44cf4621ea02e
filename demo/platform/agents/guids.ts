import type { Clock } from '../../../src/core/lib/clock.js';

export interface GuidTimes {
  /** A Guid older than this is rotated at the next poll, ms. */
  readonly interval: number;
  /** A Guid is valid for this long, ms; longer than `interval`. */
  readonly timeout: number;
}

interface Guid {
  readonly value: string;
  readonly since: number;
}

/** The Guids of one session under dynamic authentication: the current one, and earlier ones until they expire. */
export class Guids {
  readonly #clock: Clock;
  readonly #times: GuidTimes;
  #issued: readonly Guid[] = [];

  constructor(clock: Clock, times: GuidTimes) {
    this.#clock = clock;
    this.#times = times;
    this.renew();
  }

  /** `{uuid}.AgentGateway0` */
  get current(): string {
    return this.#issued.at(-1)?.value ?? '';
  }

  isValid(value: string | null): boolean {
    const now = this.#clock.now();
    return this.#issued.some((guid) => guid.value === value && now < guid.since + this.#times.timeout);
  }

  /** Rotates the Guid where it is due, and then returns a function that undoes that; else null. */
  rotate(): (() => void) | null {
    const since = this.#issued.at(-1)?.since ?? 0;
    return this.#clock.now() < since + this.#times.interval ? null : this.renew();
  }

  /** Issues a new Guid. Returns a function that undoes that, for a response that was never delivered. */
  renew(): () => void {
    const now = this.#clock.now();
    const guid = { value: `${crypto.randomUUID()}.AgentGateway0`, since: now };
    this.#issued = [...this.#issued.filter(({ since }) => now < since + this.#times.timeout), guid];
    return () => {
      this.#issued = this.#issued.filter((other) => other !== guid);
    };
  }
}
