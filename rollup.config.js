import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';

/**
 * Makes dist/cc-widgets.js, the one file that a page loads, and beside it the chunks that it imports when they are needed.
 * A chunk's name has a hash of its content: it may be cached for ever, and an old page never meets a new chunk.
 * The package's other entries are plain modules, made by the TypeScript compiler (src/tsconfig.json).
 */
export default {
  input: { 'cc-widgets': 'src/define.ts' },
  // Chunks share lit and whatever else the first file has by importing it from there.
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    nodeResolve({ browser: true, extensions: ['.ts', '.js'] }),
    esbuild({ target: 'es2022', tsconfig: 'src/tsconfig.json' }),
    minifyLiterals(),
    terser({ ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: false } }),
    besideTheCode(),
  ],
  output: {
    dir: 'dist',
    format: 'es',
    chunkFileNames: 'chunks/[name]-[hash].js',
    generatedCode: 'es2015',
    banner: '/*! cc-widgets, MIT. What it contains of others: chunks/notices.txt */',
  },
};

/**
 * Two files beside the code. chunks/graph.json says which file loads which, and the source that each begins with: the size
 * check reads it. chunks/notices.txt holds the licenses of the packages within, whose comments are minified away.
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
      const packages = new Set(chunks.flatMap(({ moduleIds }) => moduleIds).flatMap((id) => packageOf(id) ?? []));
      const notices = [...packages].sort().map((folder) => {
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
      this.emitFile({ type: 'asset', fileName: 'chunks/graph.json', source: json });
      this.emitFile({ type: 'asset', fileName: 'chunks/notices.txt', source: notices.join(`\n${'-'.repeat(40)}\n\n`) });
    },
  };
}

/** The folder of the package that a module comes from; undefined for our own. */
function packageOf(id) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}
