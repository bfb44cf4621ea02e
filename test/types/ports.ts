/** A call over ports of one's own, written by name: what must compile. Checked against the built types. */
import {
  createCall,
  createSession,
  CredentialStore,
  fabric,
  PlatformClient,
  systemClock,
  type Capture,
  type CreatePeer,
  type Devices,
  type Invite,
  type Log,
  type Network,
  type OpenChannel,
  type PagePolicy,
  type Peer,
  type StartableCall,
} from 'cc-widgets';
import { createLog } from 'cc-widgets/log';

declare const peer: Peer;
declare const capture: Capture;
declare const invite: Invite;
declare const openChannel: OpenChannel;

const createPeer: CreatePeer = (_capture, _media, listener) => {
  listener('up');
  // @ts-expect-error No such event.
  listener('upp');
  return peer;
};
const devices: Devices = {
  look: async () => ({
    secureContext: true,
    webrtc: true,
    permission: 'granted',
    allowedByPage: null,
  }),
  open: async () => capture,
};
const network: Network = { online: true, visible: true, subscribe: () => () => undefined, look: () => undefined };
const policy: PagePolicy = { blocked: () => null, dispose: () => undefined };
const log: Log = createLog(
  () => 'info',
  ({ level, event, details }) => [level, event, details],
);

const visitor = { userId: 'u-1', userName: 'Visitor', channelId: '2021' };
const platform = new PlatformClient({
  baseUrl: 'https://cc.example',
  family: fabric(visitor),
  credentials: new CredentialStore(async () => ({ accessToken: 't' }), { ...visitor, locale: 'en' }, systemClock),
  fetch,
  clock: systemClock,
});

export const call: StartableCall = createCall(
  {
    ...{ platform, devices, network, createPeer, openChannel, invite, policy, log },
    session: createSession({ platform, clock: systemClock, network, log }),
    gatewayMemory: { lastGateway: null },
    clock: systemClock,
    pageHost: 'localhost',
    acquireCallSlot: async () => () => undefined,
  },
  { media: 'voice', direct: false },
);
call.subscribe(({ name }) => name === 'talking');
call.start();
