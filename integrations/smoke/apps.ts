/** One app of `npm run smoke`. */
export interface App {
  /** Folder beside this file. */
  readonly from: string;
  /** With exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** More of its package.json. */
  readonly settings?: object;
  /** The tool writes scripts into the page itself; the others are served with the strictest policy. */
  readonly inline?: boolean;
  /** The command that makes `dist/index.html` and what it loads. */
  readonly build: string;
  /** The page has been rendered by a server, and is hydrated. */
  readonly rendered?: boolean;
}

const typescript = { typescript: '6.0.3' };
const vite = { ...typescript, vite: '8.3.8' };
const render = 'vite build --ssr src/server.tsx --outDir server && node server/server.js';

/** React, with a server: type-checked, built for both ends, rendered into the page that is then hydrated. */
function react(version: string, types: string): App {
  return {
    from: 'react',
    dependencies: {
      ...{ ...vite, react: version, 'react-dom': version },
      ...{ '@types/react': types, '@types/react-dom': types.startsWith('18') ? '18.3.7' : types },
    },
    build: `tsc && vite build && ${render}`,
    rendered: true,
  };
}

/** A page of its own script, by a bundler alone. */
function plain(dependencies: Readonly<Record<string, string>>, build: string): App {
  return { from: 'plain', dependencies, build: `${build} && node page.js` };
}

/** By name, the quickest first. */
export const apps: Readonly<Record<string, App>> = {
  esbuild: plain({ esbuild: '0.28.2' }, 'esbuild src/main.ts --bundle --format=esm --splitting --minify --outdir=dist'),
  rollup: plain(
    { rollup: '4.62.0', '@rollup/plugin-node-resolve': '16.0.3' },
    'rollup src/main.ts --dir dist --plugin node-resolve',
  ),
  webpack: plain(
    { webpack: '5.113.0', 'webpack-cli': '7.3.1' },
    'webpack --mode production --entry ./src/main.ts --output-path dist --output-filename main.js --output-trusted-types',
  ),
  parcel: {
    from: 'plain',
    // Parcel wants what Node has, for code of a dependency that does without.
    dependencies: { parcel: '2.16.4', buffer: '6.0.3' },
    // Parcel reads no `exports` unless told.
    inline: true,
    settings: { '@parcel/resolver-default': { packageExports: true } },
    build: 'parcel build index.html --public-url ./ --no-source-maps',
  },
  'react 19': react('19.3.1', '19.3.0'),
  'react 18': react('18.3.1', '18.3.28'),
  vue: {
    from: 'vue',
    dependencies: { ...vite, vue: '3.5.45', '@vitejs/plugin-vue': '6.0.11', 'vue-tsc': '3.3.14' },
    build: 'vue-tsc && vite build',
  },
  svelte: {
    from: 'svelte',
    dependencies: {
      ...{ ...vite, svelte: '5.57.3', '@sveltejs/vite-plugin-svelte': '7.3.1', 'svelte-check': '4.7.8' },
    },
    build: 'svelte-check --fail-on-warnings && vite build',
  },
  angular: {
    from: 'angular',
    dependencies: {
      ...{ '@angular/core': '20.3.35', '@angular/common': '20.3.35', '@angular/platform-browser': '20.3.35' },
      ...{ '@angular/compiler': '20.3.35', '@angular/compiler-cli': '20.3.35', '@angular/build': '20.3.41' },
      ...{ '@angular/cli': '20.3.41', rxjs: '7.8.2', tslib: '2.8.1', typescript: '5.9.3' },
    },
    build: 'ng build',
  },
};
