import type { CallSession } from '../core/call/call-session.js';
import type { CallState, CallStateName } from '../core/call/call-state.js';
import { guarded } from '../core/lib/listeners.js';
import {
  CcBeforeCallEvent,
  CcCallEndEvent,
  CcErrorEvent,
  CcStateChangeEvent,
  type CallFailure,
} from './call-events.js';

/** A call's state, or that of a call that came to nothing before there was one. */
type Entered = Exclude<CallState, { name: 'failed' }> | { name: 'failed'; error: CallFailure; seconds: number };

/** Starts a call at once. `begin` and `follow` show it: what they throw is reported, and the call goes on. */
export type CallStarter = () => {
  readonly session: CallSession;
  readonly begin: () => void;
  readonly follow: (state: CallState) => void;
};

export interface CallHost extends HTMLElement {
  requestUpdate(): void;
}

/** The call of an element: at most one at a time, from `call()` to the last event. */
export class ElementCall {
  readonly #host: CallHost;
  #state: CallStateName = 'idle';
  #error: CallFailure | null = null;
  #muted = false;
  #session: CallSession | null = null;
  /** What `start` promised for the call that is under way; null where none is. */
  #promised: Promise<void> | null = null;
  #settle: () => void = () => undefined;
  #notLoaded = false;

  constructor(host: CallHost) {
    this.#host = host;
  }

  get state(): CallStateName {
    return this.#state;
  }

  get error(): CallFailure | null {
    return this.#error;
  }

  /** Under way, or the last one. */
  get session(): CallSession | null {
    return this.#session;
  }

  get loading(): boolean {
    return this.#promised !== null && this.#session === null;
  }

  /** The last one could not even be loaded. */
  get notLoaded(): boolean {
    return this.#notLoaded;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#session) this.#session.muted = muted;
    this.#host.requestUpdate();
  }

  /** Begins a call or joins the one under way. `unlock` runs within the press, before anything else happens. */
  start(unlock: () => void, load: () => Promise<CallStarter>): Promise<void> {
    if (this.#promised) return this.#promised;
    if (!this.#host.dispatchEvent(new CcBeforeCallEvent())) return Promise.resolve();
    // Whoever heard of it may have called in the meantime.
    if (this.#promised) return this.#promised;
    const promised = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    this.#promised = promised;
    unlock();
    void this.#run(promised, load);
    return promised;
  }

  async hangUp(): Promise<void> {
    if (this.#session) await this.#session.hangUp();
    else if (this.#promised) this.#enter({ name: 'ended', reason: 'visitor', seconds: 0 });
  }

  async #run(promised: Promise<void>, load: () => Promise<CallStarter>): Promise<void> {
    window.addEventListener('pagehide', this.#leave);
    this.#session = null;
    this.#notLoaded = false;
    this.#enter({ name: 'checking', asking: false });
    try {
      const start = await load();
      // Hung up while it was loading, and perhaps called anew.
      if (this.#promised === promised) this.#follow(start());
    } catch (thrown) {
      if (this.#promised !== promised) return;
      this.#notLoaded = true;
      const message = `The call could not be loaded or started: ${String(thrown)}`;
      this.#enter({ name: 'failed', error: { code: 'internal', message }, seconds: 0 });
    }
  }

  #follow({ session, begin, follow }: ReturnType<CallStarter>): void {
    const enter = (state: CallState): void => {
      guarded(() => follow(state));
      this.#enter(state);
    };
    this.#session = session;
    session.muted = this.#muted;
    guarded(begin);
    session.subscribe(enter);
    enter(session.state);
    void session.settled.then(this.#settle);
  }

  #enter(state: Entered): void {
    const previous = this.#state;
    const failure = state.name === 'failed' ? describe(state.error) : null;
    this.#state = state.name;
    this.#error = failure;
    if (failure || state.name === 'ended') this.#over();
    const host = this.#host;
    host.requestUpdate();
    if (state.name === previous) return;
    host.setAttribute('state', state.name);
    host.dispatchEvent(new CcStateChangeEvent(state.name, previous));
    if (failure) host.dispatchEvent(new CcErrorEvent(failure));
    if (state.name === 'ended') host.dispatchEvent(new CcCallEndEvent(state.reason, state.seconds));
    if (state.name === 'failed') host.dispatchEvent(new CcCallEndEvent('error', state.seconds));
  }

  #over(): void {
    this.#promised = null;
    this.#muted = false;
    window.removeEventListener('pagehide', this.#leave);
    this.#settle();
  }

  readonly #leave = (): void => {
    if (this.#session) this.#session.leave();
    else void this.hangUp();
  };
}

/** Without the rest of an `Error`, and frozen: listeners get it too. */
function describe({ code, message, causeId, causeDesc }: CallFailure): CallFailure {
  return Object.freeze({
    code,
    message,
    ...(causeId === undefined ? {} : { causeId }),
    ...(causeDesc === undefined ? {} : { causeDesc }),
  });
}
