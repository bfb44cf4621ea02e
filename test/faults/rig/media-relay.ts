import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { RobotMedia } from '../../../demo/platform/sip/robot-media.js';
import { bindingRequest, bindingSuccess, isStun, readBindingRequest } from './stun.js';

type Direction = 'to-agent' | 'to-visitor';

/** The robot's connection, and who we are to it. */
interface RobotIce extends IceUser {
  readonly port: number;
  readonly own: IceUser;
}

interface IceUser {
  readonly ufrag: string;
  readonly password: string;
}

/** Where the browser sends to under one of its ICE user names. */
interface Front {
  readonly own: IceUser;
  readonly socket: Socket;
  /** The pair that the browser took: null before that. */
  browser: { readonly address: string; readonly port: number } | null;
  dead: boolean;
}

/** ms; libdatachannel takes a connection for lost after some 30 s without a check. */
const CHECKS = 1_000;
/** The first checks, until the robot answers one, ms. */
const FIRST_CHECKS = 50;

/** RTP and RTCP; STUN and DTLS have another first octet (RFC 7983). */
export const isMedia = (packet: Buffer): boolean => (packet[0] ?? 0) >= 128 && (packet[0] ?? 0) < 192;

/**
 * UDP between the visitor's browser and the robot: every packet of a call passes here, unless it is lost here. To the browser
 * it is an ICE-lite agent (RFC 8445 §2.5), as a gateway is, that begins anew with each restart; the robot, which can't,
 * hears of none. DTLS and SRTP are between the two, and go on over a restart.
 */
export class MediaRelay {
  readonly #legs = new Set<RelayedMedia>();
  /** Whether a packet arrives. `from`: port of the browser, or of its TURN server. */
  passes: (packet: Buffer, direction: Direction, from: number) => boolean = () => true;
  readonly #address: string;

  /** `address`: where the browser sends to. */
  constructor(address = '127.0.0.1') {
    this.#address = address;
  }

  /** The robot's media, reached by way of this relay alone. */
  through(robot: RobotMedia): RobotMedia {
    const media = new RelayedMedia(robot, this.#address, (...packet) => this.passes(...packet));
    this.#legs.add(media);
    return media;
  }

  cut(): void {
    this.passes = () => false;
  }

  restore(): void {
    this.passes = () => true;
  }

  /** The paths of now carry nothing any more, for good: the visitor's address is another one. */
  kill(): void {
    for (const leg of this.#legs) leg.kill();
  }

  close(): void {
    for (const leg of this.#legs) leg.close();
  }
}

/** One leg's media. */
class RelayedMedia implements RobotMedia {
  readonly #robot: RobotMedia;
  readonly #address: string;
  readonly #passes: MediaRelay['passes'];
  /** By the browser's ICE user name; the last one is that of now. */
  readonly #fronts = new Map<string, Promise<Front>>();
  /** What we are to the robot, by the browser's fingerprint: another DTLS association is another connection of the robot's. */
  readonly #own = new Map<string, IceUser>();
  #back: Socket | null = null;
  #robotIce: RobotIce | null = null;
  #taken: Front | null = null;
  #connected = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(robot: RobotMedia, address: string, passes: MediaRelay['passes']) {
    this.#robot = robot;
    this.#address = address;
    this.#passes = passes;
  }

  async answer(offer: string): Promise<string> {
    const fingerprint = /^a=fingerprint:(.*)/m.exec(offer)?.[1] ?? '';
    const own = this.#own.get(fingerprint) ?? iceUser();
    this.#own.set(fingerprint, own);
    // The browser's own candidates would let the robot reach it past the relay.
    const answer = await this.#robot.answer(withIce(offer.replace(/^a=candidate:.*\r?\n/gm, ''), own));
    const [, port] = /^a=candidate:\S+ 1 udp \d+ \S+ (\d+) typ host/im.exec(answer) ?? [];
    if (port !== undefined) await this.#connect({ ...readIce(answer), port: Number(port), own });
    const { ufrag } = readIce(offer);
    const front = await (this.#fronts.get(ufrag) ?? this.#open(ufrag));
    const candidate = `a=candidate:1 1 UDP 2130706431 ${this.#address} ${front.socket.address().port} typ host`;
    const [first, ...others] = answer.split(/^(?=a=candidate:)/m);
    const rest = others.at(-1)?.replace(/^a=candidate:.*\r\n/, '') ?? '';
    return withIce(`${first}${candidate}\r\n${rest}`, front.own).replace(/^t=.*\r\n/m, '$&a=ice-lite\r\n');
  }

  received(): ReturnType<RobotMedia['received']> {
    return this.#robot.received();
  }

  kill(): void {
    for (const opened of this.#fronts.values()) void opened.then((front) => (front.dead = true));
  }

  close(): void {
    this.#robot.close();
    clearTimeout(this.#timer);
    this.#back?.close();
    this.#back = null;
    for (const opened of this.#fronts.values()) void opened.then(({ socket }) => socket.close());
    this.#fronts.clear();
  }

  #open(ufrag: string): Promise<Front> {
    const opening = bound(this.#address).then((socket) => {
      const front: Front = { own: iceUser(), socket, browser: null, dead: false };
      socket.on('message', (packet, { address, port }) => {
        if (front.dead || !this.#passes(packet, 'to-agent', port)) return;
        if (isStun(packet)) this.#checked(front, packet, address, port);
        else if (this.#back && this.#robotIce) send(this.#back, packet, this.#robotIce.port, '127.0.0.1');
      });
      return front;
    });
    this.#fronts.set(ufrag, opening);
    return opening;
  }

  /** By the browser, which is the controlling agent. */
  #checked(front: Front, packet: Buffer, address: string, port: number): void {
    const request = readBindingRequest(packet);
    if (request?.username.split(':')[0] !== front.own.ufrag) return;
    // Neither end's DTLS may begin before the other one is there: it would wait for seconds before it tries again.
    if (!this.#connected) return this.#begin();
    if (request.nominates) {
      front.browser = { address, port };
      this.#taken = front;
    }
    const reply = bindingSuccess(request.transaction, address, port, front.own.password);
    if (this.#passes(reply, 'to-visitor', port)) send(front.socket, reply, port, address);
  }

  async #connect(robotIce: RobotIce): Promise<void> {
    if (this.#robotIce?.port !== robotIce.port) {
      this.#connected = false;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#robotIce = robotIce;
    if (this.#back) return;
    const back = await bound();
    this.#back = back;
    back.on('message', (packet, { port }) => {
      if (port === this.#robotIce?.port) this.#fromRobot(back, packet, this.#robotIce);
    });
  }

  #fromRobot(back: Socket, packet: Buffer, { port, own }: RobotIce): void {
    if (isStun(packet)) {
      const request = readBindingRequest(packet);
      this.#connected ||= !request;
      if (request) send(back, bindingSuccess(request.transaction, '127.0.0.1', port, own.password), port, '127.0.0.1');
      return;
    }
    const { browser, socket, dead } = this.#taken ?? { browser: null, socket: back, dead: true };
    if (!browser || dead || !this.#passes(packet, 'to-visitor', browser.port)) return;
    send(socket, packet, browser.port, browser.address);
  }

  /** Checks of the robot, from the browser's first one on, for as long as the leg is there. */
  #begin(): void {
    if (this.#timer || !this.#back || !this.#robotIce) return;
    const { ufrag, password, port, own } = this.#robotIce;
    send(this.#back, bindingRequest(`${ufrag}:${own.ufrag}`, password), port, '127.0.0.1');
    const again = () => {
      this.#timer = undefined;
      this.#begin();
    };
    this.#timer = setTimeout(again, this.#connected ? CHECKS : FIRST_CHECKS);
  }
}

const iceUser = (): IceUser => ({
  ufrag: randomBytes(6).toString('hex'),
  password: randomBytes(16).toString('hex'),
});

const readIce = (sdp: string): IceUser => ({
  ufrag: /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '',
  password: /^a=ice-pwd:(\S+)/m.exec(sdp)?.[1] ?? '',
});

const withIce = (sdp: string, { ufrag, password }: IceUser): string =>
  sdp.replace(/^a=ice-ufrag:\S+/gm, `a=ice-ufrag:${ufrag}`).replace(/^a=ice-pwd:\S+/gm, `a=ice-pwd:${password}`);

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
