/**
 * `npm run release [-- folder]`: all that is handed out of a version, made of what is built, in `release/`:
 *
 *   cc-widgets-x.y.z/            what a page loads, for a CDN: never changes once it is published
 *   integrity.json               {version, files: {name: 'sha384-…'}} of the scripts in it
 *   cc-widgets-x.y.z.zip         the same with an example and instructions, for a site's owner
 *   cc-widgets-x.y.z.tgz         the package for npm
 *   cc-widgets-wordpress-x.y.z.zip   the plugin for WordPress
 *
 * The same sources make the same bytes: what is in the zips has the time of none.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { zipSync } from 'fflate';
import { giveUp, root } from './setup.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const name = `cc-widgets-${version}`;
const to = resolve(root, process.argv[2] ?? 'release');
const dist = join(root, 'dist');
const served = /^(cc-widgets(-.+)?(\.iife)?\.js|cc-widgets-notices\.txt|integrity\.json)$/;

rmSync(to, { recursive: true, force: true });
mkdirSync(join(to, name), { recursive: true });

const files = readdirSync(dist).filter((file) => served.test(file));
for (const file of files) cpSync(join(dist, file), join(to, name, file));
cpSync(join(dist, 'integrity.json'), join(to, 'integrity.json'));

const parts = join(root, 'scripts/release');
const forSites = {
  'START.txt': text(join(parts, 'START.txt')).replace('VERSION', version).replaceAll('\n', '\r\n'),
  'LICENSE.txt': text(join(root, 'LICENSE')),
  'example.html': text(join(parts, 'example.html')),
};
writeZip(`${name}.zip`, { ...within('cc-widgets/', filesOf(join(to, name))), ...within('', forSites) });

const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', to], {
  cwd: root,
  shell: process.platform === 'win32',
});
if (packed.status !== 0) giveUp(`npm pack failed: ${packed.stderr}`);

const plugin = join(to, 'wordpress');
const assembled = spawnSync(process.execPath, [join(root, 'scripts/wordpress.mjs'), plugin]);
if (assembled.status !== 0) giveUp(`the plugin can’t be put together: ${assembled.stderr}`);
writeZip(`cc-widgets-wordpress-${version}.zip`, within('', filesOf(plugin)));
rmSync(plugin, { recursive: true });

for (const file of readdirSync(to)) {
  const { size } = statSync(join(to, file));
  console.log(file === name ? `${file}/ (${files.length} files)` : `${file} (${size} B)`);
}

/** Bytes by path below `folder`, with slashes. */
function filesOf(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path))]));
}

function within(folder, entries) {
  return Object.fromEntries(Object.entries(entries).map(([path, bytes]) => [`${folder}${path}`, Buffer.from(bytes)]));
}

function writeZip(file, entries) {
  // The earliest that a zip can say, whatever the time zone.
  const mtime = new Date(1980, 0, 1);
  writeFileSync(join(to, file), zipSync(entries, { level: 9, mtime }));
}

function text(file) {
  return readFileSync(file, 'utf8');
}
