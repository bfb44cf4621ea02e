import type { Clock } from '../../lib/clock.js';
import { readControl } from '../wire/control-reader.js';
import type { ControlBodies, ControlFrame, ControlType, Welcome } from '../wire/control.js';
import type { RelaySocket } from '../ports.js';

export interface RelayConnectionEvents {
  welcome(welcome: Welcome): void;
  /** Any other control frame but a pong. */
  control(frame: ControlFrame): void;
  data(bytes: Uint8Array): void;
}

/** How a connection ended. `code` is the WebSocket's close code; `greeted`: the relay had said welcome. */
export interface ConnectionEnd {
  readonly code: number;
  readonly greeted: boolean;
}

/** ms: for the welcome; silence before a ping, and after it. */
const GREETING = 10_000;
const SILENCE = 20_000;
const PONG = 10_000;

/*
 * One socket to the relay, from its hello to its close.
 *
 *   greeting ─welcome─▶ open ⇄ pinged (nothing came for 20 s)
 *      └─10 s─────────────┴───────┴─10 s, or the socket closes─▶ closed
 */
export class RelayConnection {
  /** Settles when it is over. */
  readonly closed: Promise<ConnectionEnd>;
  readonly #clock: Clock;
  readonly #socket: RelaySocket;
  readonly #events: RelayConnectionEvents;
  #greeted = false;
  #id = 0;
  #clockOffset = 0;
  #pingedAt = 0;
  #cancelWatch: () => void;

  /** `socket` is open; the relay expects hello now. */
  constructor(clock: Clock, socket: RelaySocket, events: RelayConnectionEvents) {
    this.#clock = clock;
    this.#socket = socket;
    this.#events = events;
    this.#cancelWatch = clock.after(GREETING, () => socket.close());
    this.closed = new Promise((resolve) => {
      socket.onClose = (code) => {
        this.#cancelWatch();
        socket.onMessage = socket.onClose = null;
        resolve({ code, greeted: this.#greeted });
      };
    });
    socket.onMessage = (message) => this.#receive(message);
  }

  /** The relay's clock less ours, ms. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  /** Bytes that wait to leave; null while the relay has not said welcome. */
  get bufferedAmount(): number | null {
    return this.#greeted ? this.#socket.bufferedAmount : null;
  }

  write<T extends ControlType>(t: T, d: ControlBodies[T]): void {
    this.#id += 1;
    this.#socket.send(JSON.stringify({ t, id: this.#id, d }));
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
    if (!this.#greeted && frame?.t !== 'welcome') return;
    this.#watchSilence();
    if (typeof message !== 'string') this.#events.data(message);
    else if (frame?.t === 'welcome') this.#welcome(frame.d);
    else if (frame?.t === 'pong') this.#clockOffset = frame.d.now - (this.#pingedAt + this.#clock.now()) / 2;
    else if (frame) this.#events.control(frame);
  }

  #welcome(welcome: Welcome): void {
    if (this.#greeted) return;
    this.#greeted = true;
    this.#clockOffset = welcome.now - this.#clock.now();
    this.#events.welcome(welcome);
  }

  /** A connection that says nothing is asked, and one that does not answer is given up. */
  #watchSilence(): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#clock.after(SILENCE, () => {
      this.#pingedAt = this.#clock.now();
      this.write('ping', {});
      this.#cancelWatch = this.#clock.after(PONG, () => {
        // A half-open socket tells of its close very late.
        this.#socket.onClose?.(1006);
        this.#socket.close();
      });
    });
  }
}
