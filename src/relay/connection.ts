import type { RawData, WebSocket } from 'ws';
import { closeCodes, sendable, type CloseCode, type ControlFrame } from '../core/cobrowse/wire/control.js';
import { readControl } from '../core/cobrowse/wire/control-reader.js';
import { Bucket } from './bucket.js';
import type { Clock } from '../core/lib/clock.js';
import type { RelayLimits } from './limits.js';
import type { Link, Member, Refusal } from './member.js';
import type { Room } from './room.js';

/** Somebody's place in a room. */
export interface Membership {
  readonly room: Room;
  readonly member: Member;
}

type Admission = Membership | Refusal;

export interface ConnectionContext {
  readonly clock: Clock;
  readonly limits: RelayLimits;
  /**
   * Checks a hello and lets in; on success the room has answered it. Where others have to be asked first: what lets in, to be
   * called if the connection is still there.
   */
  readonly admit: (hello: ControlFrame<'hello'>, link: Link) => Admission | Promise<() => Admission>;
  /** Closed for what the peer did, or did not; null where it was nobody's yet. */
  readonly onRefused: (refusal: Refusal, membership: Membership | null) => void;
  readonly onGone: () => void;
}

/** A peer has this long to answer a close. */
export const CLOSE_MS = 2_000;

/** One socket: hello first, then what the role may send, within the rates. Whatever else comes closes it. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  readonly #controlRate: Bucket;
  readonly #dataRate: Bucket;
  readonly #byteRate: Bucket;
  readonly #link: Link;
  #membership: Membership | null = null;
  #lastId = 0;
  #closing = false;
  #isAsking = false;
  #answered = true;
  #cancelTimer: () => void;
  #cancelPing: () => void = () => undefined;

  constructor(socket: WebSocket, context: ConnectionContext) {
    const { clock, limits } = context;
    const now = clock.now();
    this.#socket = socket;
    this.#context = context;
    this.#controlRate = new Bucket(limits.controlPerSecond, limits.controlBurst, now);
    this.#dataRate = new Bucket(limits.dataPerSecond, limits.dataBurst, now);
    this.#byteRate = new Bucket(limits.dataBytesPerSecond, limits.dataBytesBurst, now);
    this.#link = this.#makeLink();
    this.#cancelTimer = clock.after(limits.helloMs, () => this.#refuse({ code: closeCodes.noHello, reason: 'hello' }));
    this.#ping();
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('ping', () => this.#beat());
    socket.on('pong', () => {
      this.#answered = true;
      this.#beat();
    });
    // What is wrong with a socket closes it; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.#gone(code));
  }

  /** Nothing that is sent by the peer after this is looked at. */
  close(code: CloseCode, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#cancelTimer();
    this.#cancelPing();
    this.#socket.close(code, reason);
    this.#cancelTimer = this.#context.clock.after(CLOSE_MS, () => this.#socket.terminate());
  }

  #makeLink(): Link {
    const socket = this.#socket;
    const isOpen = () => !this.#closing && socket.readyState === socket.OPEN;
    return {
      get bufferedAmount() {
        return isOpen() ? socket.bufferedAmount : Infinity;
      },
      send(message, done) {
        if (isOpen()) socket.send(message, done);
      },
      sendControl: (t, d, marks) => {
        if (isOpen()) socket.send(JSON.stringify({ t, id: (this.#lastId += 1), ...marks, d }));
      },
      close: (code, reason) => this.close(code, reason),
    };
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closing || !Buffer.isBuffer(data)) return;
    const refusal = isBinary ? this.#receiveData(data) : this.#receiveControl(data);
    if (refusal) this.#refuse(refusal);
  }

  #receiveData(message: Buffer): Refusal | null {
    const { clock } = this.#context;
    if (!this.#membership) return { code: closeCodes.malformed, reason: 'no-hello' };
    const { room, member } = this.#membership;
    if (member.grant.role !== 'recorder') return { code: closeCodes.forbidden, reason: 'data' };
    const fits = this.#dataRate.take(1, clock.now()) && this.#byteRate.take(message.length, clock.now());
    return fits ? room.receiveData(member, message) : { code: closeCodes.rate, reason: 'data' };
  }

  #receiveControl(message: Buffer): Refusal | null {
    const { clock, limits, admit } = this.#context;
    if (message.length > (this.#membership ? limits.controlBytes : limits.helloBytes))
      return { code: closeCodes.size, reason: 'control' };
    if (!this.#controlRate.take(1, clock.now())) return { code: closeCodes.rate, reason: 'control' };
    const frame = readControl(message.toString());
    if (!frame) return { code: closeCodes.malformed, reason: 'control' };
    if (this.#membership) {
      const { room, member } = this.#membership;
      if (!sendable[member.grant.role].includes(frame.t)) return { code: closeCodes.forbidden, reason: 'role' };
      room.receive(member, frame);
      return null;
    }
    if (frame.t !== 'hello') return { code: closeCodes.malformed, reason: 'no-hello' };
    if (this.#isAsking) return { code: closeCodes.malformed, reason: 'hello' };
    const admitted = admit(frame, this.#link);
    if (!(admitted instanceof Promise)) return this.#enter(admitted);
    this.#isAsking = true;
    void admitted.then((admission) => {
      if (this.#closing) return;
      const refusal = this.#enter(admission());
      if (refusal) this.#refuse(refusal);
    });
    return null;
  }

  #enter(admitted: Admission): Refusal | null {
    if ('code' in admitted) return admitted;
    this.#membership = admitted;
    this.#cancelTimer();
    return null;
  }

  /** A ping or pong of the socket. A pong answers one of ours, or nothing. */
  #beat(): void {
    const fits = this.#controlRate.take(1, this.#context.clock.now());
    if (!fits && !this.#closing) this.#refuse({ code: closeCodes.rate, reason: 'ping' });
  }

  #refuse({ code, reason }: Refusal): void {
    this.#context.onRefused({ code, reason }, this.#membership);
    this.close(code, reason);
  }

  /** A peer that vanished without a close frame, or no longer reads, answers no ping. */
  #ping(): void {
    const { clock, limits } = this.#context;
    this.#cancelPing = clock.after(limits.pingMs, () => {
      if (!this.#answered) return this.#socket.terminate();
      this.#answered = false;
      this.#socket.ping();
      this.#ping();
    });
  }

  #gone(code: number): void {
    this.#closing = true;
    this.#cancelTimer();
    this.#cancelPing();
    this.#membership?.room.lost(this.#membership.member, this.#link, code);
    this.#context.onGone();
  }
}
