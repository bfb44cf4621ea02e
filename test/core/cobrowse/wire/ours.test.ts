import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oursEvent, readOurs } from '../../../../src/core/cobrowse/wire/ours.js';

const panel = { what: 'call', x: 10, y: 20, width: 320, height: 480 } as const;

test('places are read as they were written, and without what is unknown', () => {
  assert.deepEqual(readOurs(JSON.parse(JSON.stringify(oursEvent([panel])))), [panel]);
  assert.deepEqual(readOurs(oursEvent([{ ...panel, html: '<b>' } as typeof panel])), [panel]);
  assert.deepEqual(readOurs(oursEvent([])), []);
});

test('what is no place is left out, and more than eight are not read', () => {
  for (const wrong of [{ what: 'page' }, { x: '1' }, { y: NaN }, { width: 1e9 }, { height: undefined }])
    assert.deepEqual(readOurs({ type: 5, data: { tag: 'ours', places: [{ ...panel, ...wrong }, null] } }), []);
  assert.equal(readOurs(oursEvent(Array.from({ length: 100 }, () => panel)))?.length, 8);
});

test('other events are none', () => {
  for (const event of [null, 5, {}, { type: 4, data: {} }, { type: 5, data: { tag: 'x', places: [] } }])
    assert.equal(readOurs(event), null);
});
