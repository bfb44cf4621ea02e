import type { Clock } from '../core/lib/clock.js';
import { closeCodes } from '../core/cobrowse/wire/control.js';
import type { Refusal } from './member.js';
import { askForStore, type NodeHealth } from './peer.js';
import type { RelayNode, RelayStore } from './store.js';
import type { Redeemed } from './ticket.js';

/** This relay among others. */
export interface ClusterOptions {
  readonly store: RelayStore;
  readonly node: RelayNode;
}

export interface ClusterEvents {
  /** Rooms that are open here. */
  readonly rooms: () => readonly string[];
  /** How many connections there are. */
  readonly load: () => number;
  /** Another node has this room by now, or may have it soon. */
  readonly onMoved: (room: string) => void;
}

/** How often a node says that it is there … */
const ANNOUNCE_MS = 500;
/** … and, so many times less often, that it keeps its rooms. */
const RENEW_EVERY = 10;

/** Of a node that says nothing any more: so long it is asked for its store. */
const REMEMBER_MS = 60_000;

/** Keeps this node known to the others, and asks the store where it has the last word. */
export class Cluster {
  readonly node: RelayNode;
  readonly #store: RelayStore;
  readonly #clock: Clock;
  readonly #events: ClusterEvents;
  #cancel: () => void = () => undefined;
  #turn = 0;
  /** The other nodes, by name, and when they were last seen. */
  readonly #others = new Map<string, { readonly node: RelayNode; readonly seen: number }>();
  #settled: Promise<boolean> | null = null;
  #isOver = false;

  constructor({ store, node }: ClusterOptions, clock: Clock, events: ClusterEvents) {
    if (!/^[\w.-]{1,64}$/.test(node.name))
      throw new RangeError('The name of a node is made of letters, digits, . and -.');
    this.node = node;
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
    void this.#tell();
  }

  /** What others ask who have lost the store, to tell one that is down from one that they alone don't reach. */
  async health(): Promise<NodeHealth> {
    // All who ask at a time are answered at once.
    this.#settled ??= this.#store
      .isSettled()
      .catch(goOn)
      .finally(() => (this.#settled = null));
    return { node: this.node.name, store: (await this.#settled) ? 'there' : 'away' };
  }

  /** What a ticket's bearer gets here: the next lease of the room for a recorder, 0 for a viewer. */
  async admit({ grant, nonce, lifeMs, node }: Redeemed): Promise<number | Refusal> {
    if (node !== this.node.name) return { code: closeCodes.drain, reason: 'other-node' };
    try {
      if (!(await this.#store.hold(grant.room, this.node))) return { code: closeCodes.drain, reason: 'other-node' };
      if (!(await this.#store.useOnce(nonce, lifeMs))) return { code: closeCodes.ticket, reason: 'ticket-used' };
      return grant.role === 'recorder' ? await this.#store.nextLease(grant.room) : 0;
    } catch {
      return { code: closeCodes.drain, reason: 'store' };
    }
  }

  /** The room is over. */
  release(room: string): void {
    if (!this.#isOver) void this.#store.release(room, this.node).catch(goOn);
  }

  /** Nobody is to be sent here any more. */
  async withdraw(): Promise<void> {
    this.#isOver = true;
    this.#cancel();
    await this.#store.withdraw(this.node, this.#events.rooms()).catch(goOn);
  }

  async #tell(): Promise<void> {
    try {
      const { others, wasKnown } = await this.#store.announce(this.node, this.#events.load());
      this.#remember(others);
      const isDue = !wasKnown || this.#turn % RENEW_EVERY === 0;
      this.#turn += 1;
      const moved = isDue ? await this.#store.renew(this.#events.rooms(), this.node) : [];
      for (const room of moved) this.#events.onMoved(room);
    } catch {
      // As soon as it is back it has to be known whether a room moved meanwhile.
      this.#turn = 0;
      await this.#giveUpIfCutOff();
    }
    if (!this.#isOver) this.#cancel = this.#clock.after(ANNOUNCE_MS, () => void this.#tell());
  }

  #remember(others: readonly RelayNode[]): void {
    const now = this.#clock.now();
    for (const node of others) this.#others.set(node.name, { node, seen: now });
    for (const [name, { seen }] of this.#others) if (now - seen > REMEMBER_MS) this.#others.delete(name);
  }

  /**
   * Others that have the store take this node for gone and its rooms for theirs: a room would have two recorders. Where they
   * have lost it as well, or don't answer, the rooms go on.
   */
  async #giveUpIfCutOff(): Promise<void> {
    if (this.#others.size === 0 || this.#events.rooms().length === 0) return;
    const told = await Promise.all([...this.#others.values()].map(({ node }) => askForStore(node)));
    if (told.includes('there')) this.#events.rooms().forEach(this.#events.onMoved);
  }
}

/** Running rooms go on without the store, whatever is wrong with it. */
const goOn = (): false => false;
