import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
let tarball = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-widgets-'));
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  tarball = join(folder, JSON.parse(stdout)[0].filename);
});
after(() => rm(folder, { recursive: true }));

test('publint finds nothing in the packed package', async () => {
  const bytes = await readFile(tarball);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: new Uint8Array(bytes).buffer } });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('every file that a page loads begins with version and license, and is told by integrity.json', async () => {
  const names = readdirSync(join(root, 'dist')).filter((name) => /^cc-widgets.*\.js$/.test(name));
  const { version, files } = JSON.parse(await readFile(join(root, 'dist/integrity.json'), 'utf8')) as {
    version: string;
    files: Record<string, string>;
  };
  assert.deepEqual(Object.keys(files).sort(), names.sort());
  for (const name of names) {
    const code = await readFile(join(root, 'dist', name));
    assert.ok(code.toString().startsWith(`/*! cc-widgets ${version} | MIT`), name);
    assert.equal(files[name], `sha384-${createHash('sha384').update(code).digest('base64')}`, name);
  }
});

test('no file that a page loads imports one without a hash of its content in its name', async () => {
  const names = readdirSync(join(root, 'dist')).filter((name) => /^cc-widgets.*\.js$/.test(name));
  for (const name of names) {
    const code = await readFile(join(root, 'dist', name), 'utf8');
    for (const [, file = ''] of code.matchAll(/(?:from|import)\s*\(?["'](\.[^"']+)["']/g))
      assert.match(file, /^\.\/cc-widgets-[a-z-]+-[\w-]{8}\.js$/, `${name} imports ${file}`);
  }
});

test('the types of every entry resolve, by `moduleResolution: node` too', async () => {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  // Whoever says require() loads an ES module, as Node does from version 20.19 on.
  const args = [attw, tarball, '--profile', 'strict', '--ignore-rules', 'cjs-resolves-to-esm', '--no-color'];
  await run(process.execPath, args).catch((error: unknown) => assert.fail((error as { stdout: string }).stdout));
});
