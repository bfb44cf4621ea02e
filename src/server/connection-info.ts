import { text } from '../core/platform/guards.js';
import { issueTicket, type Grant } from '../relay/ticket.js';
import { json, readBody, readJson, Refused } from './answer.js';

/** What the page asks for, before anybody has checked it. */
export interface ConnectionAsked {
  readonly roomId: string;
  readonly role: 'recorder' | 'replayer';
}

/** Says which relay has a room. null where none is there. */
export interface RelayPlacer {
  placeRoom(room: string): Promise<{ readonly name: string; readonly url: string } | null>;
}

export interface CobrowseOptions {
  /**
   * `wss://…` of the relay; a function where the site has several hosts, each with a relay; or, with several relays on one
   * Redis, what places a room on one of them, such as the store of `openRedisStore`.
   */
  readonly relayUrl: string | ((request: Request) => string) | RelayPlacer;
  /** The relay's secret (`CC_RELAY_SECRET`). */
  readonly secret: string;
  /**
   * Whether this request's session may enter this room in this role, and as whom; null: no. A visitor may record the room
   * of their own call, an agent watch the room of a call that is theirs.
   */
  readonly grant: (
    request: Request,
    asked: ConnectionAsked,
  ) => Omit<Grant, 'room' | 'role'> | null | Promise<Omit<Grant, 'room' | 'role'> | null>;
}

const MAX_BODY = 4_096;

/** Answers getConnectionInfo of both families (cec_07_0286, cec_07_0974) with a ticket for the site's own relay. */
export function connectionInfo({ relayUrl, secret, grant }: CobrowseOptions) {
  return async (request: Request, take: (key: string) => void): Promise<Response> => {
    if (request.method !== 'POST') throw new Refused(405, 'POST it.', { allow: 'POST' });
    const body = readJson(await readBody(request, MAX_BODY));
    const role = body['role'];
    const roomId = text(body['roomId']) ?? '';
    if ((role !== 'recorder' && role !== 'replayer') || roomId === '' || roomId.length > 128)
      throw new Refused(400, 'roomId or role is missing.');
    const granted = await grant(request, { roomId, role });
    if (!granted) throw new Refused(403, 'This session may not enter this room in this role.');
    take(granted.user.id);
    const { url, node } = await relayOf(relayUrl, request, roomId);
    const signature = issueTicket({ room: roomId, role, user: granted.user, ...node }, secret);
    const info = { roomId, wssUrl: url, wssUrlOut: url };
    return new URL(request.url).pathname.includes('/connectionInfo/')
      ? json({ retCode: '0', retMsg: 'success', data: { ...info, signature } })
      : json({ success: true, data: { ...info, connectParam: signature } });
  };
}

async function relayOf(relay: CobrowseOptions['relayUrl'], request: Request, roomId: string) {
  if (typeof relay === 'string') return { url: relay, node: {} };
  if (typeof relay === 'function') return { url: relay(request), node: {} };
  const placed = await relay.placeRoom(roomId).catch(() => null);
  if (!placed) throw new Refused(503, 'No relay is there now.', { 'retry-after': '1' });
  return { url: placed.url, node: { node: placed.name } };
}
