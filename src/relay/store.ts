/** A relay among several, as clients reach it. */
export interface RelayNode {
  /** Of its own, up to 64 characters. */
  readonly name: string;
  /** `wss://…`, this node's and no other's. */
  readonly url: string;
}

interface Announced {
  /** The nodes that are there beside this one. */
  readonly others: readonly RelayNode[];
  /** This one still counted as there. If not, its rooms may have been given to others. */
  readonly wasKnown: boolean;
}

/**
 * What several relays share: who is there, which of them has a room, and which tickets were used. Nothing of a page is in it.
 * Every method rejects with a `StoreAwayError` where it can't be asked.
 */
export interface RelayStore {
  /** The node that has this room, or has it from now on: the one with the fewest connections. null where none is there. */
  placeRoom(room: string): Promise<RelayNode | null>;
  /** Says that a node is there, for some seconds, and how many connections it has. */
  announce(node: RelayNode, load: number): Promise<Announced>;
  /** Whether it has been there for long enough that every node that reaches it has said so. */
  isSettled(): Promise<boolean>;
  /** It takes nobody in any more. */
  withdraw(node: RelayNode, rooms: readonly string[]): Promise<void>;
  /** Takes a room for a node, or keeps it there. False where another node has it. */
  hold(room: string, node: RelayNode): Promise<boolean>;
  /** Of rooms that a node has: those that another has by now. */
  renew(rooms: readonly string[], node: RelayNode): Promise<readonly string[]>;
  release(room: string, node: RelayNode): Promise<void>;
  /** True once for each nonce, for as long as told, in ms. */
  useOnce(nonce: string, ms: number): Promise<boolean>;
  /** A number that is larger than all before, for this room. */
  nextLease(room: string): Promise<number>;
  close(): Promise<void>;
}

/** The store did not answer, or not in time. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
}
