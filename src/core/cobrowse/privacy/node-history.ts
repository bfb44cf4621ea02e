/** How many nodes that were hidden are remembered after they left the page. */
const MAX_HELD = 100_000;

/** What stays true of a node wherever it goes and however often the page is recorded anew. */
export class NodeHistory {
  /** Left a place where it was hidden: hidden or masked from then on. */
  readonly held = new Map<number, 'block' | 'mask'>();
  /** Was a secret field once. */
  readonly secret = new Set<number>();

  /** Names and ids of those. */
  readonly secretNames = new Set<string>();
  /** Hosts whose shadow roots adopted sheets: where they come back, the recorder does not tell so again. */
  readonly adopters = new Set<number>();
  /** Of these, those that were taken out. */
  readonly away = new Set<number>();

  hold(id: number, how: 'block' | 'mask'): void {
    this.held.set(id, how);
    const oldest = this.held.keys().next().value;
    if (this.held.size > MAX_HELD && oldest !== undefined) this.held.delete(oldest);
  }
}
