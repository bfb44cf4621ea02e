import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type Server as SocketServer } from 'ws';
import {
  closeCodes,
  protocolVersion,
  subprotocol,
  type ControlFrame,
  type Hello,
} from '../core/cobrowse/wire/control.js';
import { addressOf } from './address.js';
import type { Audit, AuditRecord } from './audit.js';
import { AuditLimiter } from './audit-limiter.js';
import { backgroundClock } from '../core/lib/background-clock.js';
import type { Clock } from '../core/lib/clock.js';
import { CLOSE_MS, Connection, type Membership } from './connection.js';
import { longestMessage, readLimits, type RelayLimits } from './limits.js';
import type { Link, Refusal } from './member.js';
import { mayRecord, readOrigins } from './origin.js';
import { Census } from './census.js';
import { Cluster, type ClusterOptions } from './cluster.js';
import { answerHealth } from './health.js';
import { Metrics } from './metrics.js';
import type { RoomContext } from './room.js';
import { RoomDesk } from './room-desk.js';
import { TicketOffice, type Grant } from './ticket.js';

export interface RelayOptions {
  /** Signs the tickets, at least 32 characters; the site's server has the same. */
  readonly secret: string;
  /** Origins of the pages that may record, such as `https://shop.example`; `*` is any. Only the relay's own unless told. */
  readonly origins?: readonly string[];
  /** In place of the defaults, see `RelayLimits`. */
  readonly limits?: Partial<RelayLimits>;
  /**
   * A proxy stands in front that adds the client's address to `X-Forwarded-For`: limits by address go by that. Without it they go
   * by the address of the connection, and not at all on loopback.
   */
  readonly trustProxy?: boolean;
  /** One of several relays, with a store that they share. Alone unless told. */
  readonly cluster?: ClusterOptions;
  /** Hears of every act, at once; must not throw. */
  readonly onAudit?: (record: AuditRecord) => void;
}

export interface Relay {
  /**
   * Serves the WebSockets of a server whose requests ask for the subprotocol `cc-cobrowse.1`, on any path, and
   * `GET /healthz`: 200 and `{status: 'ready'}`, or counts for whoever asks on loopback and not through a proxy; 503 while it drains. All other requests stay with the listeners that the server has by now, other sockets with whoever listens.
   */
  attach(server: Server): void;
  /**
   * Drains: `GET /healthz` answers 503, every connection is closed with 4503, and destroyed where it has not closed after 2 s;
   * then the listeners of `attach` are removed. Resolves when all are gone.
   */
  close(): Promise<void>;
  /** What Prometheus reads: rooms, connections, bytes, refusals by close code, tickets taken, lag of the event loop. */
  metrics(): string;
}

/** The co-browse relay. Throws a RangeError for a secret that is too short, no origin, or a limit that can't be kept. */
export function createRelay(options: RelayOptions, clock: Clock = backgroundClock): Relay {
  return new RelayServer(options, clock);
}

/** A message that is too long (1009), or in too many pieces (1008), is closed with the code of this protocol. */
class RelaySocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === 1009 ? closeCodes.size : code === 1008 ? closeCodes.rate : code, reason);
  }
}

class RelayServer implements Relay {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #origins: readonly string[] | undefined;
  readonly #tickets: TicketOffice;
  readonly #audit: Audit;
  readonly #sockets: SocketServer<typeof RelaySocket>;
  readonly #strangersAudit: AuditLimiter;
  readonly #tokens: RoomContext['tokens'] = new Map();
  readonly #rooms: RoomDesk;
  readonly #cluster: Cluster | null;
  readonly #metrics: Metrics;
  readonly #byAddress = new Census();
  readonly #trustProxy: boolean;
  readonly #connections = new Set<Connection>();
  readonly #detach: (() => void)[] = [];
  #strangers = 0;
  #drained: Promise<void> | null = null;
  #onDrained: () => void = () => undefined;

  constructor({ secret, origins, limits, trustProxy = false, cluster, onAudit }: RelayOptions, clock: Clock) {
    this.#clock = clock;
    this.#limits = readLimits(limits);
    this.#origins = readOrigins(origins);
    this.#tickets = new TicketOffice(secret);
    this.#trustProxy = trustProxy;
    this.#metrics = new Metrics();
    this.#audit = (record) => {
      this.#metrics.count(record);
      onAudit?.({ time: clock.now(), ...record });
    };
    this.#strangersAudit = new AuditLimiter(clock, this.#audit);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: longestMessage(this.#limits),
      maxFragments: this.#limits.fragments,
      maxBufferedChunks: this.#limits.reads,
      // Not in the types yet. What was read of a message is held as long as the socket is.
      ...{ closeTimeout: CLOSE_MS },
      handleProtocols: () => subprotocol,
      WebSocket: RelaySocket,
    });
    const context = { clock, limits: this.#limits, audit: this.#audit, tokens: this.#tokens };
    this.#rooms = new RoomDesk(this.#limits, context, (room) => this.#cluster?.release(room));
    this.#cluster = cluster
      ? new Cluster(cluster, clock, {
          rooms: () => Array.from(this.#rooms, ({ name }) => name),
          load: () => this.#connections.size,
          onMoved: (name) => this.#rooms.get(name)?.end('moved', closeCodes.drain),
        })
      : null;
  }

  attach(server: Server): void {
    const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const cluster = this.#cluster;
      const health = {
        isDraining: this.#drained !== null,
        counts: () => this.#counts(),
        store: cluster && (() => cluster.health()),
      };
      if (answerHealth(request, response, health)) return;
      if (others.length === 0) response.writeHead(404).end();
      for (const other of others) other.call(server, request, response);
    };
    const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (protocols.includes(subprotocol)) this.#upgrade(request, stream, head);
      else if (server.listenerCount('upgrade') === 1) rejectUpgrade(stream, '400 Bad Request');
    };
    server.removeAllListeners('request').on('request', answer).on('upgrade', upgrade);
    this.#detach.push(() => {
      server.off('request', answer).off('upgrade', upgrade);
      for (const other of others) server.on('request', other);
    });
  }

  close(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  metrics(): string {
    return this.#metrics.text({ ...this.#counts(), draining: this.#drained ? 1 : 0 });
  }

  async #drain(): Promise<void> {
    await this.#cluster?.withdraw();
    for (const room of this.#rooms) room.end('drain', closeCodes.drain);
    for (const connection of this.#connections) connection.close(closeCodes.drain, 'drain');
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onDrained = resolve));
    for (const detach of this.#detach) detach();
    this.#strangersAudit.flush();
    this.#metrics.stop();
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.#drained || this.#strangers >= this.#limits.strangers)
      return rejectUpgrade(stream, '503 Service Unavailable');
    const address = addressOf(request, this.#trustProxy);
    if (address !== null && this.#byAddress.count(address) >= this.#limits.connectionsPerAddress)
      return rejectUpgrade(stream, '429 Too Many Requests');
    const { origin, host } = request.headers;
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      let known = false;
      this.#strangers += 1;
      const leave = this.#byAddress.enter(address);
      const greeted = () => {
        if (!known) this.#strangers -= 1;
        known = true;
      };
      const connection: Connection = new Connection(socket, {
        clock: this.#clock,
        limits: this.#limits,
        admit: (hello, link) => {
          const from = { mayRecord: mayRecord({ origin, host }, this.#origins), address };
          const greet = (membership: Membership | Refusal) => {
            if (!('code' in membership)) greeted();
            return membership;
          };
          const admitted = this.#admit(hello, link, from);
          return admitted instanceof Promise ? admitted.then((enter) => () => greet(enter())) : greet(admitted);
        },
        onRefused: (refusal, membership) => this.#refused(refusal, membership),
        onGone: () => {
          greeted();
          leave();
          this.#connections.delete(connection);
          if (this.#connections.size === 0) this.#onDrained();
        },
      });
      this.#connections.add(connection);
    });
  }

  /** Room, role and user come from the ticket, or from the membership that a resume token stands for. */
  #admit(frame: ControlFrame<'hello'>, link: Link, from: From): Admission | Promise<() => Admission> {
    const { d: hello, id } = frame;
    if (hello.v !== protocolVersion) return { code: closeCodes.malformed, reason: 'version' };
    const before = hello.resume === undefined ? undefined : this.#tokens.get(hello.resume);
    if (before) {
      const refused = check(before.member.grant, hello, from);
      return refused ?? before.room.resume(before.member, hello, link, id) ?? before;
    }
    const ticket = this.#tickets.redeem(hello.signature, this.#clock.now());
    if (typeof ticket === 'string') return { code: closeCodes.ticket, reason: ticket };
    const { grant } = ticket;
    const refused = check(grant, hello, from);
    if (refused) return refused;
    const enter = (lease?: number): Admission => {
      const room = this.#rooms.enter(grant.room, { user: grant.user.id, address: from.address });
      if ('code' in room) return room;
      const member = room.join(grant, hello, link, id, lease);
      return 'code' in member ? member : { room, member };
    };
    if (!this.#cluster) return enter();
    return this.#cluster
      .admit(ticket)
      .then((lease) => () => (typeof lease === 'object' ? lease : enter(lease === 0 ? undefined : lease)));
  }

  #refused(refusal: Refusal, membership: Membership | null): void {
    if (!membership) return this.#strangersAudit.pass({ act: 'refused', ...refusal });
    const { room, member } = membership;
    const { role, user } = member.grant;
    this.#audit({ act: 'refused', room: room.name, conn: member.conn, role, user: user.id, ...refusal });
  }

  #counts() {
    const counts = { rooms: this.#rooms.size, recorders: 0, viewers: 0, connections: this.#connections.size };
    for (const room of this.#rooms) {
      counts.recorders += room.counts.recorders;
      counts.viewers += room.counts.viewers;
    }
    return counts;
  }
}

type Admission = Membership | Refusal;

interface From {
  readonly mayRecord: boolean;
  readonly address: string | null;
}

function check(grant: Grant, hello: Hello, from: From): Refusal | null {
  if (hello.room !== grant.room || hello.role !== grant.role) return { code: closeCodes.forbidden, reason: 'grant' };
  const mayEnter = grant.role !== 'recorder' || from.mayRecord;
  return mayEnter ? null : { code: closeCodes.forbidden, reason: 'origin' };
}

/** Destroyed once answered: whoever is turned away may never end its own side. */
function rejectUpgrade(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
