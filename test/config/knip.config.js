/** What nobody uses: files that no entry leads to, exports that nobody imports, dependencies that nobody names. */
export default {
  entry: [
    'src/*.ts',
    'src/relay/main.ts',
    // Bundled into the classic script.
    'src/elements/shared/load-elements.ts',
    'demo/start.ts',
    'integrations/smoke/smoke.ts',
    'demo/site/{shop,desk/desk}.js',
    'scripts/{build,dev,release,run,test,wordpress}.mjs',
    'test/**/*.{test,wtr,e2e}.ts',
    // Started by hand, or by a test that knows their names: programs, and scripts of pages.
    'test/{faults/faults,bench/bench,bench/*page,bench/cobrowse-relay,demo/sip/{*page,one-call},interop/agent-page,package/size}.ts',
    'test/elements/**/*gallery.ts',
    'test/fidelity/{fidelity,visitor,desk}.ts',
    'test/integration/*.tsx',
    'test/types/*.{ts,tsx}',
    'test/frameworks/*-page.ts',
    'test/config/*.js',
  ],
  project: [
    'src/**/*.ts',
    'demo/**/*.{js,ts}',
    'scripts/*.mjs',
    'integrations/smoke/*.ts',
    'test/**/*.{js,ts,tsx,svelte,vue}',
    '!test/.tmp/**',
    '!test/fidelity/more/**',
  ],
  // Their commands run by way of scripts/setup.mjs.
  ignoreDependencies: [
    ...['@arethetypeswrong/cli', '@custom-elements-manifest/analyzer', 'dependency-cruiser'],
    // Loaded by pages of the corpus.
    ...['bootstrap', 'leaflet', 'quill'],
  ],
  // Has packages of its own.
  ignore: ['test/fidelity/more/**'],
  // Not from npm.
  ignoreBinaries: [
    'apt-get',
    'kamailio',
    'pulseaudio',
    'redis-server',
    'php',
    'mariadbd',
    'turnserver',
    'rtpengine',
    'sipp',
    'baresip',
    'ip',
  ],
  // Served by the demo from packages.
  ignoreUnresolved: ['/vendor/.+'],
};
