/** A Kamailio of one's own for a test: SIP over WebSocket, plain and TLS, on free ports of 127.0.0.1. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';

const CONFIG = fileURLToPath(new URL('kamailio.cfg', import.meta.url));
const START_LIMIT_MS = 10_000;

/** A running SIP server. A visitor may call `sip:{accessCode}@{domain}` without registering. */
export interface Kamailio {
  /** `ws://127.0.0.1:PORT`; subprotocol `sip`. */
  readonly wsUrl: string;
  /** `wss://127.0.0.1:PORT`, with a self-signed certificate; subprotocol `sip`. */
  readonly wssUrl: string;
  readonly domain: string;
  /** What every agent registers with. */
  readonly password: string;
  /** Base64 SHA-256 of the certificate's public key, for Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spkiHash: string;
  /** Process id of the main process; its workers are its children. */
  readonly pid: number;
  /** Ends it. Resolves when the last of its processes and its directory are gone. Idempotent. */
  stop(): Promise<void>;
}

/** Telephones on plain SIP and RTP behind it: the port that takes every call, and rtpengine's. */
export interface Telephones {
  readonly phonePort: number;
  readonly rtpenginePort: number;
}

/** Resolves when both ports accept WebSockets; rejects with the server's own words when it doesn't start. */
export async function startKamailio(telephones?: Telephones): Promise<Kamailio> {
  const directory = await mkdtemp(join(tmpdir(), 'cc-kamailio-'));
  const discard = () => rm(directory, { recursive: true, force: true });
  try {
    const spkiHash = await makeCertificate(directory);
    const [wsPort, wssPort] = await freePorts();
    const [domain, password] = ['contact-center.test', randomUUID()];
    const server = launch(directory, {
      WS_PORT: `${wsPort}`,
      WSS_PORT: `${wssPort}`,
      DOMAIN: `"${domain}"`,
      PASSWORD: `"${password}"`,
      KEY: `"${keyPath(directory)}"`,
      CERTIFICATE: `"${certificatePath(directory)}"`,
      ...(telephones && {
        PHONES: `${telephones.phonePort}`,
        UDP_PORT: `${wsPort}`,
        RTPENGINE: `"udp:127.0.0.1:${telephones.rtpenginePort}"`,
      }),
    });
    const stop = () => server.stop().then(discard);
    const [wsUrl, wssUrl] = [`ws://127.0.0.1:${wsPort}`, `wss://127.0.0.1:${wssPort}`];
    try {
      await Promise.race([server.died, Promise.all([accepts(wsUrl, server), accepts(wssUrl, server)])]);
    } catch (error) {
      await stop();
      throw error;
    }
    return { wsUrl, wssUrl, domain, password, spkiHash, pid: server.pid, stop };
  } catch (error) {
    await discard();
    throw error;
  }
}

interface Server {
  readonly pid: number;
  /** Rejects when the process ends by itself. */
  readonly died: Promise<never>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

function launch(directory: string, defines: Record<string, string>): Server {
  const args = ['-f', CONFIG, '-DD', '-E', '-m', '64', '-M', '8', '-w', directory, '-Y', directory];
  for (const [name, value] of Object.entries(defines)) args.push('-A', `${name}=${value}`);
  const child: ChildProcess = spawn('kamailio', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Root's PATH has sbin, everybody else's often not.
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-8_000)));
  // Every worker holds the same stderr: it closes with the last of them, and with it the child counts as closed.
  let running = true;
  const closed = once(child, 'close').finally(() => (running = false));
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  const died = closed.then(() => {
    throw new Error(`Kamailio ended: ${said}`);
  });
  died.catch(() => undefined); // after the start nobody waits for it any more
  return {
    pid: child.pid ?? 0,
    died,
    isRunning: () => running,
    async stop() {
      end();
      await closed.catch(() => undefined); // spawn failed: there is nothing to end
      process.off('exit', end);
    },
  };
}

/** Resolves when the server has taken a WebSocket with subprotocol `sip`. */
async function accepts(url: string, server: Server): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (server.isRunning()) {
    // No server name is sent to an address, and the certificate is our own.
    const socket = new WebSocket(url, 'sip', { rejectUnauthorized: false });
    try {
      await once(socket, 'open');
      socket.terminate();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Kamailio does not answer at ${url}`, { cause });
      await pause(25);
    }
  }
}

const keyPath = (directory: string) => join(directory, 'key.pem');
const certificatePath = (directory: string) => join(directory, 'certificate.pem');

/** Makes a key and a certificate for 127.0.0.1; resolves to the hash of the public key. */
async function makeCertificate(directory: string): Promise<string> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyPath(directory)];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  await promisify(execFile)('openssl', ['req', '-x509', ...key, ...subject, '-out', certificatePath(directory)]);
  const { publicKey } = new X509Certificate(await readFile(certificatePath(directory)));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/** Both are held until both are known, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const holders = [createServer(), createServer()] as const;
  const hold = async (holder: (typeof holders)[0]) => {
    await once(holder.listen(0, '127.0.0.1'), 'listening');
    return (holder.address() as AddressInfo).port;
  };
  const ports: [number, number] = [await hold(holders[0]), await hold(holders[1])];
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return ports;
}
