import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { subprotocol, type Anchor, type Point, type Role } from '../../../src/core/cobrowse/wire/control.js';
import type { TakeHand } from '../../../src/core/cobrowse/control/control-desk.js';
import type { Act } from '../../../src/core/cobrowse/wire/act.js';
import type { PagePlayer, RecordPage, RelaySocket } from '../../../src/core/cobrowse/ports.js';
import { ShareFlow, type ShareOptions } from '../../../src/core/cobrowse/share/share-flow.js';
import { WatchFlow } from '../../../src/core/cobrowse/watch/watch-flow.js';
import { systemClock, type Clock } from '../../../src/core/lib/clock.js';
import { createRelay, type Relay, type RelayOptions } from '../../../src/relay/relay.js';
import { issueTicket } from '../../../src/relay/ticket.js';
import { createLog, type LogRecord } from '../../../src/core/lib/log.js';
import { until as waitUntil } from '../../support/until.js';

const secret = 'only for tests: 32 characters and more';
const visitor = { id: 'visitor-1', name: 'Ada' };
const agent = { id: 'agent-7', name: 'Grace' };
export const room = '1700000000-17';

/** What the flows of the running test are about. */
let seen: (() => unknown)[] = [];

/** Turns of the event loop until it holds. */
export const until = (holds: () => boolean): Promise<void> => waitUntil(holds, () => seen.map((see) => see()));

/** Both flows over a real relay and real sockets; page, recorder and player are plain lists of words. */
export class FlowRig {
  relay!: Relay;
  #server!: Server;
  #port = 0;
  readonly #options: Partial<RelayOptions>;
  /** In place of this rig's own relay: where a room is, and a ticket for it. */
  connection: ((role: Role) => Promise<{ url: string; signature: string }>) | null = null;
  /** Every socket that a flow opened, oldest first. */
  readonly sockets: WebSocket[] = [];
  /** What the platform was asked for. */
  readonly asked: Role[] = [];
  released = 0;
  /** What both ends logged, at `debug`. */
  readonly logged: LogRecord[] = [];
  readonly #log = createLog(
    () => 'debug',
    (record) => this.logged.push(record),
  );

  private constructor(options: Partial<RelayOptions>) {
    this.#options = options;
  }

  static async start(context: TestContext, options: Partial<RelayOptions> = {}): Promise<FlowRig> {
    const rig = new FlowRig(options);
    await rig.startRelay();
    context.after(() => {
      seen = [];
      return rig.stopRelay();
    });
    return rig;
  }

  /** On the same port each time. */
  async startRelay(): Promise<void> {
    this.relay = createRelay({ secret, origins: ['*'], ...this.#options });
    this.#server = createServer();
    this.relay.attach(this.#server);
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stopRelay(): Promise<void> {
    await this.relay.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** As a network does: no close frame, nothing said. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  share(page: Page, options: Partial<ShareOptions> = {}, clock: Clock = systemClock) {
    const flow = new ShareFlow(
      {
        ...this.#ports('recorder', clock),
        release: async () => void (this.released += 1),
        record: page.record,
        takeHand: page.takeHand,
      },
      { roomId: room, user: visitor, tab: 'tab-1', before: null, ...options },
    );
    flow.start();
    seen.push(() => ['recorder', flow.state, flow.marks, page.words]);
    return { flow };
  }

  watch(clock: Clock = systemClock) {
    const picture = new Picture();
    const flow = new WatchFlow(
      { ...this.#ports('replayer', clock), player: picture },
      { roomId: room, user: agent, tab: 'tab-2' },
    );
    flow.start();
    seen.push(() => ['replayer', flow.state, picture.words]);
    return { flow, picture };
  }

  #ports(role: Role, clock: Clock) {
    const user = role === 'recorder' ? visitor : agent;
    return {
      clock,
      log: this.#log,
      ask: async () => {
        this.asked.push(role);
        if (this.connection) return { roomId: room, ...(await this.connection(role)) };
        return {
          roomId: room,
          url: `ws://127.0.0.1:${this.#port}/`,
          signature: issueTicket({ room, role, user }, secret),
        };
      },
      openSocket: async (url: string) => {
        const socket = new WebSocket(url, subprotocol);
        this.sockets.push(socket);
        const port: RelaySocket = {
          get bufferedAmount() {
            return socket.bufferedAmount;
          },
          send: (message) => socket.readyState === WebSocket.OPEN && socket.send(message),
          close: () => socket.close(),
          onMessage: null,
          onClose: null,
        };
        socket.on('error', () => undefined);
        socket.on('message', (data: Buffer, binary) =>
          port.onMessage?.(binary ? new Uint8Array(data) : data.toString()),
        );
        socket.on('close', (code) => port.onClose?.(code));
        await new Promise((resolve, reject) => socket.once('open', resolve).once('close', reject));
        return port;
      },
    };
  }
}

/** A page that is a list of words, and its recorder. */
export class Page {
  readonly words: string[] = ['hello'];
  recordings = 0;
  keyframes = 0;
  #emit: Parameters<RecordPage>[0]['emit'] | null = null;
  fail: (failure: 'too-large' | 'broken') => void = () => undefined;
  /** What agents did; null where no agent may. */
  acts: Act[] | null = null;
  /** The visitor uses the page. */
  ownInput: () => void = () => undefined;
  handsLeft = 0;

  get takeHand(): TakeHand | null {
    const { acts } = this;
    if (!acts) return null;
    return async (onOwnInput) => {
      this.ownInput = onOwnInput;
      return {
        act: (act) => {
          acts.push(act);
          const refused = act.do === 'fill' ? 'secret' : null;
          return { do: act.do, what: 'field', refused, box: { x: 0, y: 0, width: 10, height: 10 } };
        },
        leave: () => void (this.handsLeft += 1),
      };
    };
  }

  readonly record: RecordPage = ({ emit, onFailure }) => {
    this.recordings += 1;
    this.#emit = emit;
    this.fail = (failure) => onFailure(failure, new Error(failure));
    let isDue = false;
    const keyframe = () => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        if (this.#emit !== emit) return;
        this.keyframes += 1;
        emit([{ page: [...this.words] }], true);
      });
    };
    keyframe();
    return {
      keyframe,
      // This page has one node, whose box is 100 pixels wide and high, 1,000 pixels down.
      locate: ({ id, x, y }) => (id === 1 ? [100 * x, 1_000 + 100 * y] : null),
      stop: () => {
        if (this.#emit === emit) this.#emit = null;
      },
    };
  };

  get recorded(): boolean {
    return this.#emit !== null;
  }

  add(word: string): void {
    this.words.push(word);
    this.#emit?.([{ add: word }], false);
  }
}

/** What the agent sees of it. */
class Picture implements PagePlayer {
  words: string[] | null = null;
  keyframes = 0;
  stopped = false;

  apply(events: readonly unknown[], keyframe: boolean): void {
    if (keyframe) this.keyframes += 1;
    for (const event of events as { page?: string[]; add?: string; type?: number }[]) {
      if (event.page) this.words = [...event.page];
      else if (event.add !== undefined) this.words?.push(event.add);
      // The placeholder of a paused page.
      else if (event.type === 2) this.words = [];
    }
  }

  /** Of a picture that is laid out without what is above. */
  anchorAt([x, y]: Point): Anchor | null {
    return x <= 100 && y <= 100 ? { id: 1, x: x / 100, y: y / 100 } : null;
  }

  stop(): void {
    this.stopped = true;
  }

  shows(page: Page): boolean {
    return JSON.stringify(this.words) === JSON.stringify(page.words);
  }
}
