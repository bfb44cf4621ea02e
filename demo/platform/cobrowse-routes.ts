import { badRequest, forbidden, type Answer, type JsonObject } from './answers.js';
import type { Relay } from './ports.js';
import { bodyOf, needJsonType, needOneOf, needText } from './read-request.js';
import type { Reception, Route } from './route.js';
import { checkAccess } from './token-routes.js';
import { visitorToken } from './webadapter-routes.js';

const roles = ['recorder', 'replayer'] as const;

/** What the co-browse interfaces need besides. */
export interface CobrowseReception {
  /** null where this contact center has none. */
  readonly relay: Relay | null;
  /** The visitor whose multimedia call this is, while it lasts. */
  readonly visitorOf: (callId: string) => string | null;
}

interface Asked {
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: (typeof roles)[number];
}

/** getConnectionInfo and releaseConnection, where the relay is and a ticket for it (cec_07_0286, cec_07_0974, cec_07_0975). */
export function cobrowseRoutes(reception: Reception, { relay, visitorOf }: CobrowseReception): readonly Route[] {
  /** A visitor shares nobody's page but the own one, and a room is a multimedia call that lasts. */
  const connection = ({ roomId, userId, userName, role }: Asked, request: Request) => {
    const visitor = visitorOf(roomId);
    if (!relay || visitor === null || (role === 'recorder' && visitor !== userId)) return null;
    const url = relay.url(new URL(request.url).host);
    const ticket = relay.issueTicket({ room: roomId, role, user: { id: userId, name: userName } });
    return { info: { roomId, wssUrl: url, wssUrlOut: url }, ticket };
  };
  const admitVisitor = (request: Request) => {
    if (!reception.origins.mayUseCookie(request)) throw forbidden();
    return reception.welcome(visitorToken(request));
  };
  const byCookie = (operation: string, work: (request: Request, userId: string) => Promise<Answer>): Route => ({
    family: 'webadapter',
    method: 'POST',
    operation,
    path: new RegExp(`^/service-cloud/rest/webadapter/v1/connectionInfo/${operation}$`),
    admit(request) {
      const { desk, renewed } = admitVisitor(request);
      const headers = renewed === null ? {} : { 'set-cookie': reception.cookie(renewed) };
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
        checkAccess(reception.tokens, request);
        return {
          desk: null,
          headers: {},
          work: async () => {
            needJsonType(request);
            const body = await bodyOf(request);
            const role = needOneOf(body, 'role', roles);
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
      needJsonType(request);
      const body = await bodyOf(request);
      const role = needOneOf(body, 'role', roles);
      const asked = { roomId: needText(body, 'roomId'), userName: needText(body, 'userName'), role };
      // The cookie is a visitor's: it opens the own page, and nobody else's eyes.
      const mine = needText(body, 'userId') === visitor && role === 'recorder';
      const found = mine ? connection({ ...asked, userId: visitor }, request) : null;
      if (!found) return { body: { retCode: '1', retMsg: 'no such room' } };
      return { body: { retCode: '0', retMsg: 'success', data: { ...found.info, signature: found.ticket } } };
    }),
    byCookie('releaseConnection', async (request, visitor) => {
      needJsonType(request);
      const callId = needText(await bodyOf(request), 'callId');
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
