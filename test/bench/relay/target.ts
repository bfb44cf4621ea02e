import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { subprotocol, type Role } from '../../../src/core/cobrowse/wire/control.js';
import { issueTicket } from '../../../src/relay.js';
import { Peer } from '../../relay/relay-rig.js';
import type { Memory } from './server.js';

const KEYFRAME_BYTES = 8_192;

/** Both ends of a room: what goes in at one comes out at the other. */
export interface Room {
  readonly recorder: WebSocket;
  readonly viewer: WebSocket;
  readonly lease: number;
}

export type Kind = 'relay' | 'echo';

/** The relay or the echo, in a process of its own so that its CPU and memory can be told apart. */
export class Target {
  readonly kind: Kind;
  readonly #child: ChildProcess;
  readonly #secret: string;
  readonly #port: number;
  readonly #sockets: WebSocket[] = [];
  #users = 0;

  private constructor(kind: Kind, child: ChildProcess, secret: string, port: number) {
    this.kind = kind;
    this.#child = child;
    this.#secret = secret;
    this.#port = port;
  }

  static async start(kind: Kind): Promise<Target> {
    const secret = `${crypto.randomUUID()}${crypto.randomUUID()}`;
    const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [kind], {
      execArgv: ['--expose-gc', '--import', 'tsx'],
      env: { ...process.env, CC_RELAY_SECRET: secret },
    });
    const [port] = (await once(child, 'message')) as [number];
    return new Target(kind, child, secret, port);
  }

  /** Seconds so far. */
  cpu(): Promise<number> {
    return this.#ask('cpu');
  }

  memory(): Promise<Memory> {
    return this.#ask('memory');
  }

  /** The echo's room is one socket, which hears itself. */
  async room(name: string): Promise<Room> {
    if (this.kind === 'echo') {
      const socket = await this.#open();
      return { recorder: socket, viewer: socket, lease: 1 };
    }
    const recorder = await this.#join('recorder', name);
    recorder.send({ kind: 'keyframe', seq: 0, payload: new Uint8Array(KEYFRAME_BYTES) });
    const viewer = await this.#join('replayer', name);
    viewer.tell('need', { epoch: 0, from: 0 });
    await viewer.nextData(1);
    return { recorder: recorder.socket, viewer: viewer.socket, lease: recorder.welcome.lease };
  }

  async #join(role: Role, room: string): Promise<Peer> {
    const socket = await this.#open();
    const peer = new Peer(socket);
    // Of its own: one user has no more than twenty rooms.
    const user = { id: `${role}-${(this.#users += 1)}`, name: role };
    const signature = issueTicket({ room, role, user }, this.#secret);
    peer.tell('hello', { v: 1, room, role, user, signature, tab: 'tab', caps: [] });
    peer.welcome = (await peer.next('welcome')).d;
    return peer;
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  async #ask<Answer>(what: string): Promise<Answer> {
    this.#child.send(what);
    const [answer] = (await once(this.#child, 'message')) as [Answer];
    return answer;
  }

  async #open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}/`, subprotocol, { perMessageDeflate: false });
    this.#sockets.push(socket);
    await once(socket, 'open');
    return socket;
  }
}
