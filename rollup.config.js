import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const banner = `/*! cc-widgets ${version} | MIT */\n`;
/** Of the two files that load the others: where the licenses of the packages within are. */
const notices = `/*! cc-widgets ${version} | MIT, cc-widgets-notices.txt */\n`;

const minified = { ecma: 2022, module: true, compress: { passes: 3, keep_fargs: false }, format: { comments: /^!/ } };

/** What calls and co-browsing have in common: one file rather than six small ones. The button has none of it. */
const COMMON = /src\/(core\/(lib|platform|call\/call-state)|browser\/shared)/;
const OF_ONE = /version|platform-client|cobrowse-client|click-to-call-event|quiet-poll|page-policy|composed/;

/**
 * Makes what a page loads: `cc-widgets-<part>-<hash>.js`, whose names have a hash of their content, and which import each
 * other alone; and cc-widgets.js, which imports the first of them and is imported by nothing. A file with a hash may be
 * cached for ever, and an old page never meets a new file. All of them lie in one folder, whatever that is called.
 * The package's other entries are plain modules, made by the TypeScript compiler (src/tsconfig.json).
 */
export default {
  input: { elements: 'src/define.ts' },
  // Chunks share lit and whatever else the elements have by importing it from there.
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    nodeResolve({ browser: true, extensions: ['.ts', '.js'] }),
    esbuild({ target: 'es2022', tsconfig: 'src/tsconfig.json' }),
    minifyLiterals(),
    // Twice: what the first run has inlined, the second one finds to be of no use.
    terser(minified),
    terser(minified),
    entries(),
    besideTheCode(),
    integrity(),
  ],
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: 'cc-widgets-[name]-[hash].js',
    chunkFileNames: 'cc-widgets-[name]-[hash].js',
    generatedCode: { preset: 'es2015', symbols: false },
    manualChunks: (id) => (COMMON.test(id) && !OF_ONE.test(id) ? 'common' : undefined),
    onlyExplicitManualChunks: true,
    banner,
  },
};

/**
 * cc-widgets.js, a module, and cc-widgets.iife.js, for where a classic script is what can be had: it finds its own address,
 * and says what is in the way. Both may be renamed, queried, and cached apart from the rest; the second one may also stand in
 * the page itself, where `data-cc-widgets` of its script names the folder of the other files.
 */
function entries() {
  return {
    name: 'entries',
    async generateBundle(_options, bundle) {
      const { fileName } = Object.values(bundle).find(({ isEntry }) => isEntry);
      const { outputFiles } = await build({
        stdin: {
          contents: `
            import { loadElements } from './src/elements/shared/load-elements.ts';
            const folder = document.currentScript?.dataset.ccWidgets;
            loadElements(() => folder === undefined
              ? import('./${fileName}')
              : import(new URL(folder + '/${fileName}', document.baseURI)));`,
          resolveDir: process.cwd(),
        },
        ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, tsconfig: 'src/tsconfig.json' },
        external: [`./${fileName}`],
      });
      const classic = `(()=>{${outputFiles[0].text.trim()}})();`;
      this.emitFile({ type: 'asset', fileName: 'cc-widgets.js', source: `${notices}import'./${fileName}';\n` });
      this.emitFile({ type: 'asset', fileName: 'cc-widgets.iife.js', source: `${notices}${classic}\n` });
    },
  };
}

/**
 * Two files beside the code. cc-widgets-graph.json says which file loads which, and the source that each begins with: the
 * size check reads it. cc-widgets-notices.txt holds the licenses of the packages within, whose comments are minified away.
 */
function besideTheCode() {
  return {
    name: 'beside-the-code',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const graph = chunks.map(({ fileName, facadeModuleId, imports, dynamicImports }) => {
        const source = facadeModuleId && relative(process.cwd(), facadeModuleId).replaceAll('\\', '/');
        return [fileName, { source, imports, dynamicImports }];
      });
      const elements = chunks.find(({ isEntry }) => isEntry).fileName;
      graph.push(['cc-widgets.js', { source: null, imports: [elements], dynamicImports: [] }]);
      const packages = new Set(chunks.flatMap(({ moduleIds }) => moduleIds).flatMap((id) => packageOf(id) ?? []));
      const texts = [...packages].sort().map((folder) => {
        const { name, version, license, author, repository } = JSON.parse(
          readFileSync(join(folder, 'package.json'), 'utf8'),
        );
        const file = ['LICENSE', 'LICENSE.md'].map((base) => join(folder, base)).find(existsSync);
        if (file) return `${name} ${version}\n\n${readFileSync(file, 'utf8').trim()}\n`;
        // Some packages have the text of their license only in their repository.
        if (!license || !repository?.url) this.error(`${name} has no license`);
        return `${name} ${version}\n\nLicense: ${license}\nAuthor: ${author ?? 'see source'}\nSource: ${repository.url}\n`;
      });
      const json = JSON.stringify(Object.fromEntries(graph), null, 2);
      this.emitFile({ type: 'asset', fileName: 'cc-widgets-graph.json', source: json });
      this.emitFile({
        type: 'asset',
        fileName: 'cc-widgets-notices.txt',
        source: texts.join(`\n${'-'.repeat(40)}\n\n`),
      });
    },
  };
}

/** integrity.json: `{version, files}` with the SHA-384 of each file, as `integrity` attributes have it. */
function integrity() {
  return {
    name: 'integrity',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
        .filter(({ fileName }) => fileName.endsWith('.js'))
        .map(({ fileName, code, source }) => [
          fileName,
          `sha384-${createHash('sha384')
            .update(code ?? source)
            .digest('base64')}`,
        ]);
      const source = JSON.stringify({ version, files: Object.fromEntries(files.sort()) }, null, 2);
      this.emitFile({ type: 'asset', fileName: 'integrity.json', source });
    },
  };
}

/** The folder of the package that a module comes from; undefined for our own. */
function packageOf(id) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}
