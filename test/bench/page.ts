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

export async function ours(channelId: string, iceServers: RTCIceServer[]): Promise<Timing> {
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
  const talking = call.state.name === 'talking' ? performance.now() : null;
  await call.hangUp();
  return timing(talking, pressed);
}

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

export async function sipJs(channelId: string, iceServers: RTCIceServer[]): Promise<Timing> {
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
  const result = timing(at, null);
  if (at !== null) await (await talking).bye();
  await drop();
  await agent.stop().catch(() => undefined);
  return result;
}

export async function jsSip(channelId: string, iceServers: RTCIceServer[]): Promise<Timing> {
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
  const result = timing(at, null);
  agent.terminateSessions();
  await drop();
  agent.stop();
  return result;
}

Object.assign(window, { bench: { ours, sipJs, jsSip, leftovers } });

declare global {
  interface Window {
    bench: { ours: typeof ours; sipJs: typeof sipJs; jsSip: typeof jsSip; leftovers: typeof leftovers };
  }
}
