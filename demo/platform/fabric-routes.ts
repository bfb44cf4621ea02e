import { success, type Answer } from './answers.js';
import { jsonBody, requireJsonType, requireOneOf, requireParameter, requireText } from './read-request.js';
import type { RouteContext, Route } from './route.js';
import { checkAccess } from './token-routes.js';
import { controlTypes, type VisitorDesk } from './visitor-desk.js';

type Work = (desk: VisitorDesk, request: Request) => Answer | Promise<Answer>;

const WEB = ['WEB'] as const;
const mediaTypes = ['TEXT', 'IMAGE', 'AUDIO', 'VIDEO', 'FILE', 'FILE_IMAGE', 'FILE_VIDEO', 'WEBCARD'] as const;
/** Limit of a text message, bytes. */
const MAX_TEXT = 1_024;

/**
 * API Fabric messaging: `/apiaccess/ccmessaging/…`, credentials in three headers. The click-to-call operations are
 * documented with and without `/v1`.
 */
export function fabricRoutes(context: RouteContext): readonly Route[] {
  const route = (method: Route['method'], operation: string, version: string, work: Work): Route => ({
    family: 'fabric',
    method,
    operation,
    path: new RegExp(`^/apiaccess/ccmessaging/${version}${operation}$`),
    admit(request) {
      checkAccess(context.tokens, request);
      const { desk, renewed } = context.authenticate(request.headers.get('ccmessaging-token'));
      const headers = renewed === null ? {} : { 'ccmessaging-token': renewed };
      return { desk, headers, work: async () => work(desk, request) };
    },
  });
  const chat = (method: Route['method'], operation: string, work: Work) => route(method, operation, '', work);
  const call = (method: Route['method'], operation: string, work: Work) => route(method, operation, '(?:v1/)?', work);
  return [
    chat('POST', 'send', send),
    chat('GET', 'poll', poll),
    chat('POST', 'queryQueueInfo', queryQueueInfo),
    call('GET', 'checkClickToCallSupport', (desk, request) => {
      requireCallRequest(request);
      return success(desk.support());
    }),
    call('POST', 'createClickToCall', create),
    call('GET', 'getClickToCallEvents', (desk, request) => {
      requireCallRequest(request);
      return desk.events(request.signal);
    }),
    call('POST', 'dropClickToCall', drop),
  ];
}

/** cec_07_2217 */
async function send(desk: VisitorDesk, request: Request): Promise<Answer> {
  requireJsonType(request);
  const body = await jsonBody(request);
  requireOneOf(body, 'channel', WEB);
  requireOneOf(body, 'sourceType', ['CUSTOMER']);
  requireOneOf(body, 'from', [desk.identity.userId]);
  requireOneOf(body, 'to', [desk.identity.channelId]);
  const mediaType = requireOneOf(body, 'mediaType', mediaTypes);
  const controlType = requireOneOf(body, 'controlType', controlTypes);
  const mayBeEmpty = ['CONNECT', 'DISCONNECT', 'TRANS2AGENT'].includes(controlType);
  if (body['content'] !== undefined || !mayBeEmpty)
    requireText(body, 'content', { min: 0, maxBytes: mediaType === 'TEXT' ? MAX_TEXT : Infinity });
  desk.send(controlType);
  return success();
}

/** cec_05_2022 */
function poll(desk: VisitorDesk, request: Request): Answer {
  requireParameter(request, 'receiverId', desk.identity.userId);
  requireParameter(request, 'channel', 'WEB');
  return desk.poll();
}

/** cec_07_2221 */
async function queryQueueInfo(desk: VisitorDesk, request: Request): Promise<Answer> {
  requireJsonType(request);
  const body = await jsonBody(request);
  requireOneOf(body, 'userId', [desk.identity.userId]);
  requireOneOf(body, 'channelConfigId', [desk.identity.channelId]);
  requireOneOf(body, 'channel', WEB);
  return { body: desk.queueInfo() };
}

async function create(desk: VisitorDesk, request: Request): Promise<Answer> {
  requireJsonType(request);
  const body = await jsonBody(request);
  requireOneOf(body, 'channel', WEB);
  desk.create(requireOneOf(body, 'mediaAbility', ['0', '1']));
  // The documented response has a colon in this key.
  return { body: { resultCode: '0', 'resultDesc:': null } };
}

async function drop(desk: VisitorDesk, request: Request): Promise<Answer> {
  requireJsonType(request);
  requireOneOf(await jsonBody(request), 'channel', WEB);
  desk.drop();
  return success();
}

function requireCallRequest(request: Request): void {
  requireJsonType(request);
  requireParameter(request, 'channel', 'WEB');
}
