import { CobrowseError, type CobrowseErrorCode } from '../core/cobrowse/cobrowse-error.js';
import type { ShareSession, WatchSession } from '../core/cobrowse/cobrowse-session.js';
import type { CobrowseState, CobrowseStateName } from '../core/cobrowse/cobrowse-state.js';
import { CcErrorEvent, CcStateChangeEvent, type Failure } from './events.js';

export type CobrowseSession = ShareSession | WatchSession;

interface RunHost extends HTMLElement {
  requestUpdate(): void;
}

/** What an element shares or watches: at most one at a time, from `start()` to the last event. */
export class CobrowseRun {
  readonly #host: RunHost;
  readonly #follow: (state: CobrowseState) => void;
  #state: CobrowseStateName = 'idle';
  #error: Failure<CobrowseErrorCode> | null = null;
  #session: CobrowseSession | null = null;
  /** What `start` promised for what is under way; null where nothing is. */
  #promised: Promise<void> | null = null;
  #settle: () => void = () => undefined;

  /** `follow` hears of each state before anybody else. */
  constructor(host: RunHost, follow: (state: CobrowseState) => void) {
    this.#host = host;
    this.#follow = follow;
  }

  get state(): CobrowseStateName {
    return this.#state;
  }

  get error(): Failure<CobrowseErrorCode> | null {
    return this.#error;
  }

  /** Under way; null where none is. */
  get session(): CobrowseSession | null {
    return this.#session;
  }

  get underWay(): boolean {
    return this.#promised !== null;
  }

  /** Begins, or joins what is under way. Settles when it is connected or over, and never rejects. */
  start(load: () => Promise<() => CobrowseSession>): Promise<void> {
    if (this.#promised) return this.#promised;
    const promised = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    this.#promised = promised;
    void this.#run(promised, load);
    return promised;
  }

  async stop(): Promise<void> {
    if (this.#session) await this.#session.stop();
    else if (this.#promised) this.#enter({ name: 'ended', reason: 'self' });
  }

  async #run(promised: Promise<void>, load: () => Promise<() => CobrowseSession>): Promise<void> {
    this.#host.requestUpdate();
    try {
      const begin = await load();
      // Stopped while it was loading, and perhaps started anew.
      if (this.#promised !== promised) return;
      const session = begin();
      this.#session = session;
      session.subscribe((state) => this.#enter(state));
      this.#enter(session.state);
    } catch (thrown) {
      if (this.#promised !== promised) return;
      const message = `Co-browsing could not be loaded or started: ${String(thrown)}`;
      const error = thrown instanceof CobrowseError ? thrown : new CobrowseError('internal', message);
      this.#enter({ name: 'failed', error });
    }
  }

  #enter(state: CobrowseState): void {
    const previous = this.#state;
    const { name } = state;
    const failure = name === 'failed' ? describe(state.error) : null;
    this.#state = name;
    this.#error = failure;
    const over = name === 'ended' || name === 'failed';
    if (over) this.#promised = this.#session = null;
    if (over || name === 'sharing' || name === 'watching' || name === 'paused') this.#settle();
    this.#follow(state);
    const host = this.#host;
    host.requestUpdate();
    if (name !== previous) {
      host.setAttribute('state', name);
      host.dispatchEvent(new CcStateChangeEvent<CobrowseStateName>(name, previous));
    }
    if (failure) host.dispatchEvent(new CcErrorEvent(failure));
  }
}

/** Without the rest of an `Error`, and frozen: listeners get it too. */
function describe({ code, message, causeId, causeDesc }: CobrowseError): Failure<CobrowseErrorCode> {
  return Object.freeze({
    code,
    message,
    ...(causeId === undefined ? {} : { causeId }),
    ...(causeDesc === undefined ? {} : { causeDesc }),
  });
}
