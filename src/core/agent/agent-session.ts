import type { AgentError } from './agent-error.js';
import { readGuid } from './guid.js';

/**
 * One agent's time between sign-in and sign-out: holds the Guid. Each request belongs to one session, so that an answer that
 * comes late can't bring an old session's Guid into a new one.
 */
export class AgentSession {
  readonly #lifetime = new AbortController();
  #guid: string | null;
  #replacedAt = -Infinity;
  #ended: AgentError | null = null;

  constructor(guid: string | null = null) {
    this.#guid = guid;
  }

  get guid(): string | null {
    return this.#guid;
  }

  /** When the platform last replaced a Guid by another, ms since the epoch. */
  get replacedAt(): number {
    return this.#replacedAt;
  }

  /** Aborts when the session ends. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Why the session is over; null while it lasts. */
  get ended(): AgentError | null {
    return this.#ended;
  }

  end(reason: AgentError): void {
    this.#ended ??= reason;
    this.#lifetime.abort(this.#ended);
  }

  /** Goes on with a Guid that came from elsewhere. */
  replace(guid: string): void {
    this.#guid = guid;
  }

  /**
   * Takes the Guid from the `Set-GUID` of an answer; `sent` is the one that the request had. An answer that only repeats what was
   * sent is no rotation: another answer may have brought a newer one meanwhile.
   */
  adopt(header: string | null, sent: string | null, now: number): void {
    const guid = readGuid(header);
    if (guid === null || guid === sent || guid === this.#guid) return;
    if (this.#guid !== null) this.#replacedAt = now;
    this.#guid = guid;
  }
}
