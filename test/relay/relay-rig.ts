import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { WebSocket, type ClientOptions } from 'ws';
import {
  subprotocol,
  type ControlBodies,
  type ControlFrame,
  type ControlType,
  type Hello,
  type Role,
} from '../../src/core/cobrowse/wire/control.js';
import { readControl } from '../../src/core/cobrowse/wire/control-reader.js';
import { readFrame, writeFrame, type DataFrame } from '../../src/core/cobrowse/wire/frame.js';
import type { AuditRecord } from '../../src/relay/audit.js';
import { createRelay, type RelayOptions } from '../../src/relay/relay.js';
import { issueTicket } from '../../src/relay/ticket.js';
import { ManualClock } from '../support/manual-clock.js';
import { RawClient } from './raw-client.js';

export const secret = 'only for tests: 32 characters and more';
export const visitor = { id: 'visitor-1', name: 'Ada' };
export const agent = { id: 'agent-7', name: 'Grace' };

/** A relay on a free port of loopback, with a clock that stands still. */
export async function startRelay(context: TestContext, options: Partial<RelayOptions> = {}, clock = new ManualClock()) {
  const audit: AuditRecord[] = [];
  // A clock that jumps leaves no time to answer a ping.
  const limits = { pingMs: 1e9, ...options.limits };
  const onAudit = (record: AuditRecord) => audit.push(record);
  const relay = createRelay({ secret, origins: ['*'], onAudit, ...options, limits }, clock);
  const server = createServer();
  relay.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peers = new Set<Peer>();
  const clients: RawClient[] = [];
  const close = async () => {
    for (const { socket } of peers) socket.terminate();
    for (const { socket } of clients) socket.destroy();
    await relay.close();
    server.close();
    server.closeAllConnections();
  };
  context.after(close);

  const ticket = (role: Role, room = 'room', ttlSeconds?: number, user = role === 'recorder' ? visitor : agent) =>
    issueTicket({ room, role, user, ...(ttlSeconds ? { ttlSeconds } : {}) }, secret, clock.now());
  /** An open socket that has said nothing. */
  const open = async (client: ClientOptions = {}, protocols: string[] = [subprotocol]) => {
    const peer = new Peer(new WebSocket(`ws://${host}/any/path`, protocols, client));
    peers.add(peer);
    void peer.closed.then(() => peers.delete(peer));
    await once(peer.socket, 'open');
    return peer;
  };
  /** A connection that has not even asked for a WebSocket. */
  const connect = () => {
    const client = new RawClient(host);
    clients.push(client);
    return client;
  };
  /** One that has said hello; does not wait for the answer. */
  const enter = async (role: Role, hello: Partial<Hello> = {}, client: ClientOptions = {}) => {
    const peer = await open(client);
    const user = role === 'recorder' ? visitor : agent;
    const room = hello.room ?? 'room';
    const signature = hello.signature ?? (hello.resume ? '' : ticket(role, room));
    peer.tell('hello', { v: 1, room, role, user, tab: 'tab', caps: [], ...hello, signature });
    return peer;
  };
  /** One that the relay has let in. */
  const join = async (role: Role, hello: Partial<Hello> = {}, client: ClientOptions = {}) => {
    const peer = await enter(role, hello, client);
    peer.welcome = (await peer.next('welcome')).d;
    return peer;
  };
  const acts = () => audit.map(({ act }) => act);
  return { relay, server, host, clock, audit, acts, ticket, open, connect, enter, join };
}

/** A client of the relay: what came, in order, and a way to wait for it. */
export class Peer {
  readonly socket: WebSocket;
  readonly frames: ControlFrame[] = [];
  readonly data: DataFrame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  welcome!: ControlBodies['welcome'];
  #id = 0;
  #onChange: () => void = () => undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) this.data.push(readFrame(new Uint8Array(message)) as DataFrame);
      else this.frames.push(readControl(message.toString())!);
      this.#onChange();
    });
  }

  tell<T extends ControlType>(t: T, d: ControlBodies[T], more: object = {}): number {
    this.socket.send(JSON.stringify({ t, id: (this.#id += 1), d, ...more }));
    return this.#id;
  }

  send(frame: Partial<DataFrame>): void {
    const { lease } = this.welcome;
    const defaults = { kind: 'delta', more: false, part: 0, lease, epoch: 1, time: 5, inflatedLength: 9 } as const;
    this.socket.send(writeFrame({ ...defaults, seq: 1, payload: Uint8Array.of(1, 2, 3), ...frame }));
  }

  /** The next control frame of this type that nobody has taken. */
  async next<T extends ControlType>(t: T): Promise<ControlFrame<T>> {
    await this.#until(() => this.frames.some((frame) => frame.t === t), t);
    const [frame] = this.frames.splice(
      this.frames.findIndex((other) => other.t === t),
      1,
    );
    return frame as ControlFrame<T>;
  }

  /** The next data frames: kind and seq, such as `k0 d1 d2`. */
  async nextData(count: number): Promise<string> {
    await this.#until(() => this.data.length >= count, 'data');
    const frames = this.data.splice(0, count);
    return frames.map(({ kind, seq }) => `${kind === 'keyframe' ? 'k' : 'd'}${seq}`).join(' ');
  }

  /** The relay has dealt with all that was sent before, and what it said to that is here. */
  async fence(): Promise<void> {
    const id = this.tell('ping', {});
    while ((await this.next('pong')).re !== id);
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    let stop: () => void = () => undefined;
    await new Promise<void>((resolve, reject) => {
      const late = () =>
        reject(
          new Error(`no ${what} came, only: ${this.frames.map(({ t }) => t).join(' ')}, ${this.data.length} data`),
        );
      const timer = setTimeout(late, 5_000);
      void this.closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason}, not ${what}`)));
      stop = () => clearTimeout(timer);
      this.#onChange = () => {
        if (holds()) resolve();
      };
    }).finally(() => stop());
  }
}
