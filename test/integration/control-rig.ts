import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { serve, type RunningServer } from '../../demo/http.js';
import type { Role } from '../../src/core/cobrowse/wire/control.js';
import type { AuditRecord } from '../../src/relay/audit.js';
import { createRelay } from '../../src/relay/relay.js';
import { issueTicket } from '../../src/relay/ticket.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const secret = 'only for tests: 32 characters and more';
const people = { recorder: { id: 'visitor-1', name: 'Ada' }, replayer: { id: 'agent-7', name: 'Grace' } };

/** A site whose page is made by a script of ours, the built elements, a relay, and an agent's page that shows the picture. */
export interface ControlRig {
  readonly audit: AuditRecord[];
  /** The visitor's page, shared. */
  share(browser: Browser): Promise<Page>;
  /** The agent's page, watching. */
  watch(browser: Browser): Promise<Page>;
  close(): Promise<void>;
}

/** `script`: a module of this folder that makes the page in `#app`. */
export async function openControlRig(script: string): Promise<ControlRig> {
  const audit: AuditRecord[] = [];
  const relay = createRelay({ secret, origins: ['*'], onAudit: (record) => audit.push(record) });
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    ...{
      bundle: true,
      format: 'esm',
      write: false,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  });
  const app = outputFiles[0]?.text ?? '';
  const server: RunningServer = await serve(0, (request) => answer(request, app));
  relay.attach(server.server);
  const open = async (browser: Browser, path: string) => {
    const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${server.origin}${path}`);
    return page;
  };
  return {
    audit,
    async share(browser) {
      const page = await open(browser, '/visitor');
      await page.locator('cc-cobrowse').getByRole('button').click();
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.locator('cc-cobrowse[state=sharing]').waitFor();
      return page;
    },
    async watch(browser) {
      const page = await open(browser, '/agent');
      await page.locator('cc-cobrowse').getByRole('button', { name: 'Watch' }).click();
      await page.locator('cc-cobrowse[state=watching]').waitFor();
      return page;
    },
    async close() {
      await relay.close();
      await server.close();
    },
  };
}

async function answer(request: Request, app: string): Promise<Response> {
  const { pathname, host } = new URL(request.url);
  if (pathname.startsWith('/dist/'))
    return typed(await readFile(`${root}${decodeURIComponent(pathname)}`), 'text/javascript');
  if (pathname === '/app.js') return typed(app, 'text/javascript');
  if (pathname === '/visitor' || pathname === '/agent') return typed(pageOf(pathname), 'text/html; charset=utf-8');
  if (!pathname.endsWith('getConnectionInfo')) return Response.json({ success: true });
  const role: Role = (await request.text()).includes(people.replayer.id) ? 'replayer' : 'recorder';
  const signature = issueTicket({ room: 'room', role, user: people[role] }, secret);
  return Response.json({
    success: true,
    data: { roomId: 'room', wssUrl: `ws://${host}/relay`, connectParam: signature },
  });
}

const typed = (body: BodyInit, type: string) => new Response(body, { headers: { 'content-type': type } });

const pageOf = (path: string): string => {
  const element =
    path === '/agent'
      ? '<cc-cobrowse mode="replayer" room-id="room" user-id="agent-7" style="height:640px"></cc-cobrowse>'
      : `<cc-cobrowse room-id="room" user-id="visitor-1" remote-control="ask"></cc-cobrowse><div id="app"></div>
         <script type="module" src="/app.js"></script>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Order</title><link rel="icon" href="data:,">
    <body>${element}<script type="module" src="/dist/cc-widgets.js"></script></body></html>`;
};
