import { backoff } from '../lib/backoff.js';
import { deadline, sleep, type Clock } from '../lib/clock.js';
import { CallError } from '../lib/errors.js';
import { asCobrowseError, CobrowseError } from './cobrowse-error.js';
import {
  protocolVersion,
  type ControlBodies,
  type ControlFrame,
  type ControlType,
  type Person,
  type Role,
  type Welcome,
} from './control.js';
import { readControl } from './control-reader.js';
import { afterClose } from './close-verdict.js';
import { wireLimits } from './limits.js';
import type { AskForConnection, OpenRelaySocket, RelaySocket } from './ports.js';

export interface RelayLinkPorts {
  readonly ask: AskForConnection;
  readonly openSocket: OpenRelaySocket;
  readonly clock: Clock;
}

export interface RelayLinkOptions {
  readonly room: string;
  readonly role: Role;
  readonly user: Person;
  readonly tab: string;
  readonly caps: readonly string[];
  /** Goes on with the connection of the page before. */
  readonly resume: { readonly url: string; readonly token: string } | null;
}

/** What a link tells; `over` and `failed` are its last words. */
export interface RelayLinkEvents {
  welcome(welcome: Welcome, url: string): void;
  control(frame: ControlFrame): void;
  data(bytes: Uint8Array): void;
  /** The connection is lost, and being brought back. */
  lost(): void;
  over(reason: 'other' | 'taken-over'): void;
  failed(error: CobrowseError): void;
}

/** ms: for a socket to open and for its welcome; silence before a ping, and after it. */
const OPENING = 10_000;
const SILENCE = 20_000;
const PONG = 10_000;
/** How long a first connection is tried, ms; a lost one as long as the relay keeps it. */
const FIRST_TRIES = 20_000;
/** How long `end` waits for the relay's last word, ms. */
const LAST_WORD = 2_000;
const RETRY = { base: 500, cap: 8_000 };

/** One end's connection to the relay, kept up: hello, resume after a loss, pings, and an end. */
export class RelayLink {
  readonly #ports: RelayLinkPorts;
  readonly #options: RelayLinkOptions;
  readonly #events: RelayLinkEvents;
  readonly #lifetime = new AbortController();
  #socket: RelaySocket | null = null;
  #id = 0;
  #url = '';
  #token: string | null = null;
  #graceMs = wireLimits.graceMs;
  #clockOffset = 0;
  #pingedAt = 0;
  #cancelSilence: () => void = () => undefined;
  #onEnded: () => void = () => undefined;

  constructor(ports: RelayLinkPorts, options: RelayLinkOptions, events: RelayLinkEvents) {
    this.#ports = ports;
    this.#options = options;
    this.#events = events;
    this.#url = options.resume?.url ?? '';
    this.#token = options.resume?.token ?? null;
  }

  /** Now by the relay's clock, as near as it is known; ms since 1970. */
  get relayNow(): number {
    return this.#ports.clock.now() + this.#clockOffset;
  }

  /** Bytes that wait to leave; null while there is no connection. */
  get bufferedAmount(): number | null {
    return this.#socket?.bufferedAmount ?? null;
  }

  start(): void {
    void this.#keepUp().catch((thrown: unknown) => this.#fail(asCobrowseError(thrown)));
  }

  tell<T extends ControlType>(t: T, d: ControlBodies[T]): void {
    this.#write(this.#socket, t, d);
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#socket?.send(frame);
  }

  /** Ends it for the whole room. Settles when the relay has closed the connection, or soon after. */
  async end(): Promise<void> {
    const socket = this.#socket;
    if (this.#lifetime.signal.aborted || !socket) return this.close();
    this.tell('end', {});
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(LAST_WORD, resolve);
      this.#onEnded = () => {
        cancel();
        resolve();
      };
    });
    this.close();
  }

  /** Lets go without a word: the relay waits for a resume. */
  close(): void {
    this.#lifetime.abort();
    this.#cancelSilence();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  async #keepUp(): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = this.#lifetime;
    let giveUpAt = clock.now() + FIRST_TRIES;
    for (let attempt = 0; !signal.aborted;) {
      const { code, greeted } = await this.#connection();
      if (signal.aborted) return this.#onEnded();
      if (greeted) {
        attempt = 0;
        giveUpAt = clock.now() + this.#graceMs;
      }
      const verdict = afterClose(code, { resumed: this.#token !== null });
      if ('over' in verdict) {
        this.close();
        this.#events.over(verdict.over);
        return this.#onEnded();
      }
      if ('error' in verdict) throw verdict.error;
      if (verdict.again === 'anew') this.#token = null;
      if (greeted) this.#events.lost();
      attempt += 1;
      const pause = backoff(attempt, RETRY);
      if (clock.now() + pause > giveUpAt)
        throw new CobrowseError('relay-unreachable', `The relay could not be reached (close code ${code}).`);
      await sleep(clock, pause, signal).catch(() => undefined);
    }
    this.#onEnded();
  }

  /** One connection from its opening to its close. 0: it never opened. */
  async #connection(): Promise<{ readonly code: number; readonly greeted: boolean }> {
    const { clock, openSocket, ask } = this.#ports;
    const { signal } = this.#lifetime;
    let signature = '';
    const watch = deadline(clock, OPENING, signal);
    try {
      if (this.#token === null) {
        const info = await ask(signal);
        signature = info.signature;
        this.#url = info.url;
      }
      const socket = await openSocket(this.#url, watch.signal);
      if (signal.aborted) {
        socket.close();
        return { code: 0, greeted: false };
      }
      return await this.#converse(socket, signature);
    } catch (thrown) {
      if (thrown instanceof CobrowseError) throw thrown;
      if (thrown instanceof CallError && thrown.code !== 'platform-unreachable') throw asCobrowseError(thrown);
      return { code: 0, greeted: false };
    } finally {
      watch.clear();
    }
  }

  #converse(socket: RelaySocket, signature: string): Promise<{ readonly code: number; readonly greeted: boolean }> {
    const { room, role, user, tab, caps } = this.#options;
    let greeted = false;
    return new Promise((resolve) => {
      const cancel = this.#ports.clock.after(OPENING, () => greeted || socket.close());
      socket.onClose = (code) => {
        cancel();
        this.#cancelSilence();
        socket.onMessage = socket.onClose = null;
        if (this.#socket === socket) this.#socket = null;
        resolve({ code, greeted });
      };
      socket.onMessage = (message) => {
        this.#listen(socket);
        const frame = typeof message === 'string' ? readControl(message) : null;
        if (frame?.t === 'welcome' && !greeted) {
          greeted = true;
          cancel();
          this.#socket = socket;
          this.#welcome(frame.d);
        } else if (greeted && typeof message !== 'string') this.#events.data(message);
        else if (greeted && frame) this.#control(frame);
      };
      const resume = this.#token === null ? {} : { resume: this.#token };
      this.#write(socket, 'hello', { v: protocolVersion, room, role, user, signature, tab, caps, ...resume });
    });
  }

  #welcome(welcome: Welcome): void {
    this.#token = welcome.resumeToken;
    this.#graceMs = welcome.limits.graceMs;
    this.#clockOffset = welcome.now - this.#ports.clock.now();
    this.#events.welcome(welcome, this.#url);
  }

  #control(frame: ControlFrame): void {
    if (frame.t === 'pong') {
      const now = this.#ports.clock.now();
      this.#clockOffset = frame.d.now - (this.#pingedAt + now) / 2;
    } else this.#events.control(frame);
  }

  /** A connection that says nothing is asked, and one that does not answer is given up. */
  #listen(socket: RelaySocket): void {
    const { clock } = this.#ports;
    this.#cancelSilence();
    this.#cancelSilence = clock.after(SILENCE, () => {
      this.#pingedAt = clock.now();
      this.#write(socket, 'ping', {});
      this.#cancelSilence = clock.after(PONG, () => {
        // A half-open socket tells of its close very late.
        socket.onClose?.(1006);
        socket.close();
      });
    });
  }

  #write<T extends ControlType>(socket: RelaySocket | null, t: T, d: ControlBodies[T]): void {
    this.#id += 1;
    socket?.send(JSON.stringify({ t, id: this.#id, d }));
  }

  #fail(error: CobrowseError): void {
    if (this.#lifetime.signal.aborted) return;
    this.close();
    this.#events.failed(error);
  }
}
