import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanDeclarations, cleanSheet } from '../../../../src/core/cobrowse/privacy/css.js';
import { cleanPicture } from '../../../../src/core/cobrowse/privacy/data-picture.js';
import { isPlain, Pseudonyms, withoutCodes } from '../../../../src/core/cobrowse/privacy/names.js';
import { namesSecret } from '../../../../src/core/cobrowse/privacy/secret-words.js';
import { SelectedAttributes } from '../../../../src/core/cobrowse/privacy/selected-attributes.js';
import type { StyleRules } from '../../../../src/core/cobrowse/privacy/style-rules.js';

const pseudonyms = new Pseudonyms();
const selected = new SelectedAttributes();
const rules: StyleRules = {
  url: () => null,
  pictures: 'in sheets',
  name: (name) => pseudonyms.of(name),
  asked: (name, comparison, value = '', ignoresCase = false) =>
    comparison ? selected.compare(name, comparison, value, ignoresCase) : (selected.note(name), ''),
  words: true,
  state: (name) => (name === 'invalid' ? '[data-cc-is~="invalid"]' : null),
  prefers: (feature) => feature.includes('dark'),
};

describe('words in sheets', () => {
  for (const text of [
    'New',
    'Open Sans',
    'Font Awesome 6 Free',
    'BlinkMacSystemFont',
    '(optional)',
    '必填',
    'Größe: ',
    'SALE',
    'translateX',
  ])
    it(`${text} is plain`, () => {
      assert.ok(isPlain(text));
    });
  for (const text of [
    'S3CRET',
    'Q7x001z',
    'CONFIDENTIAL',
    '4711 0815',
    'a@b.example/x',
    'https://x.example',
    'x'.repeat(49),
  ])
    it(`${text} is not`, () => {
      assert.ok(!isPlain(text));
    });

  it('labels are kept but for codes and long numbers', () => {
    for (const text of ['Your e-mail address', 'Size 42, 2 left', 'Total: 149.90 €', 'A4 paper', 'Café-Crème'])
      assert.equal(withoutCodes(text), text);
    assert.equal(withoutCodes('Voucher X7K2P9 for 12345678'), 'Voucher ***** for *****');
  });

  for (const [css, left] of [
    ['@keyframes k7x1z{to{top:0;}}a{animation:k7x1z 1s;}', /^@keyframes (_n\d+)\{to\{top:0;\}\}a\{animation:\1 1s;\}$/],
    [
      'a{view-transition-name:Q7x1z;}::view-transition-old(Q7x1z){top:0;}',
      /^a\{view-transition-name:(_n\d+);\}::view-transition-old\(\1\)/,
    ],
    [
      '@container c7x1z (min-width:0){a{top:0;}}b{container-name:c7x1z;}',
      /^@container (_n\d+) \(.*container-name:\1;\}$/,
    ],
    [
      'a{font-family:"Q7x1z",serif;}@font-face{font-family:"Q7x1z";}',
      /^a\{font-family:"(_n\d+)",serif;\}@font-face\{font-family:"\1";\}$/,
    ],
    [
      'a{grid-template-areas:"Q7x1z main";}b{grid-area:Q7x1z;}',
      /^a\{grid-template-areas:"(_n\d+) main";\}b\{grid-area:\1;\}$/,
    ],
    ['a{src:local("Q7x1z"),local("Arial");}', /^a\{src:local\(""\),local\("Arial"\);\}$/],
    ['a{--name:Q7x1z;--id:83746251;--c:#Q7x1z;--l:12q7x1z;}', /^a\{--name:_n\d+;--id:1000000;--c:#_;--l:0;\}$/],
    [
      'a{--font:"Open Sans",serif;--gap:12px;--t:translateX(3px);--c:#a0b1c2;}',
      /^a\{--font:"Open Sans",serif;--gap:12px;--t:translateX\(3px\);--c:#a0b1c2;\}$/,
    ],
    ['@layer a{@layer b, c;x{top:0;}}', /^@layer a\{@layer b, c;x\{top:0;\}\}$/],
    ['a:invalid,a::after{top:0;}', /^a\[data-cc-is~="invalid"\],a::after\{top:0;\}$/],
    [
      '@media (prefers-color-scheme: dark) and (hover){a{color-scheme:light dark;}}',
      /^@media \(min-width:0px\) and \(max-width:0px\)\{a\{color-scheme: dark;\}\}$/,
    ],
  ] as const)
    it(`${css} leaves without what could be somebody’s`, () => {
      const cleaned = cleanSheet(css, rules);
      assert.match(cleaned, left);
      assert.doesNotMatch(cleaned, /Q7x1z|[kc]7x1z/);
    });

  it('a name of escapes opens nothing', () => {
    assert.doesNotMatch(cleanDeclarations('x:\\75 rl\\28 a\\29 ', { ...rules, name: (name) => name }), /url\(/);
  });
});

describe('pictures in sheets', () => {
  const arrow =
    "data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3e%3cpath fill='none' stroke='%23343a40' d='m2 5 6 6'/%3e%3c/svg%3e";
  it('a drawing of shapes stays one', () => {
    const cleaned = decodeURIComponent(cleanPicture(arrow) ?? '');
    assert.match(
      cleaned,
      /^data:image\/svg\+xml,<svg xmlns="[^"]+" viewBox="0 0 16 16"><path fill="none" stroke="#343a40" d="m2 5 6 6"\/><\/svg>$/,
    );
    assert.equal(cleanPicture(cleanPicture(arrow) ?? ''), cleanPicture(arrow));
  });
  for (const svg of [
    '<svg><text>S</text></svg>',
    '<svg><!-- S --></svg>',
    '<svg>S</svg>',
    '<svg><image href="x"/></svg>',
    '<svg><script/></svg>',
    '<svg><g></svg>',
    '<p/>',
    '',
  ])
    it(`not ${svg || 'an empty one'}`, () => {
      assert.equal(cleanPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`), null);
    });
  it('a bitmap that is none, a text, and what is too large', () => {
    for (const address of [
      'data:image/png;base64,Q7x001z',
      'data:text/html,<b>',
      'data:image/svg+xml;base64,!',
      `data:image/png;base64,iVBORw0KGgo${'A'.repeat(20_000)}`,
    ])
      assert.equal(cleanPicture(address), null);
  });
  it('handlers, addresses and texts in attributes are left out, and a long one costs no more', () => {
    const svg = `<svg onload="x()" class="S3CRET" href="//x" fill="${'a'.repeat(10_000)}!"><path d="M0 0" style="fill:red;background:url(x)"/></svg>`;
    const started = process.cpuUsage();
    assert.equal(
      decodeURIComponent(cleanPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`) ?? ''),
      'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    );
    assert.ok(process.cpuUsage(started).user < 2_000_000);
  });
});

describe('attributes that sheets ask for', () => {
  it('leave as far as the selectors tell them apart', () => {
    const asked = new SelectedAttributes();
    asked.note('data-open');
    asked.compare('data-theme', '=', 'dark', false);
    asked.compare('data-place', '^=', 'top', false);
    asked.compare('data-place', '$=', 'end', false);
    asked.compare('data-tags', '~=', 'sale', false);
    assert.equal(asked.valueOf('data-open', 'S3CRET'), '');
    assert.equal(asked.valueOf('data-theme', 'dark'), 'dark');
    assert.equal(asked.valueOf('data-theme', 'S3CRET'), '');
    assert.equal(asked.valueOf('data-place', 'top-S3CRET-end'), 'top end');
    assert.equal(asked.valueOf('data-tags', 'S3CRET sale'), 'sale');
    assert.equal(asked.valueOf('data-user', 'S3CRET'), undefined);
    assert.equal(asked.isBehind, false);
    asked.note('data-user');
    assert.equal(asked.isBehind, true);
    asked.reset();
    assert.equal(asked.isBehind, false);
    assert.equal(asked.compare('data-user', '=', 'S3CRET', false), '');
  });
});

describe('names of secret fields', () => {
  it('are known, and ordinary ones are not taken for them', () => {
    for (const name of [
      'userPassword',
      'card[number]',
      'cvv2',
      'Sicherheitscode',
      '安全码',
      'ssn',
      'smsTan',
      'Mot de passe',
      'IBAN',
    ])
      assert.ok(namesSecret(name), name);
    for (const name of [
      'passenger',
      'compass',
      'spinach',
      'company',
      'search',
      'discount',
      'pantry',
      'address',
      'tandem',
    ])
      assert.ok(!namesSecret(name), name);
  });
});
