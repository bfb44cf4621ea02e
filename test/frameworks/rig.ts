/** Pages of a framework: rendered here, as on a server, and brought to life in Chromium. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';

const folder = 'test/.tmp/frameworks';

/** Where `startDemo` has to serve them, with the policy that the strictest site has. */
export const folders = { '/apps/': folder };

declare global {
  interface Window {
    /** What the app's listeners heard. */
    heard: string[];
    /** Renders the app anew. */
    again: (() => void) | undefined;
  }
}

/** Makes `/apps/name.html` of `name-page.ts` and of what its server renders; `script` stands before the app's own. */
export async function lay(name: string, { html, script = '' }: { html: string; script?: string }) {
  await build({
    entryPoints: { [name]: `test/frameworks/${name}-page.ts` },
    ...{ bundle: true, format: 'esm', splitting: true, outdir: folder, target: 'es2022', logLevel: 'error' },
    define: {
      'process.env.NODE_ENV': '"development"',
      ...{ __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}/${name}.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="/icon.svg">${script}` +
      `<script type="module" src="${name}.js"></script><div id="root">${html}</div>`,
  );
}

/** Opens an app; `said` is what its console has of warnings and errors. */
export async function open(
  browser: Browser,
  url: string,
): Promise<{ page: Page; said: string[]; close(): Promise<void> }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) said.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  await page.waitForFunction(() => window.again && customElements.get('cc-click-to-call'));
  return { page, said, close: () => context.close() };
}

/** What a server says while it renders, too: `console.error` and `console.warn` of both frameworks. */
export async function rendered(render: () => string | Promise<string>): Promise<{ html: string; said: unknown[] }> {
  const said: unknown[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...args: unknown[]) => void said.push(args);
  try {
    return { html: await render(), said };
  } finally {
    Object.assign(console, { error, warn });
  }
}
