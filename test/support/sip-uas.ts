import type { SignalingChannel } from '../../src/core/call/ports.js';
import {
  fromBodyLegacy,
  IncomingRequestMessage,
  LoggerFactory,
  Parser,
  URI,
  UserAgentCore,
  type IncomingInviteRequest,
} from 'sip.js/lib/core/index.js';

export type { IncomingInviteRequest, Session } from 'sip.js/lib/core/index.js';

/** A gateway's side of an in-memory wire: a real user agent server, and every request line that reached it. */
export interface Uas {
  readonly channel: SignalingChannel;
  readonly requests: string[];
  /** Whole messages that arrived. */
  readonly received: string[];
  closed: boolean;
  onInvite: (request: IncomingInviteRequest) => void;
  /** Cuts the wire. */
  cut(): void;
}

export const sdpBody = (body: string) => fromBodyLegacy({ body, contentType: 'application/sdp' });

/** A proxy that forks the INVITE to two gateways; what belongs to a dialog goes to the gateway whose To tag it has. */
export function forkingProxy(branches: readonly [Uas, Uas]): SignalingChannel & { readonly closed: boolean } {
  const tags = branches.map(() => new Set<string>());
  const tagOf = (message: string) => /\r\nTo: [^\r]*;tag=([^;\r]+)/.exec(message)?.[1];
  const proxy = {
    protocol: 'WS',
    closed: false,
    send(message: string) {
      const tag = tagOf(message);
      branches.forEach(({ channel }, index) => {
        if (!proxy.closed && (tag === undefined || tags[index]?.has(tag))) channel.send(message);
      });
    },
    close() {
      proxy.closed = true;
      for (const { channel } of branches) channel.close();
    },
    onMessage: null as SignalingChannel['onMessage'],
    onClose: null,
  };
  branches.forEach(({ channel }, index) => {
    channel.onMessage = (message) => {
      const tag = message.startsWith('SIP/2.0') ? tagOf(message) : undefined;
      if (tag !== undefined) tags[index]?.add(tag);
      proxy.onMessage?.(message);
    };
  });
  return proxy;
}

/** Two real user agents, one queue of microtasks between them. */
export function sipWire(): Uas {
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const uri = new URI('sip', 'agent', 'gw.example');
  const core = new UserAgentCore(
    {
      aor: uri,
      contact: { uri, pubGruu: undefined, tempGruu: undefined, toString: () => `<${uri.toString()}>` },
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: 'uas',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'uas',
      viaForceRport: false,
      viaHost: 'gw.invalid',
      authenticationFactory: () => undefined,
      transportAccessor: () => ({
        protocol: 'WS',
        send: async (message: string) => {
          await Promise.resolve();
          if (!uas.closed) channel.onMessage?.(message);
        },
      }),
    },
    { onInvite: (request) => uas.onInvite(request) },
  );
  const channel: SignalingChannel = {
    protocol: 'WS',
    send(text) {
      if (uas.closed) return;
      uas.received.push(text);
      const message = Parser.parseMessage(text, loggerFactory.getLogger('uas'));
      if (message instanceof IncomingRequestMessage) {
        uas.requests.push(message.method);
        if (message.method === 'INVITE' && message.ruri?.user !== undefined) uri.user = message.ruri.user;
        queueMicrotask(() => core.receiveIncomingRequestFromTransport(message));
      } else if (message) queueMicrotask(() => core.receiveIncomingResponseFromTransport(message));
    },
    close() {
      uas.closed = true;
      core.dispose();
    },
    onMessage: null,
    onClose: null,
  };
  const uas: Uas = {
    channel,
    requests: [],
    received: [],
    closed: false,
    onInvite: () => undefined,
    cut() {
      uas.closed = true;
      core.dispose();
      channel.onClose?.();
    },
  };
  return uas;
}
