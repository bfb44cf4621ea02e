import { closeCodes } from '../core/cobrowse/wire/control.js';
import { Census } from './census.js';
import type { RelayLimits } from './limits.js';
import type { Refusal } from './member.js';
import { Room, type RoomContext } from './room.js';

/** Who opens a room. */
export interface Opener {
  /** Id of the user, from the ticket. */
  readonly user: string;
  /** null where addresses can't be told apart. */
  readonly address: string | null;
}

interface Opened {
  readonly room: Room;
  readonly opener: Opener;
  readonly leave: readonly (() => void)[];
}

/** The rooms of a relay, oldest first. Where there are too many, empty ones of whoever has several make room for others. */
export class RoomDesk {
  readonly #limits: RelayLimits;
  readonly #context: RoomContext;
  readonly #opened = new Map<string, Opened>();
  readonly #byUser = new Census();
  readonly #byAddress = new Census();

  constructor(limits: RelayLimits, context: Omit<RoomContext, 'onOver'>, onOver: (name: string) => void) {
    this.#limits = limits;
    const close = (name: string) => {
      this.#close(name);
      onOver(name);
    };
    this.#context = { ...context, onOver: ({ name }) => close(name) };
  }

  get size(): number {
    return this.#opened.size;
  }

  get(name: string): Room | undefined {
    return this.#opened.get(name)?.room;
  }

  *[Symbol.iterator](): Iterator<Room> {
    for (const { room } of [...this.#opened.values()]) yield room;
  }

  /** The room of this name; opened where there is none and its opener may. */
  enter(name: string, opener: Opener): Room | Refusal {
    const known = this.#opened.get(name);
    if (known) return known.room;
    const { rooms, roomsPerUser, roomsPerAddress } = this.#limits;
    const { user, address } = opener;
    if (this.#byUser.count(user) >= roomsPerUser && !this.#endEmpty((other) => other.user === user))
      return { code: closeCodes.rate, reason: 'rooms' };
    if (address !== null && this.#byAddress.count(address) >= roomsPerAddress)
      if (!this.#endEmpty((other) => other.address === address)) return { code: closeCodes.rate, reason: 'rooms' };
    if (this.size >= rooms && !this.#endEmpty((other) => this.#byUser.count(other.user) > 1))
      return { code: closeCodes.drain, reason: 'rooms' };
    const room = new Room(name, this.#context);
    this.#opened.set(name, { room, opener, leave: [this.#byUser.enter(user), this.#byAddress.enter(address)] });
    return room;
  }

  /** Ends the oldest room with nobody in it, of those that `may` go. */
  #endEmpty(may: (opener: Opener) => boolean): boolean {
    for (const { room, opener } of this.#opened.values()) {
      if (!may(opener) || room.counts.recorders + room.counts.viewers > 0) continue;
      room.end('crowded-out');
      return true;
    }
    return false;
  }

  #close(name: string): void {
    this.#opened.get(name)?.leave.forEach((leave) => leave());
    this.#opened.delete(name);
  }
}
