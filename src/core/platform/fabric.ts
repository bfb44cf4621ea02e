import type { Authorize, Family, Visitor } from './family.js';

const CHANNEL = 'WEB';

/**
 * API Fabric messaging: `{base}/apiaccess/ccmessaging/…`, credentials in headers.
 * @param visitor asked before each request where it is a function: credentials may name another one
 * Source: Huawei Cloud CEC, VoIP guide, "Code Example" (cec_05_1008); cec_07_2217, cec_07_2221.
 */
export function fabric(visitor: Visitor | (() => Visitor)): Family {
  const who = typeof visitor === 'function' ? visitor : () => visitor;
  const root = '/apiaccess/ccmessaging';
  const onChannel = `?channel=${CHANNEL}`;
  return {
    send(controlType, content) {
      const { userId, userName, channelId } = who();
      return {
        name: `send ${controlType}`,
        method: 'POST',
        path: `${root}/send`,
        body: {
          channel: CHANNEL,
          content,
          controlType,
          from: userId,
          mediaType: 'TEXT',
          sourceType: 'CUSTOMER',
          to: channelId,
          senderNickname: userName,
        },
      };
    },
    pollMessages: () => ({
      name: 'poll',
      method: 'GET',
      path: `${root}/poll?receiverId=${encodeURIComponent(who().userId)}&channel=${CHANNEL}`,
    }),
    checkClickToCallSupport: () => ({
      name: 'checkClickToCallSupport',
      method: 'GET',
      path: `${root}/v1/checkClickToCallSupport${onChannel}`,
    }),
    createClickToCall: (mediaAbility) => ({
      name: 'createClickToCall',
      method: 'POST',
      path: `${root}/v1/createClickToCall`,
      body: { channel: CHANNEL, mediaAbility },
    }),
    getClickToCallEvents: () => ({
      name: 'getClickToCallEvents',
      method: 'GET',
      path: `${root}/v1/getClickToCallEvents${onChannel}`,
    }),
    dropClickToCall: () => ({
      name: 'dropClickToCall',
      method: 'POST',
      path: `${root}/v1/dropClickToCall`,
      body: { channel: CHANNEL },
    }),
    queryQueueInfo: () => ({
      name: 'queryQueueInfo',
      method: 'POST',
      path: `${root}/queryQueueInfo`,
      body: { userId: who().userId, channelConfigId: who().channelId, channel: CHANNEL },
    }),
    authorize: fabricHeaders,
  };
}

/** Credentials in request headers; those that are missing are added by the site's proxy. */
export const fabricHeaders: Authorize = ({ appKey, accessToken, messagingToken }) => ({
  headers: {
    ...(appKey === undefined ? {} : { 'x-app-key': appKey }),
    ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
    ...(messagingToken === undefined ? {} : { 'ccmessaging-token': messagingToken }),
  },
  // A proxy that adds the credentials may know the visitor by the site's own cookie.
  credentials: 'same-origin',
});
