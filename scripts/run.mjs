/**
 * `node scripts/run.mjs [--browser | --source] file.ts [arguments]`: sets the project up, builds it (not with `--source`) and
 * runs a TypeScript file of it in this process, so that a signal or an exit code needs nobody to hand it on.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { needBrowser, needDependencies, needNode, root } from './setup.mjs';

const option = process.argv[2]?.startsWith('--') ? process.argv[2] : '';
const [file, ...rest] = process.argv.slice(option === '' ? 2 : 3);

needNode('20.6');
needDependencies();
if (option === '--browser') needBrowser();
process.chdir(root);
const build = fileURLToPath(new URL('build.mjs', import.meta.url));
if (option !== '--source' && spawnSync(process.execPath, [build], { stdio: 'inherit' }).status !== 0) process.exit(1);

const { register } = await import('tsx/esm/api');
register();
process.argv = [process.argv[0], resolve(file), ...rest];
await import(pathToFileURL(resolve(file)).href);
