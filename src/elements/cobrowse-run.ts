import { CobrowseError } from '../core/cobrowse/cobrowse-error.js';
import type { ShareSession, WatchSession } from '../core/cobrowse/cobrowse-session.js';
import type { CobrowseState, CobrowseStateName } from '../core/cobrowse/cobrowse-state.js';
import { CcErrorEvent, CcStateChangeEvent, type CallFailure } from './call-events.js';
import type { CobrowseScene, SceneHost } from './cobrowse-scene.js';

export type CobrowseSession = ShareSession | WatchSession;

/** What an element shares or watches: at most one at a time, from `start()` to the last event. */
export class CobrowseRun {
  /** What is seen of it; hears of each state before anybody else. */
  scene: CobrowseScene | null = null;
  /** What is shared or watched. */
  roomId = '';
  #host: SceneHost;
  #state: CobrowseStateName = 'idle';
  #error: CallFailure | null = null;
  #session: CobrowseSession | null = null;
  /** What `start` promised for what is under way; null where nothing is. */
  #promised: Promise<void> | null = null;
  #settle: () => void = () => undefined;

  constructor(host: SceneHost) {
    this.#host = host;
  }

  get state(): CobrowseStateName {
    return this.#state;
  }

  get error(): CallFailure | null {
    return this.#error;
  }

  /** Under way; null where none is. */
  get session(): CobrowseSession | null {
    return this.#session;
  }

  get underWay(): boolean {
    return this.#promised !== null;
  }

  /** The page is shared, or about to be: the visitor has agreed. */
  get shares(): boolean {
    return this.#sharing !== null && this.#state !== 'asking';
  }

  /** Of no effect where nothing is shared. */
  pause(): void {
    this.#sharing?.pause();
  }

  resume(): void {
    this.#sharing?.resume();
  }

  /** The element is out of the page: nothing is sent until `goOn` or `moveTo`. */
  hold(): void {
    this.#sharing?.hold();
  }

  /** The element is in the page again. */
  goOn(): void {
    this.#sharing?.goOn(false);
  }

  /** Goes on with another element, whose state was `previous`, or with the same; the one of before is idle. */
  moveTo(host: SceneHost, previous: CobrowseStateName): void {
    const before = this.#host;
    this.#host = host;
    this.scene = this.scene?.moveTo?.(host) ?? null;
    // Only now that the bar is seen.
    this.#sharing?.goOn(true);
    if (before !== host) tell(before, 'idle', this.#state);
    tell(host, this.#state, previous);
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
    this.scene?.follow(state);
    tell(this.#host, name, previous);
    if (failure) this.#host.dispatchEvent(new CcErrorEvent(failure));
  }

  get #sharing(): ShareSession | null {
    return this.#session && 'hold' in this.#session ? this.#session : null;
  }
}

function tell(host: SceneHost, state: CobrowseStateName, previous: CobrowseStateName): void {
  host.requestUpdate();
  if (state === previous) return;
  host.setAttribute('state', state);
  host.dispatchEvent(new CcStateChangeEvent<CobrowseStateName>(state, previous));
}

/** Without the rest of an `Error`, and frozen: listeners get it too. */
function describe({ code, message, causeId, causeDesc }: CobrowseError): CallFailure {
  return Object.freeze({
    code,
    message,
    ...(causeId === undefined ? {} : { causeId }),
    ...(causeDesc === undefined ? {} : { causeDesc }),
  });
}
