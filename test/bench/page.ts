/** In the bench's page: one call each way, and the moments that count. */
import { leftovers } from './watch.js';
import JsSIP from 'jssip';
import { Inviter, UserAgent } from 'sip.js';
import { startCall } from '../../src/browser/call/start-call.js';
import { systemClock } from '../../src/core/lib/clock.js';
import type { GatewayTarget } from '../../src/core/platform/click-to-call-event.js';
import { CredentialStore } from '../../src/core/platform/credential-store.js';
import type { Credentials } from '../../src/core/platform/credentials.js';
import { fabric } from '../../src/core/platform/fabric.js';
import { PlatformClient } from '../../src/core/platform/platform-client.js';

/** ms; null where it never came to that. */
export interface Timing {
  readonly foundToInvite: number | null;
  readonly foundToTalking: number | null;
  /** Ours only. */
  readonly pressToInvite: number | null;
}

/** No variant is waited for longer, ms. */
const CAP = 45_000;

const moments = { found: 0, invite: 0 };

const { fetch: plainFetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, init);
  const url = input instanceof Request ? input.url : String(input);
  if (url.includes('getClickToCallEvents') && (await response.clone().text()).includes('168101'))
    moments.found = performance.now();
  return response;
};

const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (data) {
  if (moments.invite === 0 && typeof data === 'string' && data.startsWith('INVITE')) moments.invite = performance.now();
  send.call(this, data);
};

function reset(): void {
  moments.found = moments.invite = 0;
}

const timing = (talking: number | null, pressed: number | null): Timing => ({
  foundToInvite: moments.invite === 0 ? null : moments.invite - moments.found,
  foundToTalking: talking === null ? null : talking - moments.found,
  pressToInvite: pressed === null || moments.invite === 0 ? null : moments.invite - pressed,
});

const visitor = () => ({ userId: crypto.randomUUID().slice(0, 20), userName: 'Bench' });

/** A call that was begun. */
interface Begun {
  /** When it was pressed; null where that is not to be compared. */
  readonly pressed: number | null;
  /** When it was talking; null where it never was. */
  readonly at: number | null;
  end(): Promise<void>;
}

type Begin = (channelId: string, iceServers: RTCIceServer[]) => Promise<Begun>;

/** A whole call: begun, and ended as soon as it is talking. */
const whole =
  (begin: Begin) =>
  async (channelId: string, iceServers: RTCIceServer[]): Promise<Timing> => {
    const { pressed, at, end } = await begin(channelId, iceServers);
    const result = timing(at, pressed);
    await end();
    return result;
  };

const ours: Begin = async (channelId, iceServers) => {
  reset();
  const pressed = performance.now();
  const { call } = startCall({
    ...{
      baseUrl: location.origin,
      api: 'fabric',
      channelId,
      ...visitor(),
      media: 'voice',
      direct: false,
      locale: 'en',
      log: 'off',
    },
    ...{ credentialsUrl: '/credentials', credentials: null, iceServers, sounds: false, audio: new Audio() },
  });
  await call.settled;
  return {
    pressed,
    at: call.state.name === 'talking' ? performance.now() : null,
    end: () => call.hangUp(),
  };
};

/** The documented sample flow up to 168101; from there on it is the library's turn. */
async function found(channelId: string): Promise<{ target: GatewayTarget; drop: () => Promise<void> }> {
  reset();
  const who = { ...visitor(), channelId };
  const ask = async () =>
    (await (await plainFetch('/credentials', { method: 'POST', body: JSON.stringify(who) })).json()) as Credentials;
  const platform = new PlatformClient({
    baseUrl: location.origin,
    family: fabric(who),
    credentials: new CredentialStore(ask, { ...who, locale: 'en' }, systemClock),
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
  });
  const { signal } = new AbortController();
  await platform.send('CONNECT', { signal });
  await platform.checkClickToCallSupport(signal);
  await platform.createClickToCall('0');
  for (;;) {
    const event = await platform.getClickToCallEvents(signal);
    if (event.type === 'connected') return { target: event.target, drop: () => platform.dropClickToCall({ signal }) };
  }
}

const within = (talking: Promise<void>): Promise<number | null> =>
  Promise.race([
    talking.then(() => performance.now()),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), CAP)),
  ]);

const sipJs: Begin = async (channelId, iceServers) => {
  const { target, drop } = await found(channelId);
  const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${target.caller}@${target.domain}`)!,
    transportOptions: { server: target.addresses[0]! },
    sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers } },
    logBuiltinEnabled: false,
  });
  const talking = (async () => {
    await agent.start();
    const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${target.accessCode}@${target.domain}`)!, {
      sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
    });
    await new Promise<void>((resolve, reject) => {
      inviter.stateChange.addListener((state) => state === 'Established' && resolve());
      inviter.invite().catch(reject);
    });
    return inviter;
  })();
  const at = await within(talking.then(() => undefined)).catch(() => null);
  const end = async () => {
    if (at !== null) await (await talking).bye();
    await drop();
    await agent.stop().catch(() => undefined);
  };
  return { pressed: null, at, end };
};

const jsSip: Begin = async (channelId, iceServers) => {
  const { target, drop } = await found(channelId);
  const agent = new JsSIP.UA({
    sockets: target.addresses.map((address) => new JsSIP.WebSocketInterface(address)),
    uri: `sip:${target.caller}@${target.domain}`,
    register: false,
  });
  const talking = new Promise<void>((resolve) => {
    agent.once('connected', () => {
      agent.call(`sip:${target.accessCode}@${target.domain}`, {
        mediaConstraints: { audio: true, video: false },
        pcConfig: { iceServers },
        eventHandlers: { confirmed: () => resolve() },
      });
    });
  });
  agent.start();
  const at = await within(talking);
  const end = async () => {
    agent.terminateSessions();
    await drop();
    agent.stop();
  };
  return { pressed: null, at, end };
};

const bench = {
  ours: whole(ours),
  sipJs: whole(sipJs),
  jsSip: whole(jsSip),
  /** Begins a call that goes on. */
  hold: async (name: 'ours' | 'sipJs' | 'jsSip', channelId: string): Promise<boolean> =>
    (await { ours, sipJs, jsSip }[name](channelId, [])).at !== null,
  leftovers,
};
Object.assign(window, { bench });

declare global {
  interface Window {
    bench: typeof bench;
  }
}
