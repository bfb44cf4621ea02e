import { Listeners } from './listeners.js';

/** State that only facts change: every write goes through one pure function. */
export interface Store<State, Fact> {
  readonly state: State;
  dispatch(fact: Fact): void;
  /**
   * Hears of every change of state, never of a fact that changed nothing. What a listener throws stops nothing.
   * Returns the way to stop.
   */
  subscribe(listener: (state: State, previous: State) => void): () => void;
}

/** A store over `next`, which returns the same object where a fact changes nothing. */
export function createStore<State, Fact>(
  next: (state: State, fact: Fact) => State,
  initial: State,
): Store<State, Fact> {
  let state = initial;
  const listeners = new Listeners<[state: State, previous: State]>();
  return {
    get state() {
      return state;
    },
    dispatch(fact) {
      const previous = state;
      state = next(previous, fact);
      if (state === previous) return;
      listeners.tell(state, previous);
    },
    subscribe: (listener) => listeners.add(listener),
  };
}
