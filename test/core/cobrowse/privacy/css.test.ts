import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cleanDeclarations, cleanSheet, cleanValue } from '../../../../src/core/cobrowse/privacy/css.js';
import { tokens } from '../../../../src/core/cobrowse/privacy/css-tokens.js';
import { plainRules as rules } from './plain-rules.js';
import { fetchingCss } from '../../../support/fetching-css.js';

const read = (css: string) => [...tokens(css)].map(({ type, value }) => `${type} ${value}`);
const written = (css: string) => [...tokens(css)].map(({ text }) => text).join('');

describe('CSS is read as browsers read it:', () => {
  for (const [css, ...parts] of [
    ['\\75 rl', 'ident url'],
    ['\\75\r\nrl', 'ident url'],
    ['\\75\n\nrl', 'ident u', 'space  ', 'ident rl'],
    ['\\75  rl', 'ident u', 'space  ', 'ident rl'],
    ['\\75\u00a0rl', 'ident u\u00a0rl'],
    ['\\75\u000brl', 'ident u', 'char \u000b', 'ident rl'],
    ['\\000075rl', 'ident url'],
    ['\\0000750', 'ident u0'],
    ['\\0000075', 'ident \u00075'],
    ['\\0 \\d800 \\110000 x', 'ident \ufffd\ufffd\ufffdx'],
    ['\\1f600 \\10FFFF', 'ident 😀\u{10ffff}'],
    ['\\r\\:\\\\', 'ident r:\\'],
    ['a\\', 'ident a\ufffd'],
    ['a\\\nb', 'ident a', 'bad ', 'space  ', 'ident b'],
    ['\\\r\n', 'bad ', 'space  '],
    ['a\0b', 'ident a\ufffdb'],
    ['"\\75 rl"', 'string url'],
    ['"a\\\nb\\\r\nc\\\fd"', 'string abcd'],
    ["'\"\\'", 'string "\''],
    ['"a\nb"', 'bad ', 'space  ', 'ident b', 'string '],
    ['"a\r\n', 'bad ', 'space  '],
    ['"a\\', 'string a'],
    ['"a', 'string a'],
    ['u\\72l( a\\62 c )d', 'function url', 'string abc', 'char )', 'ident d'],
    ['url(a\\)b)', 'function url', 'string a)b', 'char )'],
    ['url(a', 'function url', 'string a', 'char )'],
    ['url(\n"a" b', 'function url', 'space  ', 'string a', 'space  ', 'ident b'],
    ['url(a b\\)c)d', 'bad ', 'ident d'],
    ['url(a"b)c', 'bad ', 'ident c'],
    ['url(a\\\nb)c', 'bad ', 'ident c'],
    ['url(a\u0001)', 'bad '],
    ['url( )', 'function url', 'string ', 'char )'],
    ['ur l(a)', 'ident ur', 'space  ', 'function l', 'ident a', 'char )'],
    ['#url(a)', 'hash url', 'char (', 'ident a', 'char )'],
    ['@\\69 mport', 'at import'],
    ['@url(', 'at url', 'char ('],
    ['1url(a)', 'number 1url', 'char (', 'ident a', 'char )'],
    ['-.5e3px+1', 'number -px', 'number +1'],
    ['1e3', 'number 1e3'],
    ['1\\65 3', 'number 1e3'],
    ['--x-\\31', 'ident --x-1'],
    ['-1-\\-', 'number -1--'],
    ['/* a /* b */c', 'comment ', 'ident c'],
    ['/* rr_split *//*', 'split ', 'comment '],
    ['\t\r\n\f ', 'space  '],
  ] as const)
    it(JSON.stringify(css), () => {
      assert.deepEqual(read(css), parts);
    });

  for (const [css, text] of [
    ['\\31 a\\2d', '\\31 a-'],
    ['#\\31 a #1a', '#\\31 a #1a'],
    ['.md\\3A flex', '.md\\:flex'],
    ['1\\65 3', '1\\65 3'],
    ["'a\"\\'('", '"a\\"\\\'\\("'],
    ['"/* rr_split */"', '"\\/\\* rr_split \\*\\/"'],
    ['a\u2003b', 'a\\2003 b'],
    ['übung-漢字-😀', 'übung-漢字-😀'],
    ['u/* */rl(a)', 'u/**/rl(a)'],
  ] as const)
    it(`${JSON.stringify(css)} is written ${text}`, () => {
      assert.equal(written(css), text);
    });

  it('what is written anew is read the same', () => {
    const piece = fc.constantFrom(
      ...['\\', '\\75', '\\31 ', '\\:', '\r\n', '\n', ' ', '"', "'", 'url(', 'u', '1', 'e', '-', '+', '.', '#', '@'],
      ...[
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        ';',
        ':',
        '/*',
        '*/',
        '/* rr_split */',
        '\0',
        '\u00a0',
        'é',
        '😀',
        'a',
        '%',
        '!',
      ],
    );
    const isWhole = (css: string) => [...tokens(css)].every(({ type }) => type !== 'bad');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const css = pieces.join('');
        fc.pre(isWhole(css));
        const plain = (part: string) => part.replace('split', 'comment');
        assert.deepEqual(read(written(css)).map(plain), read(css).map(plain));
        assert.equal(written(written(css)), written(css));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('CSS that leaves a page', () => {
  const clean = (css: string) => cleanSheet(css, rules);

  for (const { css, at } of fetchingCss.filter(({ isFetched }) => isFetched))
    it(`has no query from ${JSON.stringify(css('…'))}`, () => {
      const cleaned = (at === 'style' ? cleanDeclarations : cleanSheet)(css('https://x.example/?c=S3CRET'), rules);
      assert.doesNotMatch(cleaned, /S3CRET/);
    });

  for (const [css, cleaned] of [
    ['a{background:\\75 rl(/p.png?t=S3CRET);}', 'a{background:url("https://shop.example/p.png");}'],
    ['a{b\\61 ckground:red;}', 'a{background:red;}'],
    ['a{--w-1\\/2:0;top:var(--w-1\\2f 2);}', 'a{--w-1\\/2:0;top:var(--w-1\\/2);}'],
    ['a{s\\72 c:"S3CRET";--src:"S3CRET";}', 'a{src:"S3CRET";--src:"";}'],
    ['a{s/**/rc:"S3CRET";}', 'a{}'],
    ['a{f\\6fnt-family:"Open Sans";}', 'a{font-family:"Open Sans";}'],
    ['a{font-family:"Open\\\n Sans";}', 'a{font-family:"Open Sans";}'],
    ['[ty\\70 e="text"]{top:0;}', '[type="text"]{top:0;}'],
    ["[ ns|type = 'text' I ]{top:0;}", '[ns|type="text" I]{top:0;}'],
    ['[*|type|=text],[type]{top:0;}', '[*|type|="text"],[type]{top:0;}'],
    ['[data\\2dx="S3CRET"],[data-x\\3d S3CRET]{top:0;}', '[data-x=""],[data-x\\=S3CRET]{top:0;}'],
    ['[type=a S3CRET],[type="a" "S3CRET"],[type=[S3CRET]]{top:0;}', '[_],[_],[_]{top:0;}'],
    ['[type="\\5d{"],[a(])]{top:0;}', '[type="\\]\\{"],[_]{top:0;}'],
    ['div/**/.x,u/* rr_split */rl{top:0;}', 'div/**/.x,u/**/rl{top:0;}/* rr_split */'],
    ['a{background:image-set("/p.png?S3CRET" type("image/png") 1x);}', null],
    ['a{background:image-set(type("S3CRET") var(--x) 1x);}', 'a{background:image-set(type("") _(--x) 1x);}'],
    ['a{background:image-set(linear-gradient(var(--x),red) 1x);}', null],
    ['a{background:image-set("//☎" 1x);}', 'a{background:image-set("https://xn--y3h/" 1x);}'],
    ['a{background:url("");}', 'a{background:url("");}'],
    ['a{background:url(a b);color:red;}', 'a{background:""!_ ;color:red;}'],
    ['a{background:url("/p\n);color:red;}', 'a{background:url(""!_ \n);color:red;}'],
    ['a{color:\\34 111111111111111;}', 'a{color:_;}'],
    ['a{--\\34 111111111111111:x;}', 'a{_:x;}'],
    ['a{content:"(";color:red;}', 'a{content:"\\(";color:red;}'],
  ] as const)
    it(`${JSON.stringify(css)} leaves as ${cleaned ?? 'it is'}`, () => {
      if (cleaned !== null) assert.equal(clean(css), cleaned);
      else assert.doesNotMatch(clean(css), /S3CRET|_\(/);
    });

  it('closes what a single value or a style attribute left open', () => {
    assert.equal(cleanValue('width', 'calc((1px + 2px', rules), 'calc((1px + 2px))');
    assert.equal(cleanDeclarations('color:red;width:max(1px,2px', rules), 'color:red;width:max(1px,2px);');
  });

  /** Processor time, in ms. */
  const costOf = (css: string): number => {
    const before = process.cpuUsage();
    clean(css);
    return process.cpuUsage(before).user / 1_000;
  };
  for (const [start, part, size = 200_000, end = ''] of [
    ...['(', '[', '{', '"', '\\', '/*', 'url(', 'a:', '@', 'u\\', '\\75 ', 'image-set(', 'url(a ', '/**/'].map(
      (part) => ['', part] as const,
    ),
    ['', ' /* rr_split */', 800_000],
    ['[a=b', ' ', 64_000, 'c]{}'],
    ['a{b:"', '\\\n'],
  ] as const)
    it(`eight times as much of ${JSON.stringify(start + part)} costs about eight times as much`, () => {
      const repeated = (length: number) => start + part.repeat(length / part.length) + end;
      costOf(repeated(size / 8));
      const [short, long] = [costOf(repeated(size / 8)), costOf(repeated(size))];
      assert.ok(long < 30 * short + 200, `${short} ms, then ${long} ms`);
    });

  it('and what left once leaves the same again', () => {
    const piece = fc.constantFrom(
      ...['a', '{', '}', ';', ':', 'url(', 'image-set(', '"', "'", ')', '[', ']', '\\75 rl(', '\\', '\n', '/**/', '/*'],
      ...['/* rr_split */', '@layer ', '@import ', 'src:', '--x:', '1', ' ', '=', '/p?q', '#f'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const css = pieces.join('');
        assert.equal(clean(clean(css)), clean(css));
        assert.equal(cleanDeclarations(cleanDeclarations(css, rules), rules), cleanDeclarations(css, rules));
      }),
      { numRuns: 1_000 },
    );
  });
});
