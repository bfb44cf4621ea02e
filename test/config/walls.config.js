/**
 * The import walls, for dependency-cruiser: core/lib ← core/platform ← core/session ← core/{call,cobrowse,agent} ← browser ← elements ← define.
 * A type import counts like any other.
 */

/** What the two ends of a wire share: shapes with their guards, frames, and their limits. */
const wire = '^src/core/(platform/(guards|[^/]+-event)\\.ts$|cobrowse/wire/)';
/** Time, for whatever waits for something. */
const clocks = '^src/core/lib/(background-)?clock\\.ts$';
const entries = '^src/(index|define|agent|log|relay|server|react|vue)\\.ts$';
const packages = ['^node_modules/'];

export default {
  forbidden: [
    room('lib', '^src/core/lib/', ['^src/core/lib/']),
    room('platform', '^src/core/platform/', ['^src/core/(lib|platform)/']),
    room('session', '^src/core/session/', ['^src/core/(lib|platform|session)/']),
    room('call', '^src/core/call/', ['^src/core/(lib|platform|session|call)/']),
    room('cobrowse', '^src/core/cobrowse/', ['^src/core/(lib|platform|cobrowse)/']),
    room('agent', '^src/(core/agent/|agent\\.ts$)', ['^src/core/(lib|platform|agent)/']),
    room('browser', '^src/browser/', ['^src/(core|browser)/', ...packages]),
    room('elements', '^src/elements/', ['^src/(core|browser|elements)/', ...packages]),
    room('define', '^src/define\\.ts$', ['^src/elements/', ...packages]),
    room('index', '^src/index\\.ts$', ['^src/(core|browser|elements)/']),
    room('frameworks', '^src/(frameworks/|(react|vue|jsx|preact|solid|svelte)\\.ts$)', [
      '^src/(frameworks/|elements/|define\\.ts$)',
      '^node_modules/(@types/react|react|vue|preact|solid-js|svelte)/',
    ]),
    room('log', '^src/log\\.ts$', ['^src/core/lib/']),
    room('relay', '^src/relay', ['^src/relay/', wire, clocks, '^(node:)?[a-z/_]+$', ...packages]),
    room('server', '^src/server', ['^src/server/', '^src/relay/(bucket|ticket)\\.ts$', wire, '^(node:)?[a-z/]+$']),
    wall('demo', { path: '^demo/(?!site/)' }, { path: '^src/', pathNot: [wire, clocks, '^src/(relay|server)\\.ts$'] }),
    wall('demo-site', { path: '^demo/site/' }, { path: '^src/', pathNot: [wire, entries] }),
    wall('outside', { path: '^(src|demo/(?!site/))' }, { path: '^(test|scripts|dist)/' }),
    wall('src-alone', { path: '^src/' }, { path: '^demo/' }),
    wall('node', { path: '^src/(?!relay|server)' }, { dependencyTypes: ['core'] }),
    wall('sip.js', { path: '^src/(?!browser/call/sip)' }, { path: '^node_modules/sip\\.js/' }),
    wall(
      'rrweb',
      { path: '^src/(?!browser/cobrowse/(recorder/|page-replayer))' },
      { path: '^node_modules/(@rrweb/|rrweb)' },
    ),
    wall('ws', { path: '^src/(?!relay/)' }, { path: '^node_modules/ws/' }),
    wall('redis', { path: '^src/(?!relay/redis-store)' }, { path: '^node_modules/redis/' }),
    wall('lit', { path: '^src/(?!elements/|define\\.ts$)' }, { path: '^node_modules/(lit|@lit)' }),
    wall(
      'dependencies',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    ),
    // The demo's pages load what its server serves at /dist/ and /vendor/.
    wall('resolvable', { path: '^(src|demo)/' }, { couldNotResolve: true, pathNot: '^/(dist|vendor)/' }),
    wall('cycle', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^test/(\\.tmp|types)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

/** A folder that may import nothing but what matches one of `allowed`. */
function room(name, path, allowed) {
  return wall(name, { path }, { pathNot: allowed });
}

function wall(name, from, to) {
  return { name, severity: 'error', from, to };
}
