/**
 * `npm run dev`: the demo, which follows the sources. What pages load is built anew when it changes, not minified and not into
 * dist/, and the open pages load again. Node starts this file again when the demo's own code or the relay changes (--watch).
 */
import { rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { needDependencies, needNode, root } from './setup.mjs';

needNode('20.19');
needDependencies();
process.chdir(root);
const { context, stop } = await import('esbuild');
// While it watches, esbuild's own process outlives this one.
process.once('exit', () => void stop());
const { register } = await import('tsx/esm/api');
register();
const { runDemo } = await import('../demo/run-demo.ts');

const built = 'node_modules/.cache/cc-widgets-dev';
/** Names what is served now; pages ask for what comes after the one that they have. */
let version = crypto.randomUUID();
const waiting = [];
let settling;

let tellFirst;
const firstBuild = new Promise((resolve) => (tellFirst = resolve));
function ended({ errors }) {
  tellFirst();
  if (errors.length === 0) changed();
}

/** An editor may save in several steps. */
function changed() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    version = crypto.randomUUID();
    for (const tell of waiting.splice(0)) tell();
  }, 50);
}

rmSync(built, { recursive: true, force: true });
const sources = await context({
  entryPoints: { 'cc-widgets': 'src/define.ts', agent: 'src/agent.ts' },
  outdir: built,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  tsconfig: 'src/tsconfig.json',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [{ name: 'changed', setup: ({ onEnd }) => onEnd(ended) }],
});
await sources.watch();
await firstBuild;
watch(join(root, 'demo', 'site'), { recursive: true }, changed);

/** In each page: asks what comes after the version that it has, and loads again. An EventSource would wait 3 s for a new server. */
const reload = () => `
  const ask = () => fetch('/dev/changed?${version}').then(() => location.reload(), () => setTimeout(ask, 500));
  ask();
`;

await runDemo({
  folders: { '/dist/': built },
  around: (handler) => async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/dev/reload.js')
      return new Response(reload(), { headers: { 'content-type': 'text/javascript', 'cache-control': 'no-store' } });
    if (pathname === '/dev/changed') {
      if (search === `?${version}`) await new Promise((resolve) => waiting.push(resolve));
      return new Response('');
    }
    const response = await handler(request);
    if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
    const page = (await response.text()).replace(
      '</head>',
      '<script type="module" src="/dev/reload.js"></script></head>',
    );
    return new Response(page, response);
  },
});
