import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutAddress } from '../../../../src/core/cobrowse/privacy/address.js';
import { cleanDeclarations, cleanSheet, cleanValue } from '../../../../src/core/cobrowse/privacy/css.js';
import { plainRules as rules } from './plain-rules.js';

describe('addresses', () => {
  const base = 'https://shop.example/a/page?q=1';
  for (const [address, cut] of [
    ['https://x.example/p?token=1#part', 'https://x.example/p'],
    ['https://user:pass@x.example/p', 'https://x.example/p'],
    ['/b;jsessionid=77/c?x', 'https://shop.example/b/c'],
    ['https://x.example/4111111111111111/', 'https://x.example/*****/'],
    ['https://x.example/4111%201111%201111%20%31111/', 'https://x.example/*****/'],
    ['https://x.example/a%20b%2Fc', 'https://x.example/a%20b%2Fc'],
    ['?lang=en&token=1', 'https://shop.example/a/page?lang=en'],
    ['data:text/plain,x', null],
    ['blob:https://shop.example/1', null],
    ['javascript:alert(1)', null],
    ['mailto:a@b.example', null],
    ['https://', null],
  ] as const)
    it(`${address} leaves as ${String(cut)}`, () => {
      assert.equal(cutAddress(address, base, ['lang']), cut);
    });
});

describe('style sheets', () => {
  const clean = (css: string) => cleanSheet(css, rules);

  for (const [css, cleaned] of [
    ['a{color:red}', 'a{color:red;}'],
    ['a{color:red;}b{margin:0 auto!important;}', 'a{color:red;}b{margin:0 auto!important;}'],
    [
      '@media (min-width: 3px){a:hover{top:calc(1px + (2px * 3));}}',
      '@media (min-width: 3px){a:hover{top:calc(1px + (2px * 3));}}',
    ],
    ['a{b{color:red;}color:blue;}', 'a{b{color:red;}color:blue;}'],
    ['a::before{content:"S3CRET";}', 'a::before{content:"";}'],
    ['a::before{content:"\\f101";}', 'a::before{content:"\\f101 ";}'],
    ['a::before{content:"\\53 3CRET";}', 'a::before{content:"";}'],
    ['a::before{content:attr(data-x) "S3CRET" counter(n);}', 'a::before{content:attr(data-x) "" counter(n);}'],
    [':root{--x:"S3CRET";}', ':root{--x:"";}'],
    ['a{list-style-type:"S3CRET";}', 'a{list-style-type:"";}'],
    ['a{font-family:"Open Sans",serif;}', 'a{font-family:"Open Sans",serif;}'],
    ['/* S3CRET */a{/*S3CRET*/color:red;}', 'a{color:red;}'],
    ['a{color:red;}/* rr_split */b{top:0;}', 'a{color:red;}/* rr_split */b{top:0;}'],
    ['a{background:url(/p.png?t=S3CRET);}', 'a{background:url("https://shop.example/p.png");}'],
    ['a{background:URL( "/p.png?t=S3CRET" );}', 'a{background:url( "https://shop.example/p.png" );}'],
    ['a{background:u\\72l(/p.png?t=S3CRET);}', 'a{background:url("https://shop.example/p.png");}'],
    ['a{background:url(data:image/png;base64,S3CRET);}', 'a{background:url("");}'],
    ['a{background:image-set("p.png?S3CRET" 1x);}', 'a{background:image-set("https://shop.example/p.png" 1x);}'],
    ['a{filter:url(#blur);}', 'a{filter:url("#blur");}'],
    ['@import url(x.css?S3CRET);a{top:0;}', 'a{top:0;}'],
    ['@\\69mport "S3CRET";', ''],
    ['@layer base, site;', '@layer base, site;'],
    ['[type="text"]{top:0;}', '[type="text"]{top:0;}'],
    ['[data-user="S3CRET"],[data-id=S3CRET i]{top:0;}', '[data-user=""],[data-id="" i]{top:0;}'],
    ['@supports (content:"S3CRET"){a{top:0;}}', '@supports (content:""){a{top:0;}}'],
    ['S3CRET', ''],
    ['a{color:red', 'a{}'],
    ['a{content:"S3CRET', 'a{}'],
    ['RET";}a{top:0;}', ''],
    ['}}a{top:0;}', 'a{top:0;}'],
    ['a{b:(;S3CRET:x);top:0;}', 'a{b:(;S3CRET:x);top:0;}'],
  ] as const)
    it(`${css} leaves as ${cleaned}`, () => {
      assert.equal(clean(css), cleaned);
    });

  it('cleans what it cleaned to the same', () => {
    for (const css of ['a{b{c:d;}}', '@font-face{src:url("/f.woff2?x") format("woff2");}', '[data-x="1"]{--a:"b";}'])
      assert.equal(clean(clean(css)), clean(css));
  });

  it('takes style attributes and single values', () => {
    assert.equal(cleanDeclarations('color:red;--x:"S3CRET";top:0', rules), 'color:red;--x:"";top:0;');
    assert.equal(cleanDeclarations('top:0;color:red}S3CRET{', rules), 'top:0;');
    assert.equal(cleanValue('content', '"S3CRET"', rules), '""');
  });
});
