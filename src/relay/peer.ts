import type { RelayNode } from './store.js';

/** What `GET healthz?store` below a node's address answers. */
export interface NodeHealth {
  readonly node: string;
  readonly store: 'there' | 'away';
}

/** With the time that a store has to answer it is less than a node counts as there that says nothing. */
const ANSWER_MS = 500;

/** What another node says of the store; null where it does not answer. */
export async function askForStore({ name, url }: RelayNode): Promise<NodeHealth['store'] | null> {
  try {
    const address = new URL('healthz?store', url.replace(/^ws/, 'http'));
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) });
    const { node, store } = (await answer.json()) as Partial<NodeHealth>;
    return node === name && (store === 'there' || store === 'away') ? store : null;
  } catch {
    return null;
  }
}
