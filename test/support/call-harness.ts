import { ContactCenter, type ContactCenterOptions } from '../../demo/platform/contact-center.js';
import type { ExpectedCall, Gateways, RobotReport } from '../../demo/platform/ports.js';
import { inviteBySip } from '../../src/browser/call/sip-dialog.js';
import type { StartableCall } from '../../src/core/call/call.js';
import { createCall, type CallConfig } from '../../src/core/call/call-flow.js';
import type { DeviceFacts } from '../../src/core/call/device-verdict.js';
import type { Capture, OpenChannel, Peer, PeerEvent } from '../../src/core/call/ports.js';
import type { Clock } from '../../src/core/lib/clock.js';
import { createSession } from '../../src/core/session/session-flow.js';
import { CredentialStore } from '../../src/core/platform/credential-store.js';
import type { CredentialsProvider } from '../../src/core/platform/credentials.js';
import { createLog, type LogRecord } from '../../src/core/lib/log.js';
import { fabric } from '../../src/core/platform/fabric.js';
import { PlatformClient } from '../../src/core/platform/platform-client.js';
import { webadapter } from '../../src/core/platform/webadapter.js';
import { FakeNetwork } from './fake-network.js';
import { ManualClock } from './manual-clock.js';
import { sdpBody, sipWire, type Session, type Uas } from './sip-uas.js';

/** Gateways in memory: real SIP, no sockets, no media. The address says what is wrong with one. */
class MemoryGateways implements Gateways {
  readonly domain = 'gateway.example';
  readonly addresses = ['ws://127.0.0.1:1/', 'ws://127.0.0.1:2/'];
  readonly wires: { readonly url: string; readonly uas: Uas }[] = [];
  readonly #calls = new Map<string, ExpectedCall>();
  readonly #clock: ManualClock;
  readonly #sdp: string;

  constructor(clock: ManualClock, sdp: string) {
    this.#clock = clock;
    this.#sdp = sdp;
  }

  address(fault: { readonly kind: string; readonly status?: number } | null): string {
    return fault ? `ws://127.0.0.1:9/${fault.kind}/${fault.status ?? ''}` : (this.addresses[0] ?? '');
  }

  expect(call: ExpectedCall) {
    this.#calls.set(call.accessCode, call);
    const report: RobotReport = { audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: 'no' };
    const hangUp = () => {
      const leg = this.#legs.get(call.accessCode);
      if (leg && !leg.uas.closed) leg.session.bye();
    };
    return { hangUp, report: () => report };
  }
  readonly #legs = new Map<string, { readonly uas: Uas; readonly session: Session }>();

  /** Methods of the SIP requests that reached each gateway, in order. */
  get sip(): string[] {
    return this.wires.map(({ uas }) => uas.requests.join(' '));
  }

  readonly open: OpenChannel = (url, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      if (url.includes('/refused/')) return reject(new Error('refused'));
      if (url.includes('/black-hole/')) return;
      const uas = sipWire();
      this.wires.push({ url, uas });
      uas.onInvite = (request) => {
        const call = this.#calls.get(request.message.ruri?.user ?? '');
        const status = Number(/\/status\/(\d+)/.exec(url)?.[1]);
        if (url.includes('/mute/')) return;
        if (status) return request.reject({ statusCode: status });
        if (!call) return request.reject({ statusCode: 404 });
        if (url.includes('/no-video/') && request.message.body.includes('video'))
          return request.reject({ statusCode: 488 });
        request.progress({ statusCode: 180 });
        // On a wire that is cut a transaction would keep its timers, and Node, for 32 s.
        const answer = () => {
          if (uas.closed) return;
          const { session } = request.accept({
            statusCode: 200,
            body: sdpBody(`${url.includes('/bad-sdp/') ? 'bad' : 'answer'}${this.#sdp}`),
          });
          this.#legs.set(call.accessCode, { uas, session });
          session.delegate = {
            onInvite: (offer) => void offer.accept({ statusCode: 200, body: sdpBody(`answer${this.#sdp}`) }),
            onBye: (bye) => {
              bye.accept();
              call.onEnded?.('visitor');
            },
          };
          call.onAnswered?.();
          const { hangUpAfter } = call.orders;
          if (hangUpAfter !== undefined)
            this.#clock.after(hangUpAfter, () => {
              if (!uas.closed) session.bye();
              call.onEnded?.('robot');
            });
        };
        if (url.includes('/answers-on-cancel/')) request.delegate = { onCancel: answer };
        else {
          const cancel = this.#clock.after(call.orders.answerAfter ?? 0, answer);
          request.delegate = {
            onCancel: () => {
              cancel();
              if (!uas.closed) request.reject({ statusCode: 487 });
            },
          };
        }
      };
      resolve(uas.channel);
    });
}

/** A peer connection without media: it connects when it gets a sane answer. */
class FakePeer implements Peer {
  readonly sdp: string;
  readonly #listener: (event: PeerEvent) => void;
  closed = false;
  /** No path to the gateway: an answer connects nothing. */
  dark = false;
  readonly tones: string[] = [];

  constructor(media: string, sdp: string, listener: (event: PeerEvent) => void) {
    this.sdp = `${media === 'video' ? 'audio video' : 'audio'}${sdp}`;
    this.#listener = listener;
  }

  offer() {
    return Promise.resolve({ sdp: this.sdp, rule: 'settled' as const });
  }
  accept(sdp: string): Promise<void> {
    if (sdp.startsWith('bad')) return Promise.reject(new Error(`bad sdp: ${sdp}`));
    if (!this.dark) this.tell('up');
    return Promise.resolve();
  }
  answer = () => Promise.resolve('answer');
  restart = () => this.offer();
  reoffer = () => this.offer();
  rollback = () => Promise.resolve();
  stats = () => Promise.resolve(null);
  sendTones(): boolean {
    return false;
  }
  close(): void {
    this.closed = true;
  }
  tell(event: PeerEvent): void {
    if (!this.closed) this.#listener(event);
  }
}

const goodDevices: DeviceFacts = {
  secureContext: true,
  webrtc: true,
  permission: 'granted',
  allowedByPage: true,
};

export interface HarnessOptions extends Partial<CallConfig> {
  readonly channel?: string;
  readonly userId?: string;
  readonly userName?: string;
  readonly api?: 'fabric' | 'webadapter';
  readonly center?: Partial<ContactCenterOptions>;
  readonly devices?: Partial<DeviceFacts>;
  /** What `getUserMedia` does; default: opens at once. */
  readonly open?: (capture: Capture) => Promise<Capture>;
  readonly callSlot?: () => (() => void) | null;
  readonly blocked?: string;
  /** Stands in every session description. */
  readonly sdp?: string;
  /** What the site's function does; default: issues tokens that are good. */
  readonly credentials?: CredentialsProvider;
}

/** A call with everything real but sockets, media and time. */
export function harness(options: HarnessOptions = {}) {
  const { channel = 'agent-free', api = 'fabric', media = 'voice', direct = false, sdp = '' } = options;
  const clock = new ManualClock();
  const gateways = new MemoryGateways(clock, sdp);
  const own = countingClock(clock);
  const network = new FakeNetwork();
  const { appKey = 'key', appSecret = 'secret', mount = '' } = options.center ?? {};
  const center = new ContactCenter({ gateways, clock, ...options.center, appKey, appSecret });
  const { userId = 'visitor-1', userName = 'Visitor' } = options;
  const identity = { userId, userName, channelId: channel };
  const cookie = center.visitorCookie(identity).split(';')[0] ?? '';
  let issued = 0;
  const provider = () => {
    issued += 1;
    return Promise.resolve({
      appKey,
      accessToken: center.tokens.issueAccess(appKey, appSecret, 600) ?? '',
      messagingToken: center.tokens.issueMessaging(identity),
      expiresIn: 600,
    });
  };
  const peers: FakePeer[] = [];
  const capture = { media, muted: false, stopped: 0, stop: () => void (capture.stopped += 1) };
  const gatewayMemory = { lastGateway: null as string | null };
  let slotTaken = false;
  const logged: LogRecord[] = [];
  const log = createLog(
    () => 'debug',
    (record) => logged.push(record),
  );
  const credentials = new CredentialStore(options.credentials ?? provider, { ...identity, locale: 'en' }, own, log);
  const platform = new PlatformClient({
    baseUrl: `https://cc.example${mount}`,
    family: api === 'fabric' ? fabric(() => credentials.visitor) : webadapter('Mozilla/5.0'),
    credentials,
    fetch: (url, init) => {
      // What a browser adds by itself.
      const headers = new Headers(init.headers);
      if (init.credentials === 'include') headers.set('cookie', cookie);
      return network.fetch(() => center.handle(new Request(url, { ...init, headers })));
    },
    clock: own,
    log,
  });
  const session = createSession({ platform, clock: own, network, log });
  const call: StartableCall = createCall(
    {
      platform,
      session,
      devices: {
        look: () => Promise.resolve({ ...goodDevices, ...options.devices }),
        open: () => (options.open ?? ((one) => Promise.resolve(one)))(capture),
      },
      createPeer: (_capture, kind, listener) => {
        const peer = new FakePeer(kind, sdp, listener);
        peers.push(peer);
        return peer;
      },
      openChannel: gateways.open,
      invite: inviteBySip(own),
      gatewayMemory,
      clock: own,
      network,
      log,
      policy: { blocked: () => options.blocked ?? null, dispose: () => undefined },
      pageHost: 'localhost',
      acquireCallSlot: async () => {
        if (options.callSlot) return options.callSlot();
        slotTaken = true;
        return () => void (slotTaken = false);
      },
    },
    { media, direct },
  );
  const states: string[] = [];
  call.subscribe(({ name }) => states.at(-1) !== name && states.push(name));
  const operations = () => center.requests.map(({ operation }) => operation);
  return {
    clock,
    network,
    gateways,
    center,
    call,
    session,
    capture,
    peers,
    gatewayMemory,
    states,
    logged,
    issued: () => issued,
    operations,
    count: (operation: string) => operations().filter((one) => one === operation).length,
    /** What a call may leave behind: nothing. */
    leftovers: () => ({
      agents: center.occupiedAgents,
      textSessions: center.textSessions,
      openPeers: peers.filter((peer) => !peer.closed).length,
      openSockets: gateways.wires.filter(({ uas }) => !uas.closed).length,
      microphoneOn: capture.stopped === 0,
      slotTaken,
      timers: own.pending,
    }),
    errorCode: () => (call.state.name === 'failed' ? call.state.error.code : null),
  };
}

/** The call's share of a clock: how many of its timers wait. */
function countingClock(clock: ManualClock): Clock & { readonly pending: number } {
  const waiting = new Set<object>();
  return {
    get pending() {
      return waiting.size;
    },
    now: () => clock.now(),
    after(ms, callback) {
      const timer = {};
      waiting.add(timer);
      const cancel = clock.after(ms, () => {
        waiting.delete(timer);
        callback();
      });
      return () => {
        waiting.delete(timer);
        cancel();
      };
    },
  };
}

export const nothingLeft = {
  agents: 0,
  textSessions: 0,
  openPeers: 0,
  openSockets: 0,
  microphoneOn: false,
  slotTaken: false,
  timers: 0,
};
