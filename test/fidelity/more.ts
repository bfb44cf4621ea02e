import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright';

const folder = fileURLToPath(new URL('more', import.meta.url));
/** Outside of what the project's own checks look at. */
const installed = fileURLToPath(new URL('../.tmp/corpus', import.meta.url));

/** The pages of libraries that are too large to be installed for every test: their markup and what it loads, by path. */
export async function buildMore(): Promise<{
  readonly names: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}> {
  install();
  const sources = readdirSync(join(folder, 'pages'));
  const { outputFiles } = await build({
    entryPoints: sources.map((name) => join(folder, 'pages', name)),
    ...{
      bundle: true,
      format: 'iife',
      target: 'es2022',
      write: false,
      logLevel: 'error',
      outdir: '/more',
      jsx: 'automatic',
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty', '.svg': 'dataurl' },
    conditions: ['default'],
    nodePaths: [join(installed, 'node_modules')],
    banner: { js: 'var process = { env: {} };' },
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const names = sources.map((source) => parse(source).name);
  for (const name of names) {
    const css = files.has(`/more/${name}.css`) ? `<link rel="stylesheet" href="/more/${name}.css">` : '';
    files.set(
      `/${name}.html`,
      `<!doctype html><html lang="en"><head><meta charset="utf-8">${css}<style>*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}</style></head><body><div id="app"></div><script src="/more/${name}.js"></script></body></html>`,
    );
  }
  return { names, files };
}

function install(): void {
  const files = ['package.json', 'package-lock.json'];
  const read = (from: string, name: string) =>
    existsSync(join(from, name)) ? readFileSync(join(from, name), 'utf8') : '';
  if (
    files.every((name) => read(installed, name) === read(folder, name)) &&
    existsSync(join(installed, 'node_modules'))
  )
    return;
  mkdirSync(installed, { recursive: true });
  for (const name of files) copyFileSync(join(folder, name), join(installed, name));
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: installed, stdio: 'inherit' });
  if (status !== 0) throw new Error('The packages of the corpus could not be installed.');
}

const uses: Readonly<Record<string, (visitor: Page) => Promise<unknown>>> = {
  mui: (visitor) => visitor.getByRole('tab', { name: 'Delivery' }).click(),
  antd: (visitor) => visitor.getByRole('tab', { name: 'Two' }).click(),
  vue: (visitor) => visitor.click('#more'),
  angular: (visitor) => visitor.click('#more'),
  lit: (visitor) => visitor.locator('button').first().click(),
  shoelace: (visitor) => visitor.locator('sl-tab').nth(1).click(),
  'material-web': (visitor) => visitor.locator('md-primary-tab').nth(1).click(),
  vuetify: (visitor) => visitor.getByRole('tab', { name: 'Delivery' }).click(),
  tailwind: (visitor) =>
    visitor.evaluate("document.getElementById('bar').className = 'h-2 w-4/5 rounded-full bg-emerald-500'"),
  codemirror: async (visitor) => {
    await visitor.locator('.cm-line').first().click();
    await visitor.keyboard.type('let other = "text"; ');
    await visitor.evaluate('document.activeElement.blur()');
  },
  tabulator: (visitor) => visitor.locator('.tabulator-col').nth(1).click(),
  'ag-grid': (visitor) => visitor.locator('.ag-header-cell').nth(1).click(),
  swiper: (visitor) => visitor.evaluate('swiper.slideNext()'),
  ionic: (visitor) => visitor.locator('ion-button').first().hover(),
};

/** A little use of a page. */
export const useMore = (name: string, visitor: Page): Promise<unknown> => uses[name]?.(visitor) ?? Promise.resolve();
