import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Named {
  name: string;
  description?: string;
}
type Kind = 'attributes' | 'events' | 'slots' | 'cssParts' | 'cssProperties';
type Declaration = { tagName?: string } & Partial<Record<Kind, Named[]>>;

const text = readFileSync(new URL('../../custom-elements.json', import.meta.url), 'utf8');
const { modules } = JSON.parse(text) as { modules: { declarations: Declaration[] }[] };
const declarations = modules.flatMap((module) => module.declarations);
const find = (tag: string) => declarations.find(({ tagName }) => tagName === tag) ?? assert.fail(`${tag} is missing`);

const attributes = ['base-url', 'api', 'credentials-url', 'user-id', 'user-name', 'state'];
const promised: Record<string, Partial<Record<Kind, string[]>>> = {
  'cc-click-to-call': {
    attributes: [...attributes, 'channel-id', 'media', 'direct', 'placement'],
    events: ['cc-before-call', 'cc-state-change', 'cc-error', 'cc-call-end'],
  },
  'cc-cobrowse': {
    attributes: [...attributes, 'mode', 'for', 'room-id', 'tenant-space-id', 'mask-text'],
    events: ['cc-state-change', 'cc-error'],
  },
};

for (const [tag, kinds] of Object.entries(promised)) {
  test(`the manifest lists what ${tag} promises`, () => {
    const element = find(tag);
    for (const [kind, names] of Object.entries(kinds) as [Kind, string[]][]) {
      const listed = (element[kind] ?? []).map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => !listed.includes(name)),
        [],
        kind,
      );
    }
  });

  test(`the manifest describes each thing that it lists of ${tag}`, () => {
    const element = find(tag);
    for (const kind of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties'] as const) {
      const undescribed = (element[kind] ?? []).filter(({ description }) => !description);
      assert.deepEqual(undescribed, [], kind);
    }
  });
}

test('the call button can be styled and filled from outside', () => {
  const { slots = [], cssParts = [], cssProperties = [] } = find('cc-click-to-call');
  assert.ok(slots.length > 0 && cssParts.length > 0 && cssProperties.length > 0);
});
