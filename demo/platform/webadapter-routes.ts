import { forbidden, success, type Answer } from './answers.js';
import { bodyOf, needJsonType, needOneOf, needText } from './read-request.js';
import type { Reception, Route } from './route.js';
import type { VisitorDesk } from './visitor-desk.js';

type Work = (desk: VisitorDesk, request: Request) => Answer | Promise<Answer>;

const mediaTypes = ['TEXT', 'IMAGE', 'VIDEO', 'AUDIO'] as const;
const controlTypes = ['CONNECT', 'DISCONNECT', 'CHAT', 'TRANS2AGENT'] as const;

/**
 * Web adapter facade: `/service-cloud/rest/webadapter/v1/webadapterfacade/…`, the messaging token in a cookie; who asks and
 * for which channel is taken from it. Content-Type is fixed for every operation (cec_07_0969).
 */
export function webadapterRoutes(reception: Reception): readonly Route[] {
  const route = (method: Route['method'], operation: string, work: Work): Route => ({
    family: 'webadapter',
    method,
    operation,
    path: new RegExp(`^/service-cloud/rest/webadapter/(?:v1/)?webadapterfacade/${operation}$`),
    admit(request) {
      if (!reception.origins.mayUseCookie(request)) throw forbidden();
      const { desk, renewed } = reception.welcome(visitorToken(request));
      const headers = renewed === null ? {} : { 'set-cookie': reception.cookie(renewed) };
      return {
        desk,
        headers,
        work: async () => {
          needJsonType(request, { charset: true });
          return work(desk, request);
        },
      };
    },
  });
  return [
    route('POST', 'sendMessageForWebChannel', async (desk, request) => {
      const body = await bodyOf(request);
      needOneOf(body, 'mediaType', mediaTypes);
      needText(body, 'content', { min: 0 });
      needText(body, 'userAgent');
      desk.send(needOneOf(body, 'controlType', controlTypes));
      return success();
    }),
    route('GET', 'getMessageForWebChannel', (desk) => desk.poll()),
    route('GET', 'checkClickToCallSupport', (desk) => ({ body: { resultCode: '0', ...desk.support() } })),
    route('POST', 'createClickToCall', async (desk, request) => {
      desk.create(needOneOf(await bodyOf(request), 'mediaAbility', ['0', '1']));
      return success({ resultDesc: 'connect successfully.' });
    }),
    route('GET', 'getClickToCallEvents', (desk, request) => desk.events(request.signal)),
    route('POST', 'dropClickToCall', (desk) => {
      desk.drop();
      return success({ resultDesc: 'disconnect successfully.' });
    }),
  ];
}

/** The visitor's messaging token: in the platform's cookie, else in the header. */
export const visitorToken = ({ headers }: Request): string | null =>
  /(?:^|;\s*)ccmessaging-token=([^;\s]*)/.exec(headers.get('cookie') ?? '')?.[1] ?? headers.get('ccmessaging-token');
