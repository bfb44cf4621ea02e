import type { Network } from '../../src/core/lib/network.js';
import { Listeners } from '../../src/core/lib/listeners.js';

type Change = Parameters<Parameters<Network['subscribe']>[0]>[0];

/** A browser's network under the test's control. */
export class FakeNetwork implements Network {
  readonly #listeners = new Listeners<[Change]>();
  online = true;
  visible = true;

  subscribe(listener: (change: Change) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The machine slept, and nobody was told yet. */
  slept = false;

  look(): void {
    if (!this.slept) return;
    this.slept = false;
    this.tell('woke');
  }

  /** As the browser tells it; `online` and `offline` are so from then on. */
  tell(change: Change): void {
    if (change === 'online' || change === 'offline') this.online = change === 'online';
    this.#listeners.emit(change);
  }

  /** A `fetch` over this network: rejects while it is offline, also what is under way then. */
  fetch(send: () => Promise<Response>): Promise<Response> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('Failed to fetch'));
      if (!this.online) return fail();
      const unsubscribe = this.subscribe((change) => change === 'offline' && fail());
      send().finally(unsubscribe).then(resolve, reject);
    });
  }
}
