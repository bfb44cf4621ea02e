import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PrivacyFilter } from '../../../../src/core/cobrowse/privacy/privacy.js';
import { Sanitiser, type SanitiserOptions } from '../../../../src/core/cobrowse/sanitise/sanitise.js';
import { fetchingCss } from '../../../support/fetching-css.js';
import { add, element, incremental, meta, mutation, page, shadow, snapshot, text } from '../privacy/recorded-page.js';

const origins = ['https://shop.example'];
const EVIL = 'evil';
const evil = 'https://evil.example/x';

/** A sanitiser that has seen this body, and what it made of it. */
function received(body: readonly ReturnType<typeof text>[], options: SanitiserOptions = { origins }) {
  const sanitiser = new Sanitiser(options);
  const passed = JSON.stringify(sanitiser.pass(snapshot(page(...body))));
  return { sanitiser, passed, pass: (event: unknown) => JSON.stringify(sanitiser.pass(event) ?? '') };
}

describe('what may be rebuilt', () => {
  for (const [name, node] of Object.entries({
    'a handler': element(4, 'p', { onclick: EVIL, ONMOUSEOVER: EVIL }),
    'a script': element(4, 'script', { src: evil }, text(5, EVIL)),
    'a script in capitals': element(4, 'SCRIPT', { src: evil }, text(5, EVIL)),
    'a script in a drawing': { ...element(4, 'script', { href: evil }, text(5, EVIL)), isSVG: true },
    'a frame': element(4, 'iframe', { src: evil, srcdoc: EVIL }, text(5, EVIL)),
    'a document in a frame': element(4, 'iframe', {}, { ...page(text(5, EVIL)), id: 9 }),
    'an object': element(4, 'object', { data: evil }, element(5, 'param', { value: EVIL })),
    'an embed': element(4, 'embed', { src: evil }),
    'a base': element(4, 'base', { href: evil }),
    'a refresh': element(4, 'meta', { 'http-equiv': 'refresh', content: `0;url=${evil}` }),
    'a preload': element(4, 'link', { rel: 'preload', href: evil, as: 'image' }),
    'a prefetch': element(4, 'link', { rel: 'dns-prefetch', href: evil }),
    'a sheet from elsewhere': element(4, 'link', { rel: 'stylesheet', href: evil }),
    'a form’s target': element(4, 'form', { action: evil }, element(5, 'button', { formaction: evil })),
    'a link’s target': element(4, 'a', { href: evil, ping: evil, target: EVIL }),
    'a javascript: link': element(4, 'a', { href: `javascript:${EVIL}` }),
    'a picture from elsewhere': element(4, 'img', { src: evil, srcset: evil }),
    'a picture of an origin that looks alike': element(4, 'img', { src: 'https://shop.example.evil.example/x' }),
    'a picture with credentials': element(4, 'img', { src: 'https://evil:x@shop.example/x' }),
    'a picture without a scheme': element(4, 'img', { src: '//evil.example/x' }),
    'a picture with a relative address': element(4, 'img', { src: '/evil' }),
    'a picture from data': element(4, 'img', { src: 'data:image/svg+xml,evil', rr_dataURL: `data:image/png,${EVIL}` }),
    'a video': element(
      4,
      'video',
      { src: evil, poster: evil, rr_mediaState: EVIL },
      element(5, 'source', { src: evil }),
    ),
    'a sheet’s picture': element(4, 'style', { _cssText: `@import "${evil}"; p { background: url(${evil}) }` }),
    'a sheet’s picture, escaped': element(4, 'style', { _cssText: `p { background: u\\72l(${evil}) }` }),
    'a sheet’s picture set': element(4, 'style', {}, text(5, `p { background: image-set("${evil}" 1x) }`)),
    'a style’s picture': element(4, 'p', { style: `background: url(${evil})` }),
    'a picture of a table': element(4, 'table', { background: evil }),
    'an animation that sets a target': { ...element(4, 'animate', { attributeName: 'href', to: evil }), isSVG: true },
    'a use of elsewhere': { ...element(4, 'use', { href: evil, 'xlink:href': evil }), isSVG: true },
    'a paint of elsewhere': { ...element(4, 'rect', { fill: `url(${evil}#a)` }), isSVG: true },
    'an attribute with a strange name': element(4, 'p', { 'x"><script>evil': EVIL, 'on click': EVIL }),
    'a tag with a strange name': element(4, 'evil<script>', {}),
    'a kind of node that is none': { type: 4, id: 4, textContent: EVIL },
    'a number that is none': { ...element(4, 'p', {}, text(5, EVIL)), id: '4' as unknown as number },
    'a shadow root of what has none': element(4, 'img', {}, shadow(text(5, EVIL))),
  }))
    it(`not ${name}`, () => {
      const { passed } = received([node, element(50, 'p', {}, text(51, 'after it'))]);
      assert.doesNotMatch(passed, /evil/i);
      assert.match(passed, /after it/);
    });

  for (const { css, at } of fetchingCss.filter(({ isFetched }) => isFetched))
    it(`not ${JSON.stringify(css('…'))}`, () => {
      const written = css(evil);
      const sheet = [element(4, 'style', { _cssText: written }), element(6, 'style', {}, text(7, written))];
      const { passed, pass } = received(at === 'style' ? [element(4, 'p', { style: written })] : sheet);
      assert.doesNotMatch(passed, /evil/i);
      assert.doesNotMatch(pass(mutation({ texts: [{ id: 7, value: written }] })), /evil/i);
      const rules = [{ rule: written, index: 0 }];
      assert.doesNotMatch(pass(incremental({ source: 8, id: 4, adds: rules, replace: written })), /evil/i);
      const adopted = { source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules }] };
      assert.doesNotMatch(pass(incremental(adopted)), /evil/i);
      if (at === 'sheet') return;
      const [, property = '', value = ''] = /^([^:]+):([^;]*)/.exec(written) ?? [];
      const set = { property, value };
      assert.doesNotMatch(pass(incremental({ source: 13, id: 4, index: [0], set })), /evil/i);
      const diff = mutation({ attributes: [{ id: 4, attributes: { style: { [property]: value } } }] });
      assert.doesNotMatch(pass(diff), /evil/i);
    });

  it('the parts of a sheet go to its text nodes, each of whole rules', () => {
    const parts = (css: string, count: number) => {
      const texts = Array.from({ length: count }, (_, index) => text(5 + index, ''));
      const { passed } = received([element(4, 'style', { _cssText: css }, ...texts)]);
      return [...passed.matchAll(/"textContent":"(.*?)","isStyle"/g)].map(([, part]) => part);
    };
    const split = '/* rr_split */';
    assert.deepEqual(parts(`a{b:c}${split}d{e:f}`, 2), ['a{b:c;}', 'd{e:f;}']);
    assert.deepEqual(parts(`a{b:${split}c}${split}d{e:f}`, 3), ['a{b:/**/c;}', '', 'd{e:f;}']);
    assert.deepEqual(parts(`@media x{a{b:c}${split}d{e:f}}g{}`, 2), ['@media x{a{b:c;}d{e:f;}}', 'g{}']);
    assert.deepEqual(parts(`a{b:c}${split}d{e:f}${split}g{}`, 2), ['a{b:c;}', 'd{e:f;}g{}']);
    assert.deepEqual(parts('a{b:c}', 2), ['a{b:c;}', '']);
  });

  it('what a filter let out, unchanged', () => {
    const filter = new PrivacyFilter();
    const sanitiser = new Sanitiser({ origins });
    const body = [
      element(4, 'p', { class: 'a', style: 'color:red;', title: 'x' }, text(5, 'words')),
      element(6, 'input', { type: 'text', value: 'typed' }),
      element(7, 'img', { src: 'https://shop.example/p.png', width: 20 }),
      element(8, 'div', { 'data-cc-block': '' }, text(9, 'hidden')),
      { ...element(10, 'x-host', {}, shadow(element(11, 'slot'))), isShadowHost: true, isCustom: true },
      {
        ...element(12, 'svg', { viewBox: '0 0 9 9' }, { ...element(13, 'path', { d: 'M0 0L9 9Z' }), isSVG: true }),
        isSVG: true,
      },
      element(14, 'style', { _cssText: 'p { background: url("https://shop.example/b.png"); }' }),
    ];
    const passed = [
      snapshot(page(...body)),
      mutation({ adds: [add(3, element(20, 'hr'), 4)], texts: [{ id: 5, value: 'new' }] }),
    ].map((event) => filter.pass(event));
    const [first, second] = passed.map((event) => sanitiser.pass(JSON.parse(JSON.stringify(event))));
    assert.deepEqual(second, passed[1]);
    const referrer =
      /\{"type":2,"id":2147483647,"tagName":"meta","attributes":\{"name":"referrer","content":"no-referrer"\},"childNodes":\[\]\},/;
    assert.match(JSON.stringify(first), referrer);
    assert.deepEqual(JSON.parse(JSON.stringify(first).replace(referrer, '')), JSON.parse(JSON.stringify(passed[0])));
  });

  it('nothing is loaded unless origins are given', () => {
    assert.doesNotMatch(received([element(4, 'img', { src: 'https://shop.example/p.png' })], {}).passed, /shop/);
  });

  it('a link becomes a sheet only of those origins, also bit by bit', () => {
    const { pass } = received([element(4, 'link', {})]);
    pass(mutation({ attributes: [{ id: 4, attributes: { rel: 'stylesheet' } }] }));
    assert.doesNotMatch(pass(mutation({ attributes: [{ id: 4, attributes: { href: evil } }] })), /evil/);
    assert.match(
      pass(mutation({ attributes: [{ id: 4, attributes: { href: 'https://shop.example/a.css' } }] })),
      /a\.css/,
    );
  });

  it('the visitor’s address and size, within bounds', () => {
    const { pass } = received([]);
    assert.match(pass(meta('javascript:evil')), /"href":""/);
    assert.match(
      pass({ type: 4, timestamp: 1, data: { href: 1, width: 1e9, height: -5 } }),
      /"width":16384,"height":1\b/,
    );
  });
});

describe('a hostile recording', () => {
  it('that is anything at all makes nothing', () => {
    const { sanitiser } = received([]);
    for (const event of [
      null,
      1,
      'x',
      [],
      {},
      { type: 2 },
      { type: 2, data: { node: null } },
      { type: 3, data: { source: 99 } },
      { type: 5, data: { tag: 'x' } },
      { type: 2, data: { node: { type: 0, id: -1 } } },
      { type: 2, data: { node: { type: 0, id: 1, childNodes: 'x' } } },
    ])
      assert.equal(sanitiser.pass(event), null);
    for (const source of [1, 2, 3, 5, 6, 8, 13, 15])
      assert.equal(
        sanitiser.pass(incremental({ source, id: {}, positions: [null, 1, {}], x: 'x', styleIds: 1 })),
        null,
      );
    assert.deepEqual(
      sanitiser.pass(
        mutation({ adds: [null, 1, {}], removes: 'x', texts: [{}], attributes: [{ id: 2, attributes: 1 }] }),
      )?.data,
      { source: 0, removes: [], adds: [], texts: [], attributes: [] },
    );
  });

  it('that is 10,000 deep ends where pages end', () => {
    let deep = text(9, EVIL);
    for (let id = 20_000; id > 10_000; id--) deep = element(id, 'b', {}, deep);
    const { passed, pass } = received([deep]);
    assert.doesNotMatch(passed, /evil/);
    assert.equal(passed.match(/"tagName":"b"/g)?.length, 510);
    assert.match(pass(mutation({ adds: [add(10_510, element(30_000, 'i'))] })), /"adds":\[\]/);
  });

  it('that has too many nodes gets as many as there is room for', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => element(100 + index, 'b'));
    const { passed, pass } = received(many, { maxNodes: 100 });
    assert.equal(passed.match(/"tagName":"b"/g)?.length, 97);
    assert.match(pass(mutation({ adds: [add(3, element(5_000, 'i'))] })), /"adds":\[\]/);
    pass(mutation({ removes: [{ parentId: 3, id: 100 }] }));
    assert.match(pass(mutation({ adds: [add(3, element(5_000, 'i'))] })), /"tagName":"i"/);
  });

  it('can’t take a node’s place, or put it within itself', () => {
    const { pass } = received([element(4, 'div', {}, element(5, 'p'))]);
    assert.match(pass(mutation({ adds: [add(5, element(4, 'b'))] })), /"adds":\[\]/);
    assert.match(
      pass(mutation({ adds: [add(1, element(6, 'html')), add(1, element(7, 'p')), add(1, text(8, 'x'))] })),
      /"adds":\[\]/,
    );
    assert.match(pass(mutation({ removes: [{ parentId: 9, id: 5 }] })), /"parentId":4,"id":5/);
  });

  it('can’t use our own numbers', () => {
    assert.doesNotMatch(received([element(0x7fff_ffff, 'p', { class: EVIL })]).passed, /evil/);
  });
});
