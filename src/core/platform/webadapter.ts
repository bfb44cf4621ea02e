import type { Authorize, Family } from './family.js';

/**
 * Web adapter facade: `{base}/service-cloud/rest/webadapter/v1/webadapterfacade/…`, credentials in the platform's cookie.
 * Source: Huawei Cloud CEC, API reference (cec_07_0955, 0956, 0967 … 0970).
 */
export function webadapter(userAgent: string): Family {
  const root = '/service-cloud/rest/webadapter/v1/webadapterfacade';
  const get = (name: string) => ({ name, method: 'GET', path: `${root}/${name}` }) as const;
  const post = (name: string, body: Readonly<Record<string, unknown>>) =>
    ({ name, method: 'POST', path: `${root}/${name}`, body }) as const;
  return {
    send: (controlType, content) => ({
      ...post('sendMessageForWebChannel', { controlType, mediaType: 'TEXT', content, userAgent }),
      name: `sendMessageForWebChannel ${controlType}`,
    }),
    pollMessages: () => get('getMessageForWebChannel'),
    checkClickToCallSupport: () => get('checkClickToCallSupport'),
    createClickToCall: (mediaAbility) => post('createClickToCall', { mediaAbility }),
    getClickToCallEvents: () => get('getClickToCallEvents'),
    dropClickToCall: () => post('dropClickToCall', {}),
    queryQueueInfo: () => null,
    authorize: platformCookie,
  };
}

/** The credential is the platform's own cookie: `credentials: 'include'`. */
export const platformCookie: Authorize = () => ({ headers: {}, credentials: 'include' });
