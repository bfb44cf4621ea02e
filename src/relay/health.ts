import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Health {
  readonly isDraining: boolean;
  /** For whoever is near. */
  readonly counts: () => object;
  /** For other nodes; null where there are none. */
  readonly store: (() => Promise<object>) | null;
}

/** Answers `GET /healthz` and, among several relays, `GET /healthz?store`. False where something else is asked for. */
export function answerHealth(request: IncomingMessage, response: ServerResponse, health: Health): boolean {
  const asksStore = request.url === '/healthz?store' && health.store;
  if (request.url !== '/healthz' && !asksStore) return false;
  const { isDraining, counts } = health;
  const answer = (body: object): void => {
    response.writeHead(isDraining ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
  else if (asksStore) void asksStore().then(answer);
  else if (isDraining) answer({ status: 'draining' });
  else answer(isNear(request) ? counts() : { status: 'ready' });
  return true;
}

/** On this machine, and not on behalf of somebody who is not. */
const isNear = ({ socket, headers }: IncomingMessage): boolean =>
  /^(?:::1|(?:::ffff:)?127\.)/.test(socket.remoteAddress ?? '') && !headers['x-forwarded-for'] && !headers['forwarded'];
