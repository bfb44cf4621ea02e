import { failure } from './answers.js';
import type { Scenario } from './scenario.js';
import type { Identity } from './token-service.js';
import { VisitorDesk, type DeskOptions } from './visitor-desk.js';

/** The desk of each visitor on each channel, opened by the first request with good credentials. */
export class VisitorDesks {
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #options: DeskOptions;
  readonly #desks = new Map<string, VisitorDesk>();

  constructor(scenarios: readonly Scenario[], options: DeskOptions) {
    this.#scenarios = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
    this.#options = options;
  }

  /** Text sessions that are open. */
  get textSessions(): number {
    return [...this.#desks.values()].filter((desk) => desk.inTextSession).length;
  }

  hasChannel(channelId: string): boolean {
    return this.#scenarios.has(channelId);
  }

  /** @throws Refusal where there is no such channel */
  desk(identity: Identity): VisitorDesk {
    const known = this.#desks.get(key(identity));
    if (known) return known;
    const scenario = this.#scenarios.get(identity.channelId);
    if (!scenario) throw failure('1', 'unknown channel');
    const desk = new VisitorDesk(identity, scenario, this.#options);
    this.#desks.set(key(identity), desk);
    return desk;
  }

  /** Whether the platform holds a text session or a call of this visitor. */
  inSession(identity: Identity): boolean {
    return this.#desks.get(key(identity))?.inSession ?? false;
  }

  /** User id of the visitor whose text session has this multimedia call id; null where none has. */
  visitorOf(callId: string): string | null {
    return [...this.#desks.values()].find((desk) => desk.callId === callId)?.identity.userId ?? null;
  }

  close(): void {
    for (const desk of this.#desks.values()) desk.close();
  }
}

const key = ({ channelId, userId }: Identity): string => JSON.stringify([channelId, userId]);
