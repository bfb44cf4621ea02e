import { readJson } from './answer.js';
import type { Identity } from './platform-tokens.js';

/** One operation that the proxy hands on. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Path at the platform, below `baseUrl`. */
  readonly path: string;
  readonly family: 'fabric' | 'webadapter';
  /** Who it is for, by the session: put over whatever the page wrote. */
  readonly query: (identity: Identity) => Readonly<Record<string, string>>;
  readonly body: (identity: Identity) => Readonly<Record<string, string>>;
}

const FABRIC = '/apiaccess/ccmessaging';
const WEBADAPTER = '/service-cloud/rest/webadapter/v1/webadapterfacade';
const nobody = () => ({});
const onWeb = () => ({ channel: 'WEB' });

const fabric = (method: Operation['method'], name: string, who: Partial<Operation> = {}): Operation => ({
  ...{ method, path: `${FABRIC}/${name}`, family: 'fabric' },
  query: method === 'GET' ? onWeb : nobody,
  body: method === 'POST' ? onWeb : nobody,
  ...who,
});
const webadapter = (method: Operation['method'], name: string): Operation => ({
  ...{ method, path: `${WEBADAPTER}/${name}`, family: 'webadapter', query: nobody, body: nobody },
});

/** All that the elements ask of the platform; nothing else is handed on. Source: protocol of both families (src/core/platform). */
export const operations: readonly Operation[] = [
  fabric('POST', 'send', {
    body: ({ userId, userName, channelId }) => ({
      ...{ channel: 'WEB', sourceType: 'CUSTOMER', from: userId, to: channelId, senderNickname: userName },
    }),
  }),
  fabric('GET', 'poll', { query: ({ userId }) => ({ receiverId: userId, channel: 'WEB' }) }),
  fabric('POST', 'queryQueueInfo', {
    body: ({ userId, channelId }) => ({ userId, channelConfigId: channelId, channel: 'WEB' }),
  }),
  fabric('GET', 'v1/checkClickToCallSupport'),
  fabric('POST', 'v1/createClickToCall'),
  fabric('GET', 'v1/getClickToCallEvents'),
  fabric('POST', 'v1/dropClickToCall'),
  webadapter('POST', 'sendMessageForWebChannel'),
  webadapter('GET', 'getMessageForWebChannel'),
  webadapter('GET', 'checkClickToCallSupport'),
  webadapter('POST', 'createClickToCall'),
  webadapter('GET', 'getClickToCallEvents'),
  webadapter('POST', 'dropClickToCall'),
];

/** The body that goes to the platform; what the page wrote stays where it says nothing about who this is. */
export function bodyFor(operation: Operation, identity: Identity, written: string): string {
  return JSON.stringify({ ...readJson(written), ...operation.body(identity) });
}
