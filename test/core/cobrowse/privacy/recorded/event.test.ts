import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRecordedEvent } from '../../../../../src/core/cobrowse/privacy/recorded/event.js';
import { add, element, incremental, meta, mutation, page, recorded, snapshot, text } from '../recorded-page.js';

const S = 'S3CRET';

describe('what the recorder hands over', () => {
  for (const event of [
    undefined,
    null,
    'x',
    [],
    {},
    { type: 3 },
    { type: 3, data: null },
    { type: 4, data: {} },
    { type: 4, data: { href: 1, width: 1, height: 1 } },
    { type: 2, data: { node: null, initialOffset: { top: 0, left: 0 } } },
    { type: 2, data: { node: { type: 9, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } } },
    { type: 2, data: { node: page() } },
    { type: '3', data: { source: 3, id: 4, x: 1, y: 1 } },
    { type: 5, data: { tag: S } },
    incremental({ source: 99, id: 4 }),
    incremental({ source: '3', id: 4, x: 1, y: 1 }),
    incremental({ source: 2, type: 'click', id: 4 }),
    incremental({ source: 3, id: 4, x: NaN, y: 1 }),
    incremental({ source: 4, width: S, height: 1 }),
    incremental({ source: 5, id: 4, text: { toString: S } }),
    incremental({ source: 13, id: 4, index: S }),
    incremental({ source: 15, id: S, styleIds: [1] }),
  ])
    it(`reads nothing from ${JSON.stringify(event)}, and nothing of it leaves`, () => {
      assert.equal(readRecordedEvent(event), null);
      assert.equal(recorded([element(4, 'p')]).pass(event), '');
    });

  it('reads no field that the filter does not know', () => {
    for (const [event, data] of [
      [meta('https://shop.example/'), { href: 'https://shop.example/', width: 800, height: 600 }],
      [incremental({ source: 3, id: 4, x: 1, y: 2 }), { source: 3, id: 4, x: 1, y: 2 }],
      [incremental({ source: 4, width: 1, height: 2 }), { source: 4, width: 1, height: 2 }],
      [incremental({ source: 2, type: 2, id: 4, x: 1, y: 2 }), { source: 2, type: 2, id: 4, x: 1, y: 2 }],
      [incremental({ source: 5, id: 4, text: 'a', isChecked: true }), { source: 5, id: 4, text: 'a', isChecked: true }],
    ] as const) {
      const more = { ...event, [S]: S, data: { ...event.data, [S]: S } };
      assert.deepEqual(readRecordedEvent(more), { type: event.type, data });
    }
  });

  it('does not copy nodes', () => {
    const node = page(element(4, 'p'));
    const event = readRecordedEvent(snapshot(node));
    assert.equal(event?.type === 2 && event.data.node, node);
  });

  it('leaves out what can’t be read of a list, and keeps the rest', () => {
    const { pass } = recorded([element(4, 'p', {}, text(5, 'before')), element(6, 'style')]);
    const changes = {
      removes: [null, { id: S }],
      adds: [null, add(4, { type: 2, id: 20 }), add(4, element(21, 'hr'))],
      texts: [{ id: 5 }, { id: 5, value: 'after' }],
      attributes: [
        { id: 4, attributes: null },
        { id: 4, attributes: { class: 'open', id: { toString: S }, style: { top: 1 } } },
      ],
    };
    const left: unknown = JSON.parse(pass(mutation(changes)));
    const data = {
      source: 0,
      removes: [],
      adds: [{ parentId: 4, nextId: null, node: { type: 2, id: 21, tagName: 'hr', attributes: {}, childNodes: [] } }],
      texts: [{ id: 5, value: 'after' }],
      attributes: [{ id: 4, attributes: { class: 'open' } }],
    };
    assert.deepEqual(left, { type: 3, data });
  });

  it('a rule that can’t be read keeps its place', () => {
    const { pass } = recorded([element(4, 'style')]);
    const rules = [null, { rule: 1 }, { rule: 'a{top:0;}', index: 2 }];
    assert.match(
      pass(incremental({ source: 8, id: 4, adds: rules })),
      /"adds":\[\{"rule":"_\{\}"\},\{"rule":"_\{\}"\},\{/,
    );
  });

  it('a node within a node that is none is left out with what is in it', () => {
    const odd = { type: 2, id: 10, tagName: 'p', attributes: {}, childNodes: { 0: text(11, S) } };
    const { left } = recorded([odd, { type: 3, id: 12, textContent: [S] }, element(13, 'p', {}, text(14, 'after it'))]);
    assert.doesNotMatch(left, /S3CRET/);
    assert.match(left, /after it/);
  });
});
