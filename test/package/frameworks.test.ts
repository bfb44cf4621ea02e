/** What frameworks and editors know of the elements is what the manifest says, and that is what their classes have. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clickToCall, cobrowse, type Shape } from '../../src/frameworks/elements.js';

interface Attribute {
  name: string;
  type: { text: string };
  default?: string;
  fieldName?: string;
}
interface Member {
  name: string;
  kind: string;
  attribute?: string;
  readonly?: boolean;
  static?: boolean;
}
interface Declaration {
  tagName?: string;
  attributes: Attribute[];
  members: Member[];
  events: { name: string }[];
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const declarations: Declaration[] = read('custom-elements.json').modules.flatMap(
  ({ declarations: some }: { declarations: Declaration[] }) => some,
);
const find = (tag: string) => declarations.find(({ tagName }) => tagName === tag) ?? assert.fail(`${tag} is missing`);
/** Any element of HTML has the one, and the other is read-only. */
const ours = ({ name }: Attribute) => !['lang', 'state'].includes(name);

for (const shape of [clickToCall, cobrowse] satisfies Shape[]) {
  const { attributes, members, events } = find(shape.tag);

  test(`frameworks know each attribute, property and event of ${shape.tag}`, () => {
    const byProperty = (flag: boolean) =>
      attributes
        .filter((attribute) => ours(attribute) && (attribute.type.text === 'boolean') === flag)
        .map(({ name, fieldName }) => [fieldName, name])
        .sort();
    assert.deepEqual(Object.entries(shape.attributes).sort(), byProperty(false));
    assert.deepEqual(Object.entries(shape.flags).sort(), byProperty(true));
    const settable = members.filter((member) => member.kind === 'field' && !member.readonly && !member.attribute);
    assert.deepEqual(
      Object.keys(shape.properties).sort(),
      // A control of the panel, too: whoever mutes does so by the element.
      settable
        .map(({ name }) => name)
        .filter((name) => name !== 'muted')
        .sort(),
    );
    assert.deepEqual([...shape.events].sort(), events.map(({ name }) => name).sort());
  });

  test(`the manifest writes out the types of ${shape.tag}, and each default`, () => {
    const plain = /^(string|boolean|('[a-z-]+'( \| (?='))?){2,})$/;
    assert.deepEqual(
      attributes.filter(({ type }) => !plain.test(type.text)),
      [],
    );
    const without = attributes.filter((attribute) => ours(attribute) && attribute.default === undefined);
    assert.deepEqual(
      without.map(({ name }) => name),
      ['user-id'],
    );
  });

  test(`editors offer the values of ${shape.tag}`, () => {
    const enumerated = attributes.filter(({ type }) => type.text.includes('|'));
    assert.ok(enumerated.length > 2);
    const inCode = read('dist/vscode.html-custom-data.json').tags.find(({ name }: Attribute) => name === shape.tag);
    const inWebTypes = read('dist/web-types.json').contributions.html.elements.find(
      ({ name }: Attribute) => name === shape.tag,
    );
    for (const { name, type } of enumerated) {
      const values = [...type.text.matchAll(/'([a-z-]+)'/g)].map(([, value]) => ({ name: value }));
      const offered = inCode.attributes.find((attribute: Attribute) => attribute.name === name);
      assert.deepEqual(offered.values, values);
      const known = inWebTypes.attributes.find((attribute: Attribute) => attribute.name === name);
      assert.equal(known.value.type, type.text);
    }
  });
}

test('editors find their data by package.json', () => {
  const { customElements, 'web-types': webTypes, files } = read('package.json');
  assert.ok(read(customElements).modules.length > 0);
  assert.equal(read(webTypes).name, 'cc-widgets');
  assert.ok(files.includes('dist') && files.includes(customElements));
});

test('a server component may import the components of React: the module says that it is for the client', () => {
  const [first = ''] = readFileSync(new URL('../../dist/react.js', import.meta.url), 'utf8')
    .replace(/^\/\*.*?\*\/\s*/s, '')
    .split('\n');
  assert.equal(first, "'use client';");
});
