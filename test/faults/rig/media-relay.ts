import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';

type Direction = 'to-agent' | 'to-visitor';

interface Path {
  dead: boolean;
  readonly sockets: Socket[];
}

/** RTP and RTCP; STUN and DTLS have another first octet (RFC 7983). */
export const isMedia = (packet: Buffer): boolean => (packet[0] ?? 0) >= 128 && (packet[0] ?? 0) < 192;

/** UDP between the visitor's browser and the robot: every packet of a call passes here, unless it is lost here. */
export class MediaRelay {
  readonly #paths = new Set<Path>();
  /** Whether a packet arrives. */
  passes: (packet: Buffer, direction: Direction) => boolean = () => true;
  /** Packets that arrived. */
  readonly count: Record<Direction, number> = { 'to-agent': 0, 'to-visitor': 0 };
  /** ms */
  delay = 0;
  readonly #address: string;

  /** `address`: where the browser sends to. */
  constructor(address = '127.0.0.1') {
    this.#address = address;
  }

  /** The robot's answer, with this relay in place of the robot's own candidates. */
  async through(answer: string): Promise<string> {
    let sdp = answer;
    for (const [line, address, port] of answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host.*$/gim))
      if (address !== undefined && port !== undefined)
        sdp = sdp.replace(
          line,
          line.replace(` ${address} ${port} `, ` ${this.#address} ${await this.#open(Number(port))} `),
        );
    return sdp;
  }

  cut(): void {
    this.passes = () => false;
  }

  restore(): void {
    this.passes = () => true;
  }

  /** The paths of now carry nothing any more, for good: the visitor's address is another one. */
  kill(): void {
    for (const path of this.#paths) path.dead = true;
  }

  close(): void {
    for (const { sockets } of this.#paths) for (const socket of sockets) socket.close();
    this.#paths.clear();
  }

  /** A port in front of the robot's. To the robot, each of the browser's addresses is one of ours. */
  async #open(robotPort: number): Promise<number> {
    const front = await bound(this.#address);
    const path: Path = { dead: false, sockets: [front] };
    this.#paths.add(path);
    const backs = new Map<string, Promise<Socket>>();
    const relay = (packet: Buffer, direction: Direction, send: () => void) => {
      if (path.dead || !this.passes(packet, direction)) return;
      this.count[direction] += 1;
      if (this.delay > 0) setTimeout(send, this.delay);
      else send();
    };
    front.on('message', (packet, { address, port }) => {
      const key = `${address}:${port}`;
      const back =
        backs.get(key) ??
        bound().then((socket) => {
          path.sockets.push(socket);
          socket.on('message', (reply) => relay(reply, 'to-visitor', () => send(front, reply, port, address)));
          return socket;
        });
      backs.set(key, back);
      void back.then((socket) => relay(packet, 'to-agent', () => send(socket, packet, robotPort, '127.0.0.1')));
    });
    return front.address().port;
  }
}

async function bound(address = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

function send(socket: Socket, packet: Buffer, port: number, address: string): void {
  try {
    socket.send(packet, port, address);
  } catch {
    // The relay was closed meanwhile.
  }
}

/** An IPv4 address of this machine that is not the loopback's. */
export function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
