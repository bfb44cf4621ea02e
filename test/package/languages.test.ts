import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf, graph } from './loaded-files.js';

const all = Object.entries(graph());
const languages = 'zh-cn zh-tw es pt-br fr de ja th tr id ar'.split(' ');
const fileOf = (source: string) =>
  all.find(([, file]) => file.source === `src/elements/texts/${source}.ts`)?.[0] ?? assert.fail(`no file of ${source}`);

test('each language is in files of its own, for labels, call and shared page', () => {
  const files = languages.flatMap((name) => ['labels', 'call', 'cobrowse'].map((part) => fileOf(`${part}/${name}`)));
  assert.equal(new Set(files).size, 3 * languages.length);
});

test('and none of them is loaded by anything but its own labels, and these by the list of languages alone', () => {
  for (const name of languages) {
    const loaders = (file: string) =>
      all.filter(([, { imports, dynamicImports }]) => [...imports, ...dynamicImports].includes(file)).map(([by]) => by);
    assert.deepEqual(loaders(fileOf(`labels/${name}`)), [fileOf('languages')]);
    for (const part of ['call', 'cobrowse'])
      assert.deepEqual(loaders(fileOf(`${part}/${name}`)), [fileOf(`labels/${name}`)]);
  }
});

test('an English page loads none, before a press and after', () => {
  const loaded = new Set([...filesOf('button'), ...filesOf('call')]);
  for (const [file, { source }] of all)
    if (source?.startsWith('src/elements/texts/')) assert.ok(!loaded.has(file), source);
});
