/** Those who want to hear of something. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<(...args: Args) => void>();

  /** Returns the way to stop. */
  add(listener: (...args: Args) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** One that throws stops neither the others nor whoever tells. */
  tell(...args: Args): void {
    for (const listener of [...this.#all]) guarded(() => listener(...args));
  }
}

/** Runs what its caller does not depend on. What it throws is reported as uncaught, as with an `EventTarget`. */
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
