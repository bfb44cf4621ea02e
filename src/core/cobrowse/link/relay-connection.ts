import { toJson } from '../../lib/json.js';
import type { Clock } from '../../lib/clock.js';
import { readControl } from '../wire/control-reader.js';
import type { ControlBodies, ControlFrame, ControlType, Welcome } from '../wire/control.js';
import type { RelaySocket } from '../ports.js';

export interface RelayConnectionEvents {
  onWelcome(welcome: Welcome): void;
  /** Any control frame but a welcome or a pong. */
  onControl(frame: ControlFrame): void;
  onData(bytes: Uint8Array): void;
}

/** How a connection ended. `code` is the WebSocket's close code; `welcomed`: the relay had answered the hello. */
export interface ConnectionEnd {
  readonly code: number;
  readonly welcomed: boolean;
}

/** ms: from hello to welcome; without any message until a ping is sent; from the ping to the next message. */
const WELCOME_TIMEOUT = 10_000;
const IDLE_TIMEOUT = 20_000;
const PONG_TIMEOUT = 10_000;

/*
 * One socket to the relay, from its hello to its close.
 *
 *   hello sent ─welcome─▶ open ⇄ ping sent (idle for 20 s)
 *      └─10 s───────────────┴───────┴─10 s, or the socket closes─▶ closed
 */
export class RelayConnection {
  /** Resolves when the socket has closed; never rejects. */
  readonly closed: Promise<ConnectionEnd>;
  readonly #clock: Clock;
  readonly #socket: RelaySocket;
  readonly #events: RelayConnectionEvents;
  #welcomed = false;
  #id = 0;
  #clockOffset = 0;
  #pingedAt = 0;
  #cancelWatch: () => void;

  /** `socket` is open; the relay expects hello now. */
  constructor(clock: Clock, socket: RelaySocket, events: RelayConnectionEvents) {
    this.#clock = clock;
    this.#socket = socket;
    this.#events = events;
    this.#cancelWatch = clock.after(WELCOME_TIMEOUT, () => socket.close());
    this.closed = new Promise((resolve) => {
      socket.onClose = (code) => {
        this.#cancelWatch();
        socket.onMessage = socket.onClose = null;
        resolve({ code, welcomed: this.#welcomed });
      };
    });
    socket.onMessage = (message) => this.#receive(message);
  }

  /** The relay's clock minus ours, ms. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  /** The socket's, bytes; null before the welcome. */
  get bufferedAmount(): number | null {
    return this.#welcomed ? this.#socket.bufferedAmount : null;
  }

  write<T extends ControlType>(t: T, d: ControlBodies[T]): void {
    this.#id += 1;
    this.#socket.send(toJson({ t, id: this.#id, d }));
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(frame);
  }

  close(): void {
    this.#cancelWatch();
    this.#socket.close();
  }

  #receive(message: string | Uint8Array): void {
    const frame = typeof message === 'string' ? readControl(message) : null;
    if (!this.#welcomed && frame?.t !== 'welcome') return;
    this.#watchIdle();
    if (typeof message !== 'string') this.#events.onData(message);
    else if (frame?.t === 'welcome') this.#welcome(frame.d);
    else if (frame?.t === 'pong') this.#clockOffset = frame.d.now - (this.#pingedAt + this.#clock.now()) / 2;
    else if (frame) this.#events.onControl(frame);
  }

  #welcome(welcome: Welcome): void {
    if (this.#welcomed) return;
    this.#welcomed = true;
    this.#clockOffset = welcome.now - this.#clock.now();
    this.#events.onWelcome(welcome);
  }

  /** Pings an idle connection, and closes one that does not answer. */
  #watchIdle(): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#clock.after(IDLE_TIMEOUT, () => {
      this.#pingedAt = this.#clock.now();
      this.write('ping', {});
      this.#cancelWatch = this.#clock.after(PONG_TIMEOUT, () => {
        // A half-open socket fires `close` very late.
        this.#socket.onClose?.(1006);
        this.#socket.close();
      });
    });
  }
}
