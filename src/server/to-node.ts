import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Handler } from './gate.js';

/**
 * The handler for `node:http`, Express, Connect: `createServer(toNode(handler))`, `app.post('/call-credentials', toNode(handler))`.
 * Put it before anything that reads the body. A request that is given up aborts its signal. `https`: a proxy in front of
 * this server speaks TLS; else the connection tells.
 */
export function toNode(handler: Handler, { https }: { readonly https?: boolean } = {}) {
  return async (incoming: IncomingMessage & { originalUrl?: string }, outgoing: ServerResponse): Promise<void> => {
    const given = new AbortController();
    outgoing.on('close', () => given.abort());
    try {
      const secure = https ?? 'encrypted' in incoming.socket;
      const path = incoming.originalUrl ?? incoming.url ?? '/';
      const url = `${secure ? 'https' : 'http'}://${incoming.headers.host ?? ''}${path}`;
      if (!path.startsWith('/') || !URL.canParse(url)) return void outgoing.writeHead(400).end();
      const method = incoming.method ?? 'GET';
      const body: unknown = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(incoming);
      const request = new Request(url, {
        method,
        headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
        signal: given.signal,
        ...{ body, duplex: 'half' },
      } as RequestInit);
      const { remoteAddress: address } = incoming.socket;
      const response = await handler(request, address === undefined ? {} : { address });
      const cookies = response.headers.getSetCookie();
      outgoing.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
      });
      if (response.body) await pipeline(Readable.fromWeb(response.body as never), outgoing);
      else outgoing.end();
    } catch {
      // The visitor went away, or a function of the site threw: nothing of that belongs into an answer.
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    }
  };
}
