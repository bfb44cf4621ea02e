import type { AgentError } from './agent-error.js';
import { readGuid } from './guid.js';

/**
 * One agent's time between sign-in and sign-out: holds the Guid. Each request belongs to one session, so that a late answer
 * can't bring an old session's Guid into a new one.
 *
 *                  Set-GUID of the sign-in          sign-out, a stop code, another sign-in
 *     signing in ───────────────────────────▶ live ──────────────────────────────────────▶ ended
 *                                            ▲    │
 *                                            └────┘ Set-GUID of an answer, `replace`
 *
 * `guid` is null while signing in; a session with another page's Guid begins live. `ended` has the reason, and `signal` aborts
 * with it.
 */
export class AgentSession {
  readonly #lifetime = new AbortController();
  #guid: string | null;
  #replacedAt = -Infinity;

  constructor(guid: string | null = null) {
    this.#guid = guid;
  }

  get guid(): string | null {
    return this.#guid;
  }

  /** When the platform last replaced a Guid by another, ms since the epoch; -Infinity where it never did. */
  get replacedAt(): number {
    return this.#replacedAt;
  }

  /** Aborts when the session ends. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Why the session is over; null until then. */
  get ended(): AgentError | null {
    const { signal } = this;
    return signal.aborted ? (signal.reason as AgentError) : null;
  }

  /** Idempotent: the first reason stays. */
  end(reason: AgentError): void {
    this.#lifetime.abort(reason);
  }

  /** Takes a Guid from elsewhere, such as another page. */
  replace(guid: string): void {
    this.#guid = guid;
  }

  /**
   * Takes the Guid from the `Set-GUID` of an answer that came at `now`, ms since the epoch; `sent` is the one that the request
   * had. An answer that only repeats what was sent is no rotation: another answer may have brought a newer one meanwhile.
   */
  adopt(header: string | null, sent: string | null, now: number): void {
    const guid = readGuid(header);
    if (guid === null || guid === sent || guid === this.#guid) return;
    if (this.#guid !== null) this.#replacedAt = now;
    this.#guid = guid;
  }
}
