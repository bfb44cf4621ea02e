/** The relay under load, in a process of its own so that its CPU and memory can be told apart. Loopback only, and ends. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { subprotocol, type Role } from '../../src/core/cobrowse/wire/control.js';
import { issueTicket } from '../../src/relay.js';
import { Peer } from '../relay/relay-rig.js';
import type { Usage } from './cobrowse-relay.js';
import type { Row } from './table.js';

const ROOMS = 50;
const VIEWERS = 2;
const RATE = 20;
const SECONDS = 5;
const BYTES = 2_048;
const IDLE_ROOMS = 500;

export async function relayLoad(): Promise<Row<'ours'>[]> {
  const relay = await RelayProcess.start();
  try {
    const idle = await memory(relay);
    const busy = await throughput(relay);
    return [...busy, idle];
  } finally {
    await relay.end();
  }
}

/** Rooms with a recorder and two viewers each, at the pace of batches of 50 ms. */
async function throughput(relay: RelayProcess): Promise<Row<'ours'>[]> {
  const rooms = await Promise.all(
    Array.from({ length: ROOMS }, async (_, place) => {
      const room = `busy-${place}`;
      const recorder = await relay.join('recorder', room);
      recorder.send({ kind: 'keyframe', seq: 0 });
      const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => relay.join('replayer', room)));
      for (const viewer of viewers) viewer.tell('need', { epoch: 0, from: 0 });
      for (const viewer of viewers) await viewer.nextData(1);
      return { recorder, viewers };
    }),
  );
  const payload = new Uint8Array(BYTES);
  const before = await relay.usage();
  const began = performance.now();
  await Promise.all(
    rooms.map(async ({ recorder }, place) => {
      for (let seq = 1; seq <= RATE * SECONDS; seq += 1) {
        // Not all at the same moment, and after a pause of this process as if there had been none.
        const due = began + ((seq - 1 + place / ROOMS) * 1_000) / RATE;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        recorder.send({ seq, payload });
      }
    }),
  );
  // Each viewer gets all of them, or this rejects.
  for (const { viewers } of rooms) for (const viewer of viewers) await viewer.nextData(RATE * SECONDS);
  const seconds = (performance.now() - began) / 1_000;
  const share = ((await relay.usage()).cpu - before.cpu) / seconds;
  for (const { recorder, viewers } of rooms) for (const { socket } of [recorder, ...viewers]) socket.terminate();
  const delivered = (ROOMS * VIEWERS * RATE * SECONDS) / seconds;
  return [
    {
      figure: `relay: ${ROOMS} rooms × ${VIEWERS} viewers × ${RATE} frames/s of ${BYTES / 1024} KiB`,
      values: { ours: `${delivered.toFixed(0)} frames/s, ${(100 * share).toFixed(0)} % of a core` },
    },
    // Taken as growing with the number of rooms; a core is never used to the full.
    { figure: 'relay: rooms like these that a core would carry', values: { ours: (ROOMS / share).toFixed(0) } },
  ];
}

/** A recorder and a viewer who say nothing. What a room keeps of its page, at most 4 MiB, comes on top. */
async function memory(relay: RelayProcess): Promise<Row<'ours'>> {
  const join = async (names: readonly string[]) => {
    for (const name of names) await Promise.all([relay.join('recorder', name), relay.join('replayer', name)]);
  };
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, place) => `${prefix}-${place}`);
  // What the first rooms compile and cache is not theirs.
  await join(names('first', 50));
  const before = await relay.usage();
  await join(names('idle', IDLE_ROOMS));
  const after = await relay.usage();
  const each = (of: (usage: Usage) => number) => `${((of(after) - of(before)) / IDLE_ROOMS / 1_024).toFixed(1)} KiB`;
  const heap = each((usage) => usage.heap);
  return {
    figure: `relay: memory per idle room of ${IDLE_ROOMS}, heap / resident`,
    values: { ours: `${heap} / ${each((usage) => usage.resident)}` },
  };
}

class RelayProcess {
  readonly #child: ChildProcess;
  readonly #secret: string;
  readonly #port: number;
  readonly #sockets: WebSocket[] = [];

  private constructor(child: ChildProcess, secret: string, port: number) {
    this.#child = child;
    this.#secret = secret;
    this.#port = port;
  }

  static async start(): Promise<RelayProcess> {
    const secret = `${crypto.randomUUID()}${crypto.randomUUID()}`;
    const child = fork(fileURLToPath(new URL('cobrowse-relay.ts', import.meta.url)), {
      execArgv: ['--expose-gc', '--import', 'tsx'],
      env: { ...process.env, CC_RELAY_SECRET: secret },
    });
    const [port] = (await once(child, 'message')) as [number];
    return new RelayProcess(child, secret, port);
  }

  async usage(): Promise<Usage> {
    this.#child.send('usage');
    const [usage] = (await once(this.#child, 'message')) as [Usage];
    return usage;
  }

  async join(role: Role, room: string): Promise<Peer> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}/`, subprotocol);
    // Of its own before anybody waits: one user has no more than twenty rooms.
    const user = { id: `${role}-${this.#sockets.push(socket)}`, name: role };
    await once(socket, 'open');
    const peer = new Peer(socket);
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
}
