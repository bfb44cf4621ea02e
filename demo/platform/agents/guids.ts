import type { Clock } from '../clock.js';

export interface GuidTimes {
  /** A Guid that is older than this is replaced at the next poll, ms. */
  readonly interval: number;
  /** A Guid is good for this long, ms; longer than `interval`. */
  readonly timeout: number;
}

interface Guid {
  readonly value: string;
  readonly since: number;
}

/** The Guids of one sign-in (dynamic authentication): the current one, and those before it until they expire. */
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

  isGood(value: string | null): boolean {
    const now = this.#clock.now();
    return this.#issued.some((guid) => guid.value === value && now < guid.since + this.#times.timeout);
  }

  /** The way to undo it where the current Guid was due for replacement, else null. Each new Guid is told once. */
  rotate(): (() => void) | null {
    const since = this.#issued.at(-1)?.since ?? 0;
    return this.#clock.now() < since + this.#times.interval ? null : this.renew();
  }

  /** Replaces the current Guid. What is returned undoes it, for an answer that never arrived. */
  renew(): () => void {
    const now = this.#clock.now();
    const guid = { value: `${crypto.randomUUID()}.AgentGateway0`, since: now };
    this.#issued = [...this.#issued.filter(({ since }) => now < since + this.#times.timeout), guid];
    return () => {
      this.#issued = this.#issued.filter((other) => other !== guid);
    };
  }
}
