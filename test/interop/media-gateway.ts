/** A media gateway (rtpengine), and telephones behind it: SIPp, which gives back what it hears, and baresip. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of media, where nobody else has any: below those that the system gives out. */
const MEDIA = { rtpengine: [28_000, 28_200], phone: 28_300, baresip: [28_310, 28_330] } as const;

/** Ends it, by its own pid. Resolves when it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** WebRTC on one side, plain RTP on the other, without its kernel module. Resolves when it takes commands. */
export async function startRtpengine(port: number): Promise<() => Promise<void>> {
  const [first, last] = MEDIA.rtpengine;
  const child = spawn(
    'rtpengine',
    [
      ...['--foreground', '--log-stderr', '--log-level=3', '--table=-1', '--interface=127.0.0.1'],
      ...[`--listen-ng=127.0.0.1:${port}`, `--port-min=${first}`, `--port-max=${last}`],
    ],
    { stdio: 'ignore' },
  );
  const socket = createSocket('udp4');
  const timer = setInterval(() => socket.send('1 d7:command4:pinge', port, '127.0.0.1'), 50);
  try {
    await once(socket, 'message', { signal: AbortSignal.timeout(10_000) });
  } catch (cause) {
    await end(child);
    throw new Error('rtpengine does not answer.', { cause });
  } finally {
    clearInterval(timer);
    socket.close();
  }
  return () => end(child);
}

/** Who hangs up: the caller, or the telephone after so many ms. */
export type HangsUp = 'caller' | number;

const scenario = (hangsUp: HangsUp): string => `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="telephone">
  <recv request="INVITE" rrs="true" />
  <send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
[last_Record-Route:]
Contact: <sip:[local_ip]:[local_port]>
Content-Length: 0

]]></send>
  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
[last_Record-Route:]
Contact: <sip:[local_ip]:[local_port]>
Allow: INVITE, ACK, BYE, CANCEL
Content-Type: application/sdp
Content-Length: [len]

v=0
o=telephone 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv request="ACK" rrs="true" crlf="true" />
  ${hangsUp === 'caller' ? BYE_COMES : byeAfter(hangsUp)}
</scenario>
`;

const BYE_COMES = `<recv request="BYE" />
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>`;

const byeAfter = (ms: number): string => `<pause milliseconds="${ms}" />
  <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: <sip:telephone@[local_ip]>;tag=[pid]t[call_number]
To: [$peer]
[last_Call-ID:]
CSeq: 1 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv response="200" />`;

export interface Telephone {
  /** Resolves when its one call went as its scenario says; rejects with what SIPp says otherwise. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** A telephone that takes one call, and gives back each RTP packet. */
export async function startTelephone(port: number, hangsUp: HangsUp): Promise<Telephone> {
  const directory = await mkdtemp(join(tmpdir(), 'cc-sipp-'));
  const file = join(directory, 'telephone.xml');
  // The caller's From, tag and all, is the telephone's To.
  const asked =
    '<recv request="INVITE" rrs="true">\n    <action><ereg regexp=".*" search_in="hdr" header="From:" assign_to="peer" /></action>\n  </recv>';
  const text = scenario(hangsUp);
  await writeFile(file, hangsUp === 'caller' ? text : text.replace('<recv request="INVITE" rrs="true" />', asked));
  const child = spawn(
    'sipp',
    [
      ...['-sf', file, '-i', '127.0.0.1', '-p', `${port}`, '-mi', '127.0.0.1', '-mp', `${MEDIA.phone}`, '-rtp_echo'],
      ...[
        '-m',
        '1',
        '-nostdin',
        '-timeout',
        '60s',
        '-timeout_error',
        '-trace_err',
        '-error_file',
        join(directory, 'errors'),
      ],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const done = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`SIPp ended with ${code}: ${said}`);
  });
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface Baresip {
  /** What it has heard so far, 0…1. */
  heard(): Promise<number>;
  stop(): Promise<void>;
}

/** A telephone (baresip) that answers at once, sends a tone of 440 Hz and keeps what it hears. */
export async function startBaresip(port: number, user: string): Promise<Baresip> {
  const directory = await mkdtemp(join(tmpdir(), 'cc-baresip-'));
  const config = [
    `sip_listen 127.0.0.1:${port}`,
    'module_path /usr/lib/baresip/modules',
    ...['g711', 'ausine', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`),
    ...['account', 'menu'].map((name) => `module_app ${name}.so`),
    'audio_source ausine,440',
    'ausrc_srate 48000',
    'ausrc_channels 2',
    'audio_player aubridge,nowhere',
    `snd_path ${directory}`,
    `rtp_ports ${MEDIA.baresip[0]}-${MEDIA.baresip[1]}`,
  ];
  await writeFile(join(directory, 'config'), `${config.join('\n')}\n`);
  await writeFile(join(directory, 'accounts'), `<sip:${user}@127.0.0.1>;regint=0;answermode=auto\n`);
  const child = spawn('baresip', ['-f', directory], { stdio: ['ignore', 'pipe', 'ignore'], cwd: directory });
  for await (const chunk of child.stdout) if (String(chunk).includes('baresip is ready')) break;
  child.stdout.resume();
  return {
    async heard() {
      const files = (await readdir(directory)).filter((name) => name.endsWith('-dec.wav'));
      const samples = (await readFile(join(directory, files.at(-1) ?? ''))).subarray(44);
      let sum = 0;
      for (let at = 0; at + 1 < samples.length; at += 2) sum += (samples.readInt16LE(at) / 32_768) ** 2;
      return Math.sqrt(sum / Math.max(1, samples.length / 2));
    },
    stop: async () => {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
