/** What `npm run release` hands out, made of what is built. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const name = `cc-widgets-${version}`;
const make = (to: string) => promisify(execFile)(process.execPath, [join(root, 'scripts/release.mjs'), to]);
let folder = '';
const read = (...path: string[]) => readFileSync(join(folder, ...path));
const zip = () => unzipSync(read(`${name}.zip`));

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-widgets-release-'));
  await make(folder);
});
after(() => rm(folder, { recursive: true }));

test('a folder for a CDN, a zip for sites, the package for npm, and hashes', () => {
  const made = readdirSync(folder).filter((file) => !file.includes('wordpress'));
  assert.deepEqual(made.sort(), [name, `${name}.tgz`, `${name}.zip`, 'integrity.json'].sort());
});

test('integrity.json has the SHA-384 of each script in the folder', () => {
  const told = JSON.parse(read('integrity.json').toString()) as { version: string; files: Record<string, string> };
  assert.equal(told.version, version);
  const scripts = readdirSync(join(folder, name)).filter((file) => file.endsWith('.js'));
  assert.ok(scripts.includes('cc-widgets.js') && scripts.includes('cc-widgets.iife.js'));
  assert.deepEqual(Object.keys(told.files).sort(), scripts.sort());
  for (const file of scripts) {
    const hash = createHash('sha384').update(read(name, file)).digest('base64');
    assert.equal(told.files[file], `sha384-${hash}`, file);
  }
});

test('the folder has nothing but what a page loads, notices and hashes; no map, and no path of where it was made', () => {
  const files = readdirSync(join(folder, name));
  const others = files.filter((file) => !/^cc-widgets[\w.-]*\.js$/.test(file));
  assert.deepEqual(others.sort(), ['cc-widgets-notices.txt', 'integrity.json']);
  for (const file of files) {
    const text = read(name, file).toString();
    assert.doesNotMatch(text, /^\/\/[#@] sourceMappingURL/m, file);
    assert.ok(!text.includes(root), file);
    if (file.endsWith('.js')) assert.ok(text.startsWith(`/*! cc-widgets ${version} | MIT`), file);
  }
});

test('the zip has the same files, an example that loads them, and how to begin', () => {
  const entries = zip();
  const beside = Object.keys(entries).filter((path) => !path.startsWith('cc-widgets/'));
  assert.deepEqual(beside.sort(), ['LICENSE.txt', 'START.txt', 'example.html']);
  const files = readdirSync(join(folder, name));
  assert.deepEqual(Object.keys(entries).length, files.length + beside.length);
  for (const file of files) assert.deepEqual(Buffer.from(entries[`cc-widgets/${file}`]!), read(name, file), file);
  const page = Buffer.from(entries['example.html']!).toString();
  const [, script = ''] = /<script type="module" src="([^"]+)">/.exec(page) ?? [];
  assert.ok(entries[script], script);
  assert.match(
    Buffer.from(entries['START.txt']!).toString(),
    new RegExp(`^cc-widgets ${version.replaceAll('.', '\\.')}:`),
  );
});

test('the plugin for WordPress has its PHP and what a page loads', () => {
  const paths = Object.keys(unzipSync(read(`cc-widgets-wordpress-${version}.zip`)));
  for (const path of ['cc-widgets.php', 'uninstall.php', 'dist/cc-widgets.js', 'LICENSE'])
    assert.ok(paths.includes(`cc-widgets/${path}`), path);
  assert.ok(paths.every((path) => path.startsWith('cc-widgets/')));
});

test('the same build makes the same zip: its files have no time, but the first that a zip can say', () => {
  const times = [
    ...read(`${name}.zip`)
      .toString('latin1')
      .matchAll(/PK\x03\x04.{6}(.{4})/gs),
  ].map(([, time]) => time);
  assert.equal(times.length, Object.keys(zip()).length);
  assert.deepEqual([...new Set(times)], ['\x00\x00\x21\x00']);
});
