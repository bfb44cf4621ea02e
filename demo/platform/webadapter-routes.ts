import { forbidden, success, type Answer } from './answers.js';
import { jsonBody, requireJsonType, requireOneOf, requireText } from './read-request.js';
import type { RouteContext, Route } from './route.js';
import type { VisitorDesk } from './visitor-desk.js';

type Work = (desk: VisitorDesk, request: Request) => Answer | Promise<Answer>;

const mediaTypes = ['TEXT', 'IMAGE', 'VIDEO', 'AUDIO'] as const;
const controlTypes = ['CONNECT', 'DISCONNECT', 'CHAT', 'TRANS2AGENT'] as const;

/**
 * Web adapter facade: `/service-cloud/rest/webadapter/v1/webadapterfacade/…`. The messaging token in the cookie tells
 * visitor and channel. Every operation requires the same Content-Type (cec_07_0969).
 */
export function webadapterRoutes(context: RouteContext): readonly Route[] {
  const route = (method: Route['method'], operation: string, work: Work): Route => ({
    family: 'webadapter',
    method,
    operation,
    path: new RegExp(`^/service-cloud/rest/webadapter/(?:v1/)?webadapterfacade/${operation}$`),
    admit(request) {
      if (!context.origins.mayUseCookie(request)) throw forbidden();
      const { desk, renewed } = context.authenticate(visitorToken(request));
      const headers = renewed === null ? {} : { 'set-cookie': context.cookie(renewed) };
      return {
        desk,
        headers,
        work: async () => {
          requireJsonType(request, { charset: true });
          return work(desk, request);
        },
      };
    },
  });
  return [
    route('POST', 'sendMessageForWebChannel', async (desk, request) => {
      const body = await jsonBody(request);
      requireOneOf(body, 'mediaType', mediaTypes);
      requireText(body, 'content', { min: 0 });
      requireText(body, 'userAgent');
      desk.send(requireOneOf(body, 'controlType', controlTypes));
      return success();
    }),
    route('GET', 'getMessageForWebChannel', (desk) => desk.poll()),
    route('GET', 'checkClickToCallSupport', (desk) => ({ body: { resultCode: '0', ...desk.support() } })),
    route('POST', 'createClickToCall', async (desk, request) => {
      desk.create(requireOneOf(await jsonBody(request), 'mediaAbility', ['0', '1']));
      return success({ resultDesc: 'connect successfully.' });
    }),
    route('GET', 'getClickToCallEvents', (desk, request) => desk.events(request.signal)),
    route('POST', 'dropClickToCall', (desk) => {
      desk.drop();
      return success({ resultDesc: 'disconnect successfully.' });
    }),
  ];
}

/** The messaging token: from the platform's cookie, else from the header. */
export const visitorToken = ({ headers }: Request): string | null =>
  /(?:^|;\s*)ccmessaging-token=([^;\s]*)/.exec(headers.get('cookie') ?? '')?.[1] ?? headers.get('ccmessaging-token');
