import type { Failure } from '../../core/lib/coded-error.js';
import { CcErrorEvent, CcStateChangeEvent } from './events.js';

/** A run of an element: a call, a shared page, a page that is watched. */
export interface Driven<State> {
  readonly state: State;
  /** Returns an unsubscribe function. */
  subscribe(listener: (state: State) => void): () => void;
}

interface Entered<Code extends string> {
  readonly name: string;
  readonly error?: Failure<Code>;
}

/** The lifecycle of a kind of run, as its element reports it. */
export interface RunRules<Code extends string, State, Run> {
  /** What can't be loaded, for the message. */
  readonly what: string;
  readonly idle: State;
  /** The state while its code is being loaded; null: the state does not change until it has started. */
  readonly loading: State | null;
  /** The state of a run that was stopped while it was being loaded. */
  readonly stopped: State;
  /** The state of a run that could not be loaded or started. */
  failed(error: Failure<Code | 'internal'>): State;
  /** Where what starts a run throws errors of its own. */
  isFailure?(thrown: unknown): thrown is Failure<Code>;
  isOver(state: State): boolean;
  /** True from the state that resolves `start()`, though the run goes on. */
  isSettled(state: State): boolean;
  stop(run: Run): Promise<void>;
  /** Called with each state, before any event is dispatched. */
  follow(state: State): void;
  /** Events to dispatch once this state has been entered, after `cc-state-change` and `cc-error`. */
  events(state: State): Event[];
}

interface DriverHost extends HTMLElement {
  requestUpdate(): void;
}

/*
 *   resting ─start()─▶ loading ─▶ running ─over─▶ resting
 *                         └─ stop(), or it could not be loaded ─▶ resting
 */
type Phase<Run> =
  | { readonly name: 'resting' }
  | { readonly name: 'loading'; readonly promised: Promise<void> }
  | { readonly name: 'running'; readonly promised: Promise<void>; readonly run: Run };

/**
 * Drives what an element runs, at most one at a time, from `start()` to the last event: loads it, reflects its state as
 * the `state` attribute, dispatches `cc-state-change` and `cc-error`.
 */
export class Driver<Code extends string, State extends Entered<Code>, Run extends Driven<State>> {
  #host: DriverHost;
  readonly #rules: RunRules<Code, State, Run>;
  #phase: Phase<Run> = { name: 'resting' };
  /** How many in a row could not be loaded. */
  #notLoaded = 0;
  #state: State;
  #error: Failure<Code> | null = null;
  #settle: () => void = () => undefined;

  constructor(host: DriverHost, rules: RunRules<Code, State, Run>) {
    this.#host = host;
    this.#rules = rules;
    this.#state = rules.idle;
  }

  get state(): State['name'] {
    return this.#state.name;
  }

  get error(): Failure<Code> | null {
    return this.#error;
  }

  /** null before it is loaded and when it is over. */
  get run(): Run | null {
    return this.#phase.name === 'running' ? this.#phase.run : null;
  }

  get underWay(): boolean {
    return this.#phase.name !== 'resting';
  }

  /** Why there is none, by the key of its label: it is being loaded, or could not be, once or more often; null otherwise. */
  get unready(): 'starting' | 'notLoaded' | 'reload' | null {
    if (this.#phase.name === 'loading') return 'starting';
    if (this.underWay || !this.#notLoaded) return null;
    return this.#notLoaded > 1 ? 'reload' : 'notLoaded';
  }

  /** Starts a run, or joins the one under way. Resolves when it is settled by the rules, or over; never rejects. */
  start(load: () => Promise<() => Run>): Promise<void> {
    if (this.#phase.name !== 'resting') return this.#phase.promised;
    const promised = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    this.#phase = { name: 'loading', promised };
    if (this.#rules.loading) this.#enter(this.#rules.loading);
    else this.#host.requestUpdate();
    void this.#load(promised, load);
    return promised;
  }

  async stop(): Promise<void> {
    if (this.#phase.name === 'running') await this.#rules.stop(this.#phase.run);
    else if (this.#phase.name === 'loading') this.#enter(this.#rules.stopped);
  }

  /** Hands the run over to another host, whose state was `previous`; the one before becomes idle. */
  moveTo(host: DriverHost, previous: State['name']): void {
    const before = this.#host;
    this.#host = host;
    if (before !== host) reflect(before, this.#rules.idle.name, this.state);
    reflect(host, this.state, previous);
  }

  async #load(promised: Promise<void>, load: () => Promise<() => Run>): Promise<void> {
    // Stopped while it was loading, and perhaps started anew.
    const isStale = () => this.#phase.name !== 'loading' || this.#phase.promised !== promised;
    try {
      const start = await load();
      if (isStale()) return;
      const run = start();
      this.#phase = { name: 'running', promised, run };
      this.#notLoaded = 0;
      run.subscribe((state) => this.#enter(state));
      this.#enter(run.state);
    } catch (thrown) {
      if (isStale()) return;
      const error = this.#failure(thrown);
      if (error.code === 'internal') this.#notLoaded += 1;
      this.#enter(this.#rules.failed(error));
    }
  }

  /** What starts a run throws errors of its own; anything else is our mistake, or a file that could not be loaded. */
  #failure(thrown: unknown): Failure<Code | 'internal'> {
    if (this.#rules.isFailure?.(thrown)) return thrown;
    return { code: 'internal', message: `${this.#rules.what} could not be loaded or started: ${String(thrown)}` };
  }

  #enter(state: State): void {
    const rules = this.#rules;
    const host = this.#host;
    const previous = this.#state.name;
    this.#state = state;
    this.#error = state.error ? describe(state.error) : null;
    rules.follow(state);
    const over = rules.isOver(state);
    if (over) this.#phase = { name: 'resting' };
    if (over || rules.isSettled(state)) this.#settle();
    reflect(host, state.name, previous);
    if (state.name === previous) return;
    if (this.#error) host.dispatchEvent(new CcErrorEvent(this.#error));
    for (const event of rules.events(state)) host.dispatchEvent(event);
  }
}

function reflect(host: DriverHost, state: string, previous: string): void {
  host.requestUpdate();
  if (state === previous) return;
  host.setAttribute('state', state);
  host.dispatchEvent(new CcStateChangeEvent(state, previous));
}

/** A frozen copy without an `Error`'s stack and cause: listeners of the page get it too. */
function describe<Code extends string>({ code, message, causeId, causeDesc }: Failure<Code>): Failure<Code> {
  return Object.freeze({
    code,
    message,
    ...(causeId === undefined ? {} : { causeId }),
    ...(causeDesc === undefined ? {} : { causeDesc }),
  });
}
