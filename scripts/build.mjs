/** Makes dist/ and custom-elements.json: the modules with their types, the file for a page, and the manifest, side by side. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, needDependencies, needNode, root } from './setup.mjs';

needNode('20.6');
needDependencies();
rmSync(join(root, 'dist'), { recursive: true, force: true });

const makers = [
  [bin('typescript', 'tsc'), '-p', 'src/tsconfig.json'],
  [bin('typescript', 'tsc'), '-p', 'src/relay/tsconfig.json'],
  [bin('typescript', 'tsc'), '-p', 'src/server/tsconfig.json'],
  [bin('rollup', 'rollup'), '-c', '--silent'],
  [
    bin('@custom-elements-manifest/analyzer', 'cem'),
    'analyze',
    '--config',
    'test/config/manifest.config.js',
    '--quiet',
  ],
];
const codes = await Promise.all(
  makers.map(async (args) => {
    const [code] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }), 'exit');
    return code;
  }),
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
