import { badRequest, forbidden, type Answer, type JsonObject } from './answers.js';
import type { Relay } from './ports.js';
import { jsonBody, requireJsonType, requireOneOf, requireText } from './read-request.js';
import type { RouteContext, Route } from './route.js';
import { checkAccess } from './token-routes.js';
import { visitorToken } from './webadapter-routes.js';

const roles = ['recorder', 'replayer'] as const;

/** What the co-browse operations need besides the context of all routes. */
export interface CobrowseContext {
  /** null where there is none: every request is refused. */
  readonly relay: Relay | null;
  /** User id of the visitor whose multimedia call has this id; null where there is no such call. */
  readonly visitorOf: (callId: string) => string | null;
}

/** The parameters of getConnectionInfo. */
interface ConnectionRequest {
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: (typeof roles)[number];
}

/**
 * getConnectionInfo, the relay's address with a ticket for it, and releaseConnection (cec_07_0286, cec_07_0974,
 * cec_07_0975).
 */
export function cobrowseRoutes(context: RouteContext, { relay, visitorOf }: CobrowseContext): readonly Route[] {
  /** null where the room is no multimedia call that lasts, or the recorder is not its visitor. */
  const connection = ({ roomId, userId, userName, role }: ConnectionRequest, request: Request) => {
    const visitor = visitorOf(roomId);
    if (!relay || visitor === null || (role === 'recorder' && visitor !== userId)) return null;
    const url = relay.url(new URL(request.url).host);
    const ticket = relay.issueTicket({ room: roomId, role, user: { id: userId, name: userName } });
    return { info: { roomId, wssUrl: url, wssUrlOut: url }, ticket };
  };
  const admitVisitor = (request: Request) => {
    if (!context.origins.mayUseCookie(request)) throw forbidden();
    return context.authenticate(visitorToken(request));
  };
  const byCookie = (operation: string, work: (request: Request, userId: string) => Promise<Answer>): Route => ({
    family: 'webadapter',
    method: 'POST',
    operation,
    path: new RegExp(`^/service-cloud/rest/webadapter/v1/connectionInfo/${operation}$`),
    admit(request) {
      const { desk, renewed } = admitVisitor(request);
      const headers = renewed === null ? {} : { 'set-cookie': context.cookie(renewed) };
      return { desk, headers, work: () => work(request, desk.identity.userId) };
    },
  });
  return [
    {
      family: 'fabric',
      method: 'POST',
      operation: 'getConnectionInfo',
      path: /^\/apiaccess\/api\/cobrowse\/getConnectionInfo$/,
      admit(request) {
        checkAccess(context.tokens, request);
        return {
          desk: null,
          headers: {},
          work: async () => {
            requireJsonType(request);
            const body = await jsonBody(request);
            const role = requireOneOf(body, 'role', roles);
            const roomId = optional(body, 'roomId') ?? crypto.randomUUID();
            const userId = optional(body, 'userId') ?? optional(body, 'workNo') ?? '';
            const found = connection({ roomId, userId, userName: optional(body, 'userName') ?? userId, role }, request);
            if (!found) return { status: 404, body: refusedBody };
            return { body: { success: true, data: { ...found.info, connectParam: found.ticket } } };
          },
        };
      },
    },
    byCookie('getConnectionInfo', async (request, visitor) => {
      requireJsonType(request);
      const body = await jsonBody(request);
      const role = requireOneOf(body, 'role', roles);
      const asked = { roomId: requireText(body, 'roomId'), userName: requireText(body, 'userName'), role };
      // The cookie is a visitor's, who may record their own page and replay none.
      const mine = requireText(body, 'userId') === visitor && role === 'recorder';
      const found = mine ? connection({ ...asked, userId: visitor }, request) : null;
      if (!found) return { body: { retCode: '1', retMsg: 'no such room' } };
      return { body: { retCode: '0', retMsg: 'success', data: { ...found.info, signature: found.ticket } } };
    }),
    byCookie('releaseConnection', async (request, visitor) => {
      requireJsonType(request);
      const callId = requireText(await jsonBody(request), 'callId');
      const mine = visitorOf(callId) === visitor;
      return { body: mine ? { retCode: '0', retMsg: 'success' } : { retCode: '1', retMsg: 'no such room' } };
    }),
  ];
}

const refusedBody = { success: false, errorCode: 404, errorReason: 'no such room' };

function optional(body: JsonObject, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw badRequest(name);
  return value;
}
