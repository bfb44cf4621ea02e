import { backoff } from '../../lib/backoff.js';
import { deadline, sleep, type Clock } from '../../lib/clock.js';
import { PlatformError } from '../../platform/platform-error.js';
import type { Log } from '../../lib/log.js';
import { asCobrowseError, CobrowseError } from '../cobrowse-error.js';
import {
  protocolVersion,
  type ControlBodies,
  type ControlFrame,
  type ControlType,
  type Person,
  type Role,
  type Welcome,
} from '../wire/control.js';
import { afterClose } from './close-verdict.js';
import { RelayConnection, type ConnectionEnd } from './relay-connection.js';
import { wireLimits } from '../wire/limits.js';
import type { AskForConnection, OpenRelaySocket } from '../ports.js';

export interface RelayLinkPorts {
  readonly ask: AskForConnection;
  readonly openSocket: OpenRelaySocket;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RelayLinkOptions {
  readonly room: string;
  readonly role: Role;
  readonly user: Person;
  readonly tab: string;
  readonly caps: readonly string[];
  /** Resumes the connection of the previous page; null for a new one. */
  readonly resume: { readonly url: string; readonly token: string } | null;
}

/** What a link calls back with; nothing is called after `onEnded` or `onFailed`. */
export interface RelayLinkEvents {
  /** `url`: the relay's address, for a later resume. */
  onWelcome(welcome: Welcome, url: string): void;
  /** Any control frame but a welcome or a pong. */
  onControl(frame: ControlFrame): void;
  /** One data frame, not yet checked. */
  onData(bytes: Uint8Array): void;
  /** The connection is lost; the link reconnects. */
  onLost(): void;
  onEnded(reason: 'other' | 'taken-over'): void;
  onFailed(error: CobrowseError): void;
}

/** For a socket to open, ms. */
const OPEN_TIMEOUT = 10_000;
/** How long a first connection is retried, ms; a lost one for the relay's grace. */
const FIRST_CONNECT_TIMEOUT = 20_000;
/** How long `end` waits for the relay to close, ms. */
const END_TIMEOUT = 2_000;
const RETRY = { base: 250, cap: 2_000 };

/*
 *   idle ─start()─▶ opening ─welcome─▶ open ─socket gone─▶ waiting (backoff, until the relay's grace is over)
 *                     ▲ │ └─refused─▶ failed  └─ended, taken over─▶ over          │
 *                     │ └─could not be opened────────────────────▶ waiting       │
 *                     └──────────────────────────────────────────────────────────┘
 *   close() and end() end it in every state.
 */

/** One end's link to the relay, across its connections: reconnects with backoff, resumes, fails when the grace is over. */
export class RelayLink {
  readonly #ports: RelayLinkPorts;
  readonly #options: RelayLinkOptions;
  readonly #events: RelayLinkEvents;
  readonly #lifetime = new AbortController();
  #connection: RelayConnection | null = null;
  #url: string;
  #token: string | null;
  #graceMs = wireLimits.graceMs;
  /** Of the connection before, while there is none. */
  #clockOffset = 0;
  #onEnded: () => void = () => undefined;

  constructor(ports: RelayLinkPorts, options: RelayLinkOptions, events: RelayLinkEvents) {
    this.#ports = ports;
    this.#options = options;
    this.#events = events;
    this.#url = options.resume?.url ?? '';
    this.#token = options.resume?.token ?? null;
  }

  /** The relay's clock, estimated from welcome and pong; ms since 1970. */
  get relayNow(): number {
    return this.#ports.clock.now() + (this.#connection?.clockOffset ?? this.#clockOffset);
  }

  /** The socket's `bufferedAmount`, bytes; null while there is no connection. */
  get bufferedAmount(): number | null {
    return this.#connection?.bufferedAmount ?? null;
  }

  start(): void {
    void this.#run().catch((thrown: unknown) => this.#fail(asCobrowseError(thrown)));
  }

  /** Dropped while there is no connection. */
  send<T extends ControlType>(t: T, d: ControlBodies[T]): void {
    this.#connection?.write(t, d);
  }

  /** Dropped while there is no connection. */
  sendData(frame: Uint8Array<ArrayBuffer>): void {
    this.#connection?.send(frame);
  }

  /** Sends `end`, which ends it for the whole room. Resolves when the relay has closed the connection, or after 2 s. */
  async end(): Promise<void> {
    if (this.#lifetime.signal.aborted || !this.#connection) return this.close();
    this.send('end', {});
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(END_TIMEOUT, resolve);
      this.#onEnded = () => {
        cancel();
        resolve();
      };
    });
    this.close();
  }

  /** Closes without sending `end`: the relay waits for a resume. */
  close(): void {
    this.#lifetime.abort();
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#ports;
    const { signal } = this.#lifetime;
    let giveUpAt = clock.now() + FIRST_CONNECT_TIMEOUT;
    for (let attempt = 0; !signal.aborted;) {
      const { code, welcomed } = await this.#connect(attempt > 1);
      if (signal.aborted) return this.#onEnded();
      if (welcomed) {
        attempt = 0;
        giveUpAt = clock.now() + this.#graceMs;
      }
      const verdict = afterClose(code, { resumed: this.#token !== null });
      if ('over' in verdict) {
        this.close();
        this.#events.onEnded(verdict.over);
        return this.#onEnded();
      }
      if ('error' in verdict) throw verdict.error;
      if (verdict.again === 'anew') this.#token = null;
      if (welcomed) this.#events.onLost();
      attempt += 1;
      const pause = backoff(attempt, RETRY);
      if (clock.now() + pause > giveUpAt)
        throw new CobrowseError('relay-unreachable', `The relay could not be reached (close code ${code}).`);
      log.info('relay retry', { code, attempt, ms: Math.round(pause) });
      await sleep(clock, pause, signal).catch(() => undefined);
    }
    this.#onEnded();
  }

  /**
   * One connection, from opening to close. Code 0: it never opened. `again`: the relay could not be reached, and the room may
   * have another one by now.
   */
  async #connect(again: boolean): Promise<ConnectionEnd> {
    const { clock, openSocket, ask } = this.#ports;
    const { signal } = this.#lifetime;
    let signature = '';
    const watch = deadline(clock, OPEN_TIMEOUT, signal);
    try {
      if (this.#token === null || again) {
        const info = await ask(signal);
        if (info.url !== this.#url) this.#token = null;
        signature = info.signature;
        this.#url = info.url;
      }
      const socket = await openSocket(this.#url, watch.signal);
      if (signal.aborted) {
        socket.close();
        return { code: 0, welcomed: false };
      }
      const { room, role, user, tab, caps } = this.#options;
      const resume = this.#token === null ? {} : { resume: this.#token };
      const connection = new RelayConnection(clock, socket, {
        onWelcome: (welcome) => this.#welcome(connection, welcome),
        onControl: (frame) => this.#events.onControl(frame),
        onData: (bytes) => this.#events.onData(bytes),
      });
      connection.write('hello', { v: protocolVersion, room, role, user, signature, tab, caps, ...resume });
      const end = await connection.closed;
      this.#clockOffset = connection.clockOffset;
      if (this.#connection === connection) this.#connection = null;
      return end;
    } catch (thrown) {
      if (thrown instanceof CobrowseError) throw thrown;
      if (thrown instanceof PlatformError && thrown.code !== 'platform-unreachable') throw asCobrowseError(thrown);
      return { code: 0, welcomed: false };
    } finally {
      watch.clear();
    }
  }

  #welcome(connection: RelayConnection, welcome: Welcome): void {
    this.#connection = connection;
    this.#token = welcome.resumeToken;
    this.#graceMs = welcome.limits.graceMs;
    this.#ports.log.info('relay', { host: hostOf(this.#url), resumed: welcome.resumed });
    this.#events.onWelcome(welcome, this.#url);
  }

  #fail(error: CobrowseError): void {
    if (this.#lifetime.signal.aborted) return;
    this.close();
    this.#events.onFailed(error);
  }
}

/** No more of an address than may be logged. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}
