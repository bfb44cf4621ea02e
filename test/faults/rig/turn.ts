import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { missing } from '../../support/debian.js';
import { freeUdpPort } from '../../support/free-udp-port.js';
import { ownAddress } from './media-relay.js';
import type { Stage } from './stage.js';
import { Judged } from './verdict.js';

/** Ports that it relays from: of nobody else, below those that the system gives out. */
const RELAYS = { first: 29_000, last: 29_100 } as const;

/** A TURN server (coturn), whose credentials end at a time that they name. */
export class Turn {
  readonly #address: string;
  readonly #port: number;
  readonly #secret = randomBytes(16).toString('hex');
  #process: ChildProcess | null = null;

  private constructor(address: string, port: number) {
    this.#address = address;
    this.#port = port;
  }

  /** Started; it ends with the stage. @throws Judged `skipped` where there is none */
  static async start(stage: Stage): Promise<Turn> {
    const reason = await missing('coturn', ['coturn']);
    if (reason !== false) throw new Judged('skipped', reason);
    const isFirefox = stage.browser.browserType().name() === 'firefox';
    const address = (isFirefox ? ownAddress() : undefined) ?? '127.0.0.1';
    const turn = new Turn(address, await freeUdpPort(address));
    stage.context.once('close', () => turn.stop());
    await turn.start();
    return turn;
  }

  /** What the credentials answer says, good for so many seconds from now on. */
  iceServers(seconds = 600): RTCIceServer[] {
    const username = `${Math.floor(Date.now() / 1000) + seconds}:visitor`;
    const credential = createHmac('sha1', this.#secret).update(username).digest('base64');
    return [{ urls: `turn:${this.#address}:${this.#port}?transport=udp`, username, credential }];
  }

  /** Whether a packet comes from it. */
  relays(port: number): boolean {
    return port >= RELAYS.first && port <= RELAYS.last;
  }

  async start(): Promise<void> {
    const child = spawn(
      'turnserver',
      [
        ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--no-tcp', '--no-stdout-log', '--log-file=/dev/null'],
        ...['--use-auth-secret', `--static-auth-secret=${this.#secret}`, '--realm=faults', '--pidfile=/dev/null'],
        ...['--allow-loopback-peers'],
        ...[`--listening-ip=${this.#address}`, `--listening-port=${this.#port}`, `--relay-ip=${this.#address}`],
        ...[`--min-port=${RELAYS.first}`, `--max-port=${RELAYS.last}`],
      ],
      { stdio: 'ignore' },
    );
    this.#process = child;
    await this.#answers();
  }

  stop(): void {
    this.#process?.kill('SIGKILL');
    this.#process = null;
  }

  /** Hears everything, answers nothing, until it goes on. */
  stall(): void {
    this.#process?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Asked for its binding (RFC 5389) until it answers. */
  async #answers(): Promise<void> {
    const socket = createSocket('udp4');
    const ask = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
    const timer = setInterval(() => socket.send(ask, this.#port, this.#address), 50);
    const late = AbortSignal.timeout(10_000);
    try {
      await once(socket, 'message', { signal: late });
    } finally {
      clearInterval(timer);
      socket.close();
    }
  }
}

/** A STUN server that says nothing. */
export async function silentStun(stage: Stage): Promise<RTCIceServer[]> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  stage.context.once('close', () => socket.close());
  return [{ urls: `stun:127.0.0.1:${socket.address().port}` }];
}

/** The site's credentials answer names these servers, each time anew. */
export function names(stage: Stage, iceServers: () => RTCIceServer[], expiresIn = 600): void {
  stage.intercept((next) => async (request) => {
    const answer = await next(request);
    if (!/\/credentials/.test(request.url)) return answer;
    const told = (await answer.json()) as Record<string, unknown>;
    return Response.json({ ...told, expiresIn, iceServers: iceServers() }, { status: answer.status });
  });
}
