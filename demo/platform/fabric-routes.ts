import { success, type Answer } from './answers.js';
import { bodyOf, needJsonType, needOneOf, needParameter, needText } from './read-request.js';
import type { Reception, Route } from './route.js';
import { checkAccess } from './token-routes.js';
import { controlTypes, type VisitorDesk } from './visitor-desk.js';

type Work = (desk: VisitorDesk, request: Request) => Answer | Promise<Answer>;

const WEB = ['WEB'] as const;
const mediaTypes = ['TEXT', 'IMAGE', 'AUDIO', 'VIDEO', 'FILE', 'FILE_IMAGE', 'FILE_VIDEO', 'WEBCARD'] as const;
/** Bytes of a text message. */
const MAX_TEXT = 1_024;

/**
 * API Fabric messaging: `/apiaccess/ccmessaging/…`, credentials in three headers. The documents name the click-to-call
 * operations with and without `/v1`.
 */
export function fabricRoutes(reception: Reception): readonly Route[] {
  const route = (method: Route['method'], operation: string, version: string, work: Work): Route => ({
    family: 'fabric',
    method,
    operation,
    path: new RegExp(`^/apiaccess/ccmessaging/${version}${operation}$`),
    admit(request) {
      checkAccess(reception.tokens, request);
      const { desk, renewed } = reception.welcome(request.headers.get('ccmessaging-token'));
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
      needCallRequest(request);
      return success(desk.support());
    }),
    call('POST', 'createClickToCall', create),
    call('GET', 'getClickToCallEvents', (desk, request) => {
      needCallRequest(request);
      return desk.events(request.signal);
    }),
    call('POST', 'dropClickToCall', drop),
  ];
}

/** cec_07_2217 */
async function send(desk: VisitorDesk, request: Request): Promise<Answer> {
  needJsonType(request);
  const body = await bodyOf(request);
  needOneOf(body, 'channel', WEB);
  needOneOf(body, 'sourceType', ['CUSTOMER']);
  needOneOf(body, 'from', [desk.identity.userId]);
  needOneOf(body, 'to', [desk.identity.channelId]);
  const mediaType = needOneOf(body, 'mediaType', mediaTypes);
  const controlType = needOneOf(body, 'controlType', controlTypes);
  const mayLack = ['CONNECT', 'DISCONNECT', 'TRANS2AGENT'].includes(controlType);
  if (body['content'] !== undefined || !mayLack)
    needText(body, 'content', { min: 0, maxBytes: mediaType === 'TEXT' ? MAX_TEXT : Infinity });
  desk.send(controlType);
  return success();
}

/** cec_05_2022 */
function poll(desk: VisitorDesk, request: Request): Answer {
  needParameter(request, 'receiverId', desk.identity.userId);
  needParameter(request, 'channel', 'WEB');
  return desk.poll();
}

/** cec_07_2221 */
async function queryQueueInfo(desk: VisitorDesk, request: Request): Promise<Answer> {
  needJsonType(request);
  const body = await bodyOf(request);
  needOneOf(body, 'userId', [desk.identity.userId]);
  needOneOf(body, 'channelConfigId', [desk.identity.channelId]);
  needOneOf(body, 'channel', WEB);
  return { body: desk.queueInfo() };
}

async function create(desk: VisitorDesk, request: Request): Promise<Answer> {
  needJsonType(request);
  const body = await bodyOf(request);
  needOneOf(body, 'channel', WEB);
  desk.create(needOneOf(body, 'mediaAbility', ['0', '1']));
  // The interface's page has a colon in this key.
  return { body: { resultCode: '0', 'resultDesc:': null } };
}

async function drop(desk: VisitorDesk, request: Request): Promise<Answer> {
  needJsonType(request);
  needOneOf(await bodyOf(request), 'channel', WEB);
  desk.drop();
  return success();
}

function needCallRequest(request: Request): void {
  needJsonType(request);
  needParameter(request, 'channel', 'WEB');
}
