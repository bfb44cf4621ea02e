import { Listeners } from './listeners.js';

/** State that only dispatched facts change: every write goes through one pure reducer. */
export interface Store<State, Fact> {
  readonly state: State;
  dispatch(fact: Fact): void;
  /**
   * Calls `listener` after every change of state, never for a fact that changed nothing. What a listener throws stops
   * nothing. Returns an unsubscribe function.
   */
  subscribe(listener: (state: State, previous: State) => void): () => void;
}

/** A store over the reducer `next`, which returns the same object where a fact changes nothing. */
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
      listeners.emit(state, previous);
    },
    subscribe: (listener) => listeners.add(listener),
  };
}
