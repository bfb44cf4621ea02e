/** Counts what is there by whom it belongs to, and forgets whom nothing belongs to. */
export class Census {
  readonly #counts = new Map<string, number>();

  count(of: string): number {
    return this.#counts.get(of) ?? 0;
  }

  /** Returns what takes it out again, once. */
  enter(of: string | null): () => void {
    if (of === null) return () => undefined;
    this.#counts.set(of, this.count(of) + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const left = this.count(of) - 1;
      if (left > 0) this.#counts.set(of, left);
      else this.#counts.delete(of);
    };
  }
}
