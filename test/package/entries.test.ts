import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);
const { exports, version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
  version: string;
};

/** Runs a module in a plain Node, which knows neither TypeScript nor a page; resolves with what it prints or throws. */
async function inNode(code: string): Promise<string> {
  const guarded = `try { ${code} } catch (error) { console.log(error.stack); }`;
  const args = ['--input-type=module', '--eval', guarded];
  return (await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(root) })).stdout.trim();
}

test('each module directly in src is an entry of the package', () => {
  const sources = readdirSync(new URL('src', root)).filter((file) => file.endsWith('.ts'));
  const entries = sources.map((file) => `./${file.slice(0, -3)}`.replace('./index', '.'));
  assert.deepEqual(
    entries.filter((entry) => !exports[entry]),
    [],
  );
});

test('every file that the exports name is there', () => {
  const files = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? target : Object.values(target),
  );
  assert.deepEqual(
    files.filter((file) => !existsSync(new URL(file, root))),
    [],
  );
});

test('says its version, by name and on the element', async () => {
  const code =
    "const { version, CcClickToCall } = await import('cc-widgets'); console.log(version, CcClickToCall.version);";
  assert.equal(await inNode(code), `${version} ${version}`);
});

test('importing the package touches no page and defines no element', async () => {
  // lit looks for a document by itself, and makes do without; what our own modules do is watched.
  const touched = await inNode(`
    for (const name of ['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage']) {
      const get = () => {
        const caller = new Error().stack.split('\\n')[2];
        if (caller.includes('/dist/')) console.log(name + caller);
      };
      Object.defineProperty(globalThis, name, { configurable: true, get });
    }
    globalThis.customElements = { get() {}, define(tag) { console.log(tag); } };
    await import('cc-widgets');
  `);
  assert.equal(touched, '');
});

for (const entry of Object.keys(exports).filter((name) => !/\.js(on)?$/.test(name))) {
  test(`${entry} can be imported where there is no page`, async () => {
    assert.equal(await inNode(`await import('cc-widgets${entry.slice(1)}')`), '');
  });
}
