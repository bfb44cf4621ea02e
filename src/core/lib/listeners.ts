/** The listeners of one kind of event, called in the order in which they were added. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<(...args: Args) => void>();

  /** Returns an unsubscribe function. */
  add(listener: (...args: Args) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** A listener that throws stops neither the others nor the emitter. */
  emit(...args: Args): void {
    for (const listener of [...this.#all]) guarded(() => listener(...args));
  }
}

/** Runs a callback that must not stop its caller. What it throws is reported as uncaught, as with an `EventTarget`. */
export function guarded(task: () => void): void {
  try {
    task();
  } catch (thrown) {
    // Not `reportError`, which Node and older browsers lack.
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
