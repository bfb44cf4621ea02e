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
  /** Compares both pictures until they are as much the same as `wanted`, for so many ms; the best of what it saw. */
  look(wanted?: number, patience?: number): Promise<Difference>;
  close(): Promise<void>;
}

export interface Rig {
  /** `page`: the name of a file in `pages`, or markup. */
  share(page: string, options?: { width?: number; height?: number; scheme?: 'light' | 'dark' }): Promise<Shared>;
  close(): Promise<void>;
}

/** The pages, the two bundles and a browser's contexts. Both ends have origins of their own; `files` are more of the pages', by path. */
export async function openRig(browser: Browser, files: ReadonlyMap<string, string> = new Map()): Promise<Rig> {
  const bundles = new Map([...(await bundle()), ...files]);
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
      const once = async (): Promise<Difference> => {
        await frames(visitor);
        await last;
        await frames(desk);
        const theirs = await visitor.screenshot();
        // A keyframe may put another frame in its place.
        const ours = await desk
          .locator('iframe')
          .screenshot({ timeout: 2_000 })
          .catch(() => theirs.subarray(0, 0));
        if (ours.length === 0) return { same: 0, picture: '' };
        const both = [theirs.toString('base64'), ours.toString('base64')] as const;
        return desk.evaluate(([one, other]) => window.compare(one, other), both);
      };
      const look = async (wanted = 1, patience = 2_500): Promise<Difference> => {
        const end = Date.now() + patience;
        let best = await once();
        while (best.same < wanted && Date.now() < end) {
          const next = await once();
          if (next.same > best.same) best = next;
        }
        return best;
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

const frames = (page: Page): Promise<void> =>
  page.evaluate(async () => {
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
    if (script !== undefined) return answer(script, types[extname(pathname)] ?? 'text/plain');
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
