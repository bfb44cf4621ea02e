import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PrivacyFilter } from '../../../../src/core/cobrowse/privacy/privacy.js';
import { add, element, incremental, meta, mutation, page, recorded, shadow, snapshot, text } from './recorded-page.js';

const S = 'S3CRET';
const secret = text(90, S);

describe('what leaves of a page as it is found', () => {
  it('text and structure leave', () => {
    const { left } = recorded([element(4, 'p', { class: 'lead', id: 'top' }, text(5, 'Public words'))]);
    assert.match(left, /"tagName":"p","attributes":\{"class":"lead","id":"top"\}/);
    assert.match(left, /Public words/);
  });

  for (const [name, node] of Object.entries({
    'a blocked element': element(4, 'p', { 'data-cc-block': '', title: S, style: `--x:${S}` }, secret),
    'what is deep in a blocked one': element(4, 'div', { 'data-cc-block': '' }, element(5, 'p', {}, secret)),
    'a masked text': element(4, 'p', { 'data-cc-mask': '' }, element(5, 'b', {}, secret)),
    'a masked text that unmasks itself': element(
      4,
      'p',
      { 'data-cc-mask': '' },
      element(5, 'b', { 'data-cc-unmask': '' }, secret),
    ),
    'a picture that is masked': element(
      4,
      'p',
      { 'data-cc-mask': '' },
      element(5, 'img', { src: `https://x.example/${S}` }),
    ),
    'our call element': element(4, 'cc-click-to-call', { 'user-name': S }, shadow(element(5, 'p', {}, secret))),
    'our co-browse element': element(4, 'cc-cobrowse', { 'room-id': S }, secret),
    'a comment': { type: 5, id: 4, textContent: S },
    'a script': element(4, 'script', { src: S }, secret),
    noscript: element(4, 'noscript', {}, secret),
    'a template': element(4, 'template', {}, secret),
    meta: element(4, 'meta', { content: S }),
    'the title': element(4, 'title', {}, secret),
    'a hidden input': element(4, 'input', { type: 'hidden', value: S }),
    'a text input': element(4, 'input', { type: 'text', value: S, placeholder: S, name: S }),
    'a submit button': element(4, 'input', { type: 'submit', value: S }),
    'a checkbox': element(4, 'input', { type: 'checkbox', value: S }),
    'a textarea': element(4, 'textarea', { value: S }, secret),
    options: element(4, 'select', { value: S }, element(5, 'option', { value: S, label: S }, secret)),
    'a datalist': element(4, 'datalist', {}, element(5, 'option', { value: S }, secret)),
    'an output': element(4, 'output', {}, secret),
    'what is edited in place': element(4, 'div', { contenteditable: '' }, element(5, 'p', {}, secret)),
    'a text box by role': element(4, 'div', { role: 'none textbox' }, secret),
    'the source of a formula': element(4, 'annotation', {}, secret),
    'names and data': element(4, 'p', {
      title: S,
      'aria-label': S,
      'data-user': S,
      alt: S,
      name: S,
      onclick: S,
      lang: S,
    }),
    'data-state that is none': element(4, 'p', { 'data-state': S }),
    'an iframe': element(4, 'iframe', { src: S, srcdoc: S, rr_src: S }, secret),
    'an object': element(4, 'object', { data: S }, secret),
    'an embed': element(4, 'embed', { src: S }),
    'a canvas': element(4, 'canvas', { rr_dataURL: S }, secret),
    'a video': element(4, 'video', { poster: S, src: S }, element(5, 'source', { src: S })),
    'a picture from data': element(4, 'img', { src: `data:image/png;base64,${S}`, alt: S, srcset: S }),
    'a picture from a blob': element(4, 'img', { src: `blob:https://shop.example/${S}` }),
    'query and hash': element(4, 'a', { href: `https://x.example/p?t=${S}#${S}` }),
    'an address that is none': element(4, 'a', { href: `mailto:${S}@x.example` }),
    'a form': element(4, 'form', { action: `https://x.example/${S}`, name: S }),
    'a style': element(4, 'style', { _cssText: `p::before { content: "${S}"; }` }),
    'the text of a style': element(4, 'style', {}, text(5, `p{--x:"${S}";} /* ${S} */`)),
    'a linked sheet': element(4, 'link', { _cssText: `p{background:url(https://x.example/p?${S});}` }),
    'a link that is no sheet': element(4, 'link', { rel: 'canonical', href: `https://x.example/${S}` }),
    'a style attribute': element(4, 'p', { style: `background:url("/p?${S}");--x:"${S}"` }),
    'attributes of drawings': {
      ...element(4, 'path', { d: S, 'inkscape:label': S, 'data-x': S, fill: `url("/${S}?${S}")` }),
      isSVG: true,
    },
    'titles of drawings': {
      ...element(4, 'svg', {}, element(5, 'title', {}, secret), element(6, 'desc', {}, text(7, S))),
      isSVG: true,
    },
    'pictures in drawings': {
      ...element(4, 'image', { href: `data:image/png,${S}`, 'xlink:href': `/x?${S}` }),
      isSVG: true,
    },
    'fields nobody knows': { ...element(4, 'p'), [S]: S, needBlock: S, rootId: S },
  }))
    it(`not ${name}`, () => {
      const { left } = recorded([node, element(50, 'p', {}, text(51, 'after it'))]);
      assert.doesNotMatch(left, /S3CRET/);
      assert.match(left, /after it/);
    });

  it('masks have one length', () => {
    const { left } = recorded([
      element(4, 'div', { role: 'textbox' }, text(5, 'ab')),
      element(6, 'div', { role: 'textbox' }, text(7, 'a long secret')),
    ]);
    assert.equal(left.match(/"textContent":"\*{5}"/g)?.length, 2);
  });

  it('the page’s address leaves without query and hash', () => {
    assert.deepEqual(recorded([]).address?.data, {
      ...{ href: 'https://shop.example/cart', width: 800, height: 600, scheme: 'light' },
    });
  });

  it('mask-text masks all but what the site unmasks', () => {
    const body = [element(4, 'p', {}, secret), element(5, 'p', { 'data-cc-unmask': '' }, text(6, 'Public words'))];
    const { left } = recorded(body, { maskText: true });
    assert.doesNotMatch(left, /S3CRET/);
    assert.match(left, /Public words/);
  });

  it('a card number in text is masked', () => {
    assert.doesNotMatch(recorded([element(4, 'p', {}, text(5, 'No. 4111 1111 1111 1111'))]).left, /1111/);
  });

  it('a page with too many nodes is refused', () => {
    assert.throws(() => recorded([element(4, 'p'), element(5, 'p')], { maxNodes: 4 }), { name: 'PageTooLargeError' });
  });

  it('a page that is nested too deep ends there', () => {
    let deep = secret;
    for (let id = 2_000; id > 100; id--) deep = element(id, 'i', {}, deep);
    const { left } = recorded([deep]);
    assert.doesNotMatch(left, /S3CRET/);
    assert.equal(left.match(/"tagName":"i"/g)?.length, 510);
  });
});

describe('what the site unmasks', () => {
  const open = (node: ReturnType<typeof element>) => recorded([element(4, 'div', { 'data-cc-unmask': '' }, node)]);

  it('fields say what they hold', () => {
    assert.match(
      open(element(5, 'input', { type: 'text', value: 'Ann', placeholder: 'Name' })).left,
      /"value":"Ann","placeholder":"Name"/,
    );
    assert.match(open(element(5, 'input', { type: 'checkbox', checked: true })).left, /"checked":true/);
    const select = element(
      5,
      'select',
      { value: 'b' },
      element(6, 'option', { value: 'a' }),
      element(7, 'option', { value: 'b' }),
    );
    assert.match(open(select).left, /"value":"b","selected":true/);
  });

  for (const attributes of [
    { type: 'password' },
    { autocomplete: 'cc-number' },
    { autocomplete: 'section-a billing cc-csc' },
    { autocomplete: 'one-time-code' },
    { type: 'file' },
    { type: 'text', 'data-rr-is-password': 'true' },
  ])
    it(`never ${JSON.stringify(attributes)}`, () => {
      const { left, pass } = open(element(5, 'input', { value: S, placeholder: S, ...attributes }));
      assert.doesNotMatch(left, /S3CRET/);
      assert.doesNotMatch(pass(incremental({ source: 5, id: 5, text: S, isChecked: false })), /S3CRET/);
      assert.doesNotMatch(pass(mutation({ attributes: [{ id: 5, attributes: { value: S } }] })), /S3CRET/);
    });

  it('nor a password that became text, also in the next snapshot', () => {
    const field = (type: string) =>
      element(4, 'div', { 'data-cc-unmask': '' }, element(5, 'input', { type, value: S }));
    const { filter, pass } = recorded([field('password')]);
    pass(mutation({ attributes: [{ id: 5, attributes: { type: 'text' } }] }));
    assert.doesNotMatch(pass(incremental({ source: 5, id: 5, text: S, isChecked: false })), /S3CRET/);
    assert.doesNotMatch(JSON.stringify(filter.pass(snapshot(page(field('text'))))), /S3CRET/);
  });

  it('nor a card number while it is typed', () => {
    const { pass } = open(element(5, 'input', { type: 'text' }));
    const card = '4111111111111111';
    const typed = Array.from(card, (_, end) =>
      pass(incremental({ source: 5, id: 5, text: card.slice(0, end + 1), isChecked: false })),
    );
    assert.match(typed[10] ?? '', /41111111111"/);
    assert.doesNotMatch(typed.slice(11).join(''), /41111/);
  });
});

describe('what leaves of changes', () => {
  const shop = [
    element(4, 'p', {}, text(5, 'before')),
    { type: 5, id: 6, textContent: 'a comment' },
    element(7, 'div', { 'data-cc-block': '' }, element(8, 'b', {}, text(9, 'hidden'))),
    element(10, 'input', { type: 'text', value: 'typed' }),
    element(11, 'label', {}, element(12, 'input', { type: 'radio' })),
  ];
  const bold = (id: number) => element(id, 'b', {}, text(id + 1, S));

  it('a node that was never seen says nothing', () => {
    const { pass } = recorded(shop);
    const events = [
      mutation({
        adds: [add(77, bold(20))],
        texts: [{ id: 78, value: S }],
        attributes: [{ id: 79, attributes: { class: S } }],
      }),
      incremental({ source: 5, id: 77, text: S, isChecked: true }),
      incremental({ source: 3, id: 77, x: 1, y: 2 }),
      incremental({ source: 1, positions: [{ x: 1, y: 2, id: 77, timeOffset: 0 }] }),
      incremental({ source: 8, id: 77, adds: [{ rule: `a{--x:${S};}` }] }),
    ];
    assert.deepEqual(events.map(pass), ['', '', '', '', '']);
  });

  it('events that co-browsing has no use for say nothing', () => {
    const { pass } = recorded(shop);
    for (const source of [7, 9, 10, 11, 12, 14, 16, 99])
      assert.equal(pass(incremental({ source, id: 4, payload: S })), '');
    for (const type of [0, 1, 5, 6, 7, 8]) assert.equal(pass({ type, timestamp: 1, data: { tag: S, payload: S } }), '');
  });

  it('what comes into a blocked part, or changes there, says nothing', () => {
    const { pass } = recorded(shop);
    assert.equal(pass(mutation({ adds: [add(7, bold(20)), add(8, bold(30))] })), '');
    assert.equal(
      pass(mutation({ texts: [{ id: 9, value: S }], attributes: [{ id: 7, attributes: { class: S } }] })),
      '',
    );
    assert.equal(pass(mutation({ removes: [{ parentId: 7, id: 8 }] })), '');
    assert.equal(pass(incremental({ source: 2, type: 2, id: 8, x: 1, y: 1 })), '');
  });

  it('what moves into a blocked part leaves the picture', () => {
    const { pass } = recorded(shop);
    const left = pass(mutation({ removes: [{ parentId: 3, id: 4 }], adds: [add(7, element(4, 'p', {}, text(5, S)))] }));
    assert.match(left, /"removes":\[\{"parentId":3,"id":4\}\],"adds":\[\]/);
  });

  it('what moves out of a blocked part stays hidden', () => {
    const { pass } = recorded(shop);
    const left = pass(mutation({ removes: [{ parentId: 7, id: 8 }], adds: [add(3, bold(8))] }));
    assert.doesNotMatch(left, /S3CRET/);
    assert.match(left, /"id":8,"tagName":"b","attributes":\{"data-cc-hidden":""\},"childNodes":\[\]/);
  });

  it('also where only the next snapshot shows the move', () => {
    const { filter } = recorded(shop);
    assert.doesNotMatch(JSON.stringify(filter.pass(snapshot(page(bold(8))))), /S3CRET/);
  });

  it('and where it left and comes again later', () => {
    const { pass } = recorded(shop);
    pass(mutation({ removes: [{ parentId: 3, id: 7 }] }));
    assert.doesNotMatch(pass(mutation({ adds: [add(3, bold(8))] })), /S3CRET/);
  });

  it('the next sibling is one that the other side has', () => {
    const { pass } = recorded(shop);
    assert.match(pass(mutation({ adds: [add(3, element(20, 'hr'), 6)] })), /"parentId":3,"nextId":7/);
    assert.match(pass(mutation({ adds: [add(3, element(21, 'hr'))] })), /"parentId":3,"nextId":null/);
    assert.match(pass(mutation({ adds: [add(3, element(22, 'meta'), 4)] })), /^$/);
    assert.match(pass(mutation({ adds: [add(3, element(23, 'hr'), 22)] })), /"parentId":3,"nextId":4/);
  });

  it('a mask is told once, whatever is typed', () => {
    const { pass } = recorded(shop);
    assert.equal(pass(incremental({ source: 5, id: 10, text: S, isChecked: false })), '');
    assert.match(pass(incremental({ source: 5, id: 10, text: '', isChecked: false })), /"text":""/);
    assert.match(pass(incremental({ source: 5, id: 10, text: S, isChecked: false })), /"text":"\*{5}"/);
    assert.equal(pass(incremental({ source: 5, id: 10, text: `${S}2`, isChecked: false })), '');
  });

  it('a choice shows neither by its state nor by the pointer', () => {
    const { pass } = recorded(shop);
    assert.equal(pass(incremental({ source: 5, id: 12, text: 'on', isChecked: true })), '');
    assert.equal(pass(incremental({ source: 2, type: 2, id: 12, x: 1, y: 1 })), '');
    assert.equal(pass(incremental({ source: 1, positions: [{ x: 1, y: 1, id: 11, timeOffset: 0 }] })), '');
    assert.match(pass(incremental({ source: 1, positions: [{ x: 1, y: 1, id: 4, timeOffset: 0 }] })), /"id":4/);
  });

  it('nor does the pointer tell which keys of a masked pad are pressed', () => {
    const key = (id: number) => element(id, 'button', {}, text(id + 1, '7'));
    const { pass } = recorded([element(4, 'div', { 'data-cc-mask': '' }, key(5)), key(8)]);
    assert.equal(pass(incremental({ source: 2, type: 2, id: 6, x: 1, y: 1 })), '');
    assert.match(pass(incremental({ source: 2, type: 2, id: 9, x: 1, y: 1 })), /"id":9/);
  });

  it('styles are cleaned in whatever form they come', () => {
    const { pass } = recorded([element(4, 'style', { _cssText: 'a{top:0;}' }), element(5, 'p')]);
    const css = `a{--x:"${S}";}`;
    for (const event of [
      mutation({
        attributes: [
          { id: 5, attributes: { style: { '--x': `"${S}"`, content: [`"${S}"`, 'important'], top: false } } },
        ],
      }),
      mutation({ attributes: [{ id: 4, attributes: { _cssText: css } }], adds: [add(4, text(20, css))] }),
      incremental({ source: 8, id: 4, adds: [{ rule: css, index: 0 }], replaceSync: css }),
      incremental({ source: 13, id: 4, index: [0], set: { property: 'content', value: `"${S}"`, priority: '' } }),
      incremental({ source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules: [{ rule: css, index: 0 }] }] }),
      incremental({ source: 8, styleId: 1, replace: css }),
    ]) {
      const left = pass(event);
      assert.notEqual(left, '');
      assert.doesNotMatch(left, /S3CRET/);
    }
  });

  it('nothing leaves before a snapshot', () => {
    const filter = new PrivacyFilter();
    filter.pass(meta('https://shop.example/'));
    assert.equal(filter.pass(mutation({ adds: [add(1, bold(5))] })), null);
  });
});

describe('marks that come and go', () => {
  const part = (attributes: Record<string, string>) => [
    element(4, 'div', attributes, element(5, 'p', {}, text(6, 'words'))),
  ];
  const mark = (attributes: Record<string, string | null>) => mutation({ attributes: [{ id: 4, attributes }] });

  for (const [before, change] of [
    [{}, { 'data-cc-block': '' }],
    [{}, { 'data-cc-mask': '' }],
    [{}, { contenteditable: 'true' }],
    [{ 'data-cc-block': '' }, { 'data-cc-block': null }],
  ] as const)
    it(`${JSON.stringify(before)}, then ${JSON.stringify(change)}: at once, and a snapshot is due`, () => {
      const { filter, pass } = recorded(part(before));
      assert.equal(filter.stale, false);
      pass(mark(change));
      assert.equal(filter.stale, true);
      if (!('data-cc-block' in before)) assert.doesNotMatch(pass(mutation({ texts: [{ id: 6, value: S }] })), /S3CRET/);
      const left = JSON.stringify(
        filter.pass(snapshot(page(...part('data-cc-block' in before ? {} : { 'data-cc-block': '' })))),
      );
      assert.equal(filter.stale, false);
      assert.equal(left.includes('words'), 'data-cc-block' in before);
    });

  it('a class that changes asks for nothing', () => {
    const { filter, pass } = recorded(part({}));
    assert.match(pass(mark({ class: 'open' })), /"class":"open"/);
    assert.equal(filter.stale, false);
  });
});

describe('shadow roots and slots', () => {
  const host = (...within: readonly ReturnType<typeof element>[]) => ({
    ...element(4, 'x-host', {}, element(5, 'p', { slot: 'a' }, secret), ...within.map(shadow)),
    isShadowHost: true,
  });

  it('a shadow root is part of its host', () => {
    const inner = { ...element(5, 'x-in', {}, shadow(element(6, 'p', {}, secret))), isShadowHost: true };
    const { left } = recorded([{ ...element(4, 'x-out', { 'data-cc-block': '' }, shadow(inner)), isShadowHost: true }]);
    assert.doesNotMatch(left, /S3CRET/);
  });

  it('what is slotted stands where its slot does', () => {
    const slot = element(7, 'div', { 'data-cc-block': '' }, element(8, 'slot', { name: 'a' }));
    assert.doesNotMatch(recorded([host(slot)]).left, /S3CRET/);
    const other = element(9, 'div', { 'data-cc-block': '' }, element(10, 'slot', { name: 'b' }));
    assert.match(recorded([host(element(8, 'slot', { name: 'a' }), other)]).left, /S3CRET/);
  });

  it('a slot that comes late hides what was shown', () => {
    const { filter, pass } = recorded([host(element(7, 'div', { 'data-cc-mask': '' }))]);
    pass(mutation({ adds: [add(7, element(8, 'slot', { name: 'a' }))] }));
    assert.equal(filter.stale, true);
    assert.doesNotMatch(pass(mutation({ texts: [{ id: 90, value: S }] })), /S3CRET/);
  });
});

describe('what is hidden', () => {
  it('is told once for each part', () => {
    const { filter } = recorded([
      element(4, 'div', { 'data-cc-block': '' }, element(5, 'p')),
      element(6, 'div', { 'data-cc-mask': '' }, element(7, 'input')),
      element(8, 'input', { type: 'text' }),
      element(9, 'input', { type: 'text', 'data-cc-unmask': '' }),
      element(10, 'iframe'),
      element(11, 'p'),
    ]);
    assert.deepEqual(filter.hidden(), [
      { id: 4, how: 'block' },
      { id: 6, how: 'mask' },
      { id: 8, how: 'mask' },
      { id: 10, how: 'block' },
    ]);
  });
});
