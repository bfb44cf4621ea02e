import type { Clock } from '../lib/clock.js';
import type { GatheringRule } from './gathering.js';
import type { Network } from './ports.js';

/** A connection that gathers, or has gathered, with the ICE servers that were given to it. */
export interface Gathering {
  /** Resolves when its offer may be sent. Rejects once closed. */
  readonly ready: Promise<GatheringRule>;
  close(): void;
}

export interface WaitingOfferOptions<Own extends Gathering, Server> {
  /** Opens a connection that gathers as soon as its servers are known. */
  readonly open: (servers: Promise<readonly Server[]>) => Own;
  /** ICE servers as they are now. Never rejects. */
  readonly servers: () => Promise<readonly Server[]>;
  readonly network: Pick<Network, 'subscribe'> | null;
  readonly clock: Clock;
}

/** How often the servers are compared, ms. */
const LOOK = 5_000;
/** What STUN and TURN servers gave (binding, allocation) is asked for anew after this, ms. */
const OLDEST = 60_000;

interface Opened<Own> {
  readonly own: Own;
  readonly at: number;
  /** JSON of its servers; null until they are known. */
  servers: string | null;
}

/*
 *   ┌── another network: closed, and gathered anew ──┐
 *   ▼                                                │
 *   gathering ─────▶ ready ──────────────────────────┤     take()           take() again
 *                    ▲ │ 60 s, other servers:        ├─────────────▶ held ─────────────▶ ready; gathered anew
 *                    └─┘ another gathers behind it ──┘                                   where it went stale
 *
 * Held: an INVITE has it, and its answer fits this connection alone. After end() nothing replaces it.
 */

/** Keeps an offer fit to be sent while the visitor waits for an agent, by gathering anew over a fresh connection. */
export class WaitingOffer<Own extends Gathering, Server> {
  readonly #options: WaitingOfferOptions<Own, Server>;
  readonly #unsubscribe: (() => void) | undefined;
  #current: Opened<Own>;
  #behind: Opened<Own> | null = null;
  #held = false;
  #stale = false;
  #cancelLook: () => void = () => undefined;

  /** Throws what `open` throws. */
  constructor(options: WaitingOfferOptions<Own, Server>) {
    this.#options = options;
    this.#current = this.#open();
    this.#unsubscribe = options.network?.subscribe((event) => {
      if (event !== 'offline') this.#replace();
    });
    this.#lookLater();
  }

  get current(): Own {
    return this.#current.own;
  }

  /** The current one, and the one that may take its place. */
  get all(): readonly Own[] {
    return [this.#current, this.#behind].flatMap((opened) => opened?.own ?? []);
  }

  /** Resolves when the offer of the current one, or of another one, may be sent. It stays the current one then. */
  async take(another?: boolean): Promise<GatheringRule> {
    this.#held = false;
    if (another || this.#stale) this.#replace();
    for (;;) {
      const taken = this.#current;
      const rule = await taken.own.ready.catch((thrown: unknown) => {
        if (taken === this.#current) throw thrown;
        return null;
      });
      if (rule === null || taken !== this.#current) continue;
      this.#held = true;
      this.#drop();
      return rule;
    }
  }

  /** Nothing replaces the current one any more. Idempotent. */
  end(): void {
    this.#unsubscribe?.();
    this.#cancelLook();
    this.#held = true;
    this.#drop();
  }

  /** The addresses of the current one went with the network. */
  #replace(): void {
    this.#stale = this.#held;
    if (this.#held) return;
    this.#drop();
    this.#openBehind();
    this.#promote(this.#behind);
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(LOOK, () => {
      this.#lookLater();
      // What gathers behind has had its time: candidates of slow servers are in it.
      if (this.#behind) this.#promote(this.#behind);
      else void this.#look();
    });
  }

  async #look(): Promise<void> {
    const servers = await this.#options.servers();
    const { at, servers: former } = this.#current;
    const old = servers.length > 0 && this.#options.clock.now() - at >= OLDEST;
    const changed = former !== null && former !== JSON.stringify(servers);
    if (!old && !changed) return;
    this.#stale = this.#held;
    if (!this.#held && !this.#behind) this.#openBehind();
  }

  #openBehind(): void {
    try {
      const behind = this.#open();
      this.#behind = behind;
      behind.own.ready.then(
        (rule) => rule !== 'cap' && this.#promote(behind),
        () => this.#behind === behind && this.#drop(),
      );
    } catch {
      // The current one may still do.
    }
  }

  /** Puts it in the place of the current one, unless it was dropped meanwhile. */
  #promote(behind: Opened<Own> | null): void {
    if (!behind || behind !== this.#behind) return;
    this.#behind = null;
    this.#current.own.close();
    this.#current = behind;
  }

  #drop(): void {
    this.#behind?.own.close();
    this.#behind = null;
  }

  #open(): Opened<Own> {
    const { open, servers, clock } = this.#options;
    const asked = servers();
    const opened: Opened<Own> = { own: open(asked), at: clock.now(), servers: null };
    void asked.then((known) => (opened.servers = JSON.stringify(known)));
    return opened;
  }
}
