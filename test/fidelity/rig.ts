import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { serve, type RunningServer } from '../../demo/http.js';
import type { Difference } from './pixels.js';
import type {} from './desk.js';
import type {} from './visitor.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = join(root, 'test/fidelity/pages');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** A shared page and what the agent sees of it. */
export interface Shared {
  readonly visitor: Page;
  readonly desk: Page;
  /** Waits until what the visitor's page is now has been shown, and compares both pictures. */
  look(): Promise<Difference>;
  close(): Promise<void>;
}

export interface Rig {
  /** `page`: the name of a file in `pages`, or markup. */
  share(page: string, options?: { width?: number; height?: number; scheme?: 'light' | 'dark' }): Promise<Shared>;
  close(): Promise<void>;
}

/** The pages, the two bundles and a browser's contexts. Both ends have origins of their own. */
export async function openRig(browser: Browser): Promise<Rig> {
  const bundles = await bundle();
  const markup = new Map<string, string>();
  const visitors = await serveFiles(bundles, markup);
  const desks = await serveFiles(bundles, markup);
  return {
    share: async (page, options = {}) => {
      const { width = 1_000, height = 1_200, scheme = 'light' } = options;
      const name = page.includes('<') ? `markup-${markup.size}.html` : `${page}.html`;
      if (page.includes('<')) markup.set(name, page);
      const viewport = { width, height };
      const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce' });
      // The agent's own preferences are others than the visitor's.
      const console = await browser.newContext({ viewport, colorScheme: 'light' });
      const [visitor, desk] = [await context.newPage(), await console.newPage()];
      await desk.goto(`${desks.origin}/desk.html?origin=${encodeURIComponent(visitors.origin)}`);
      let last = Promise.resolve();
      await visitor.exposeFunction('leaves', (events: string) => {
        last = last.then(() => desk.evaluate((text) => window.show(text), events)).catch(() => undefined);
      });
      await visitor.goto(`${visitors.origin}/${name}`, { waitUntil: 'networkidle' });
      await visitor.addScriptTag({ url: '/visitor.js' });
      const look = async () => {
        // A batch of the recorder's, then two frames at the desk.
        await settle(visitor);
        await last;
        await settle(desk);
        await desk.evaluate(() => window.replay?.frame?.contentDocument?.fonts.ready.then(() => undefined));
        const frame = desk.locator('iframe');
        const [theirs, ours] = [await visitor.screenshot(), await frame.screenshot()];
        return desk.evaluate(([one, other]) => window.compare(one, other), [
          theirs.toString('base64'),
          ours.toString('base64'),
        ] as const);
      };
      return {
        ...{ visitor, desk, look },
        close: async () => {
          await context.close();
          await console.close();
        },
      };
    },
    close: async () => {
      await visitors.close();
      await desks.close();
    },
  };
}

/** Longer than the recorder collects changes, and than it waits to ask for a keyframe. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 700));
    for (let frames = 0; frames < 2; frames += 1) await new Promise((done) => requestAnimationFrame(done));
  });

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ['visitor.ts', 'desk.ts'].map((name) => join(root, 'test/fidelity', name)),
    ...{ bundle: true, format: 'iife', target: 'es2022', write: false, logLevel: 'error', outdir: '/' },
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

function serveFiles(bundles: ReadonlyMap<string, string>, markup: ReadonlyMap<string, string>): Promise<RunningServer> {
  const answer = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    new Response(body, { headers: { 'content-type': type, 'access-control-allow-origin': '*' } });
  return serve(0, async (request) => {
    const { pathname } = new URL(request.url);
    const script = bundles.get(pathname);
    if (script !== undefined) return answer(script, 'text/javascript');
    if (pathname === '/desk.html')
      return answer('<!doctype html><style>body{margin:0}</style><body><script src="desk.js"></script>', 'text/html');
    const made = markup.get(pathname.slice(1));
    if (made !== undefined) return answer(made, types['.html']!);
    const path = normalize(pathname).replace(/^[/\\]+/, '');
    const file = path.startsWith('node_modules/') ? join(root, path) : join(pages, path);
    try {
      return answer(new Uint8Array(await readFile(file)), types[extname(file)] ?? 'application/octet-stream');
    } catch {
      return new Response('', { status: 404 });
    }
  });
}
