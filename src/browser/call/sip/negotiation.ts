/**
 * Offers and answers within a dialog: one at a time (RFC 3261 §14). A re-INVITE of ours waits for its turn; one of the
 * gateway that meets ours gets 491.
 */
export class Negotiation {
  #busy: 'ours' | 'theirs' | null = null;
  #waiting: (() => void)[] = [];
  /** How many the gateway has begun. */
  theirs = 0;

  get busy(): 'ours' | 'theirs' | null {
    return this.#busy;
  }

  begin(by: 'ours' | 'theirs'): void {
    this.#busy = by;
    if (by === 'theirs') this.theirs += 1;
  }

  end(): void {
    this.#busy = null;
    this.#waiting.shift()?.();
  }

  /** Resolves when it is our turn, which it then is. */
  async turn(): Promise<void> {
    while (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.begin('ours');
  }
}
