import { LoggerFactory, URI, UserAgentCore, type Contact } from './sip-core.js';
import type { SignalingChannel } from '../../core/call/ports.js';
import type { GatewayTarget } from '../../core/platform/click-to-call-event.js';

/** A user agent for calls of `caller` over this channel: no REGISTER, no authentication, silent. */
export function userAgent(channel: SignalingChannel, { caller, domain }: GatewayTarget): UserAgentCore {
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const viaHost = `${randomToken()}.invalid`;
  const uri = new URI('sip', caller, viaHost, undefined, { transport: 'ws' });
  const contact: Contact = { uri, pubGruu: undefined, tempGruu: undefined, toString: () => `<${uri.toString()}>` };
  const transport = {
    protocol: channel.protocol,
    send: (message: string) => {
      channel.send(message);
      return Promise.resolve();
    },
  };
  return new UserAgentCore({
    aor: sipUri(caller, domain),
    contact,
    displayName: '',
    loggerFactory,
    hackViaTcp: false,
    routeSet: [],
    sipjsId: randomToken(),
    supportedOptionTags: [],
    supportedOptionTagsResponse: [],
    userAgentHeaderFieldValue: 'cc-widgets',
    viaForceRport: false,
    viaHost,
    authenticationFactory: () => undefined,
    transportAccessor: () => transport,
  });
}

/** `domain` may have a port. */
export function sipUri(user: string, domain: string): URI {
  const [, host = domain, port] = /^(.*?)(?::(\d+))?$/.exec(domain) ?? [];
  return new URI('sip', user, host, port === undefined ? undefined : Number(port));
}

const randomToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36).padStart(2, '0')).join('');
