import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve, type Handler } from './http.js';
import { json } from './platform/answers.js';
import type { Relay } from './platform/ports.js';
import { createRelay, issueTicket } from '../src/relay.js';
import { ContactCenter, type ContactCenterOptions } from './platform/contact-center.js';
import { scenarios } from './platform/scenarios.js';
import { startGateways, type RunningGateways } from './platform/sip/gateways.js';
import { DemoSite } from './demo-site.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.map': 'application/json',
};

export interface DemoOptions extends Partial<ContactCenterOptions> {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folders that are served besides the site: URL prefix → folder below the project. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Content-Security-Policy of every page; the default is as strict as the widget allows. */
  readonly policy?: (gateways: readonly string[]) => string;
  /** Permissions-Policy of every page. */
  readonly permissions?: string;
  /** Makes of the demo's answers what is sent; the default leaves them as they are. */
  readonly around?: (handler: Handler) => Handler;
}

export interface Demo {
  readonly origin: string;
  readonly center: ContactCenter;
  readonly gateways: RunningGateways;
  close(): Promise<void>;
}

/** What the widget needs of a policy: its own files, the platform, the gateways. Nothing inline, no eval. */
const strictPolicy = (gateways: readonly string[]): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' wss: ${gateways.join(' ')}; ` +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** Besides, the desk shows visitors' pages: their styles stand in the frame, and what they show comes as data. */
const deskPolicy = (gateways: readonly string[]): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; ` +
  `connect-src 'self' wss: ${gateways.join(' ')}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

/** The demo in one process: shop page, the shop's own server, the contact center and its gateways. Loopback only. */
export async function startDemo({
  port,
  folders = {},
  policy = strictPolicy,
  permissions = 'microphone=(self), camera=(self)',
  around = (handler) => handler,
  ...options
}: DemoOptions): Promise<Demo> {
  const { appKey = 'demo-app', appSecret = crypto.randomUUID() } = options;
  const gateways = await startGateways();
  const relaySecret = `${crypto.randomUUID()}${crypto.randomUUID()}`;
  const relay = createRelay({ secret: relaySecret });
  const tickets: Relay = {
    url: (host) => `ws://${host}/cobrowse`,
    issueTicket: (grant) => issueTicket(grant, relaySecret),
  };
  const center = new ContactCenter({ gateways, relay: tickets, ...options, appKey, appSecret });
  let site: DemoSite | null = null;
  const roots: Readonly<Record<string, string>> = {
    '/dist/': 'dist',
    '/vendor/sip.js/': 'node_modules/sip.js/lib',
    '/': 'demo/site',
    ...folders,
  };
  const origins = ['ws://127.0.0.1:*', 'ws://localhost:*'];

  const handler: Handler = async (request) => {
    const { pathname } = new URL(request.url);
    const own = await site?.answer(request);
    if (own) return own;
    if (/^\/(apiaccess|apigovernance|service-cloud|agentgateway)\//.test(pathname)) return center.handle(request);
    if (pathname === '/scenarios.json')
      return json(scenarios.map(({ id, title, description }) => ({ id, title, description })));
    if (pathname === '/desk.json')
      return json({ gateways: gateways.addresses, domain: gateways.domain, agents: center.agents.signedIn });
    if (pathname === '/robot.json') return json(center.calls.at(-1)?.reports ?? []);
    return file(roots, pathname, {
      'content-security-policy': pathname === '/agent' ? deskPolicy(origins) : policy(origins),
      'permissions-policy': permissions,
      ...site?.cookieFor(request),
    });
  };
  const server = await serve(port, around(handler));
  const { port: actual } = new URL(server.origin);
  site = new DemoSite({
    ...{ center, appKey, appSecret, relaySecret },
    channels: (options.scenarios ?? scenarios).map(({ id }) => id),
    origins: [`http://127.0.0.1:${actual}`, `http://localhost:${actual}`, ...(options.origins ?? [])],
  });
  relay.attach(server.server);
  return {
    origin: server.origin,
    center,
    gateways,
    async close() {
      center.close();
      await relay.close();
      await gateways.close();
      await server.close();
    },
  };
}

async function file(
  roots: Readonly<Record<string, string>>,
  pathname: string,
  policies: Readonly<Record<string, string>>,
): Promise<Response> {
  const page = pathname === '/' ? '/index.html' : pathname === '/agent' ? '/agent.html' : pathname;
  const prefix = Object.keys(roots)
    .filter((start) => page.startsWith(start))
    .sort((a, b) => b.length - a.length)[0];
  const type = types[extname(page)];
  const notFound = new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
  if (prefix === undefined || type === undefined) return notFound;
  const inside = normalize(decodeURIComponent(page.slice(prefix.length)));
  if (inside.startsWith('..')) return notFound;
  const content = await readFile(join(root, roots[prefix] ?? '', inside)).catch(() => null);
  if (!content) return notFound;
  const headers = {
    'content-type': type,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(type.startsWith('text/html') ? policies : {}),
  };
  return new Response(new Uint8Array(content), { headers });
}
