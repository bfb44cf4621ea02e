import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskCards, maskTypedCards } from '../../../../src/core/cobrowse/privacy/digits.js';
import { randomFrom } from '../../../support/random.js';
import { workOf } from '../../../support/work.js';
import { cardTexts, plainTexts } from './number-texts.js';

describe('card numbers in text', () => {
  for (const [text, masked] of [
    ['4111111111111111', '*****'],
    ['pay with 4111 1111 1111 1111 now', 'pay with ***** now'],
    ['4111-1111-1111-1111', '*****'],
    ['4111\u00a01111\u20111111\u200b1111', '*****'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '*****'],
    ['378282246310005', '*****'],
    ['6304000000000000000', '*****'],
    ['4222222222222', '*****'],
    ['card:4111111111111111.', 'card:*****.'],
    ['two: 4111111111111111, 5500005555555559', 'two: *****, *****'],
    ['order 77 4111 1111 1111 1111', 'order 77 *****'],
    ['４１１１ １１１１ １１１１ １１１１', '*****'],
    ['٤١١١١١١١١١١١١١١١', '*****'],
    ['4111\u200e1111\u202b1111\u20691111', '*****'],
    ['4111\n          1111\n          1111\n          1111', '*****'],
    ['4111·1111·1111·1111', '*****'],
    ['4111/1111/1111/1111', '*****'],
    ['4111, 1111, 1111, 1111', '*****'],
    ['4111:1111:1111:1111', '*****'],
    ['4111 | 1111 | 1111 | 1111', '*****'],
    ['(4111)(1111)(1111)(1111)', '(*****)'],
    ['[4111] [1111] [1111] [1111]', '[*****]'],
    ['४१११ ११११ ११११ ११११', '*****'],
    ['᠔᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑᠑', '*****'],
    ['𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏', '*****'],
    ['𝟺𝟷𝟷𝟷 𝟷𝟷𝟷𝟷 𝟷𝟷𝟷𝟷 𝟷𝟷𝟷𝟷', '*****'],
    ['3782 822463 10005', '*****'],
    ['3056 930902 5904', '*****'],
    ['411111 1111111111', '*****'],
    ['622021 1111111111116', '*****'],
    ['2223 0031 2200 3222', '*****'],
    ['5105 1051 0510 5100 12/27 123', '***** 12/27 123'],
    ['135412345678911', '*****'],
    ['3530111333300000', '*****'],
    ['6011 0009 9013 9424', '*****'],
    ['2200 0000 0000 0004', '*****'],
  ] as const)
    it(JSON.stringify(text), () => {
      assert.equal(maskCards(text), masked);
    });

  for (const text of [
    '4111111111111112',
    '411111111111',
    '12.05.2024 10:15',
    'call +49 30 1234567',
    '',
    'no digits here',
    // Right by Luhn, and yet no card.
    'EAN 4006381333931, 4006381000093',
    '37 38 39 40 41 42 43',
    '349 399 449 499 591',
    'GB33 BUKB 2020 1555 5555 55',
    'DE19 5001 0517 5407 3249 36',
    'IMEI 490154203237518',
  ])
    it(`leaves ${JSON.stringify(text)}`, () => {
      assert.equal(maskCards(text), text);
    });

  it('masks a row of 12 digits that may become one while it is typed, and what follows it', () => {
    assert.equal(maskTypedCards('4111 1111 1111'), '*****');
    assert.equal(maskTypedCards('4111 1111 111'), '4111 1111 111');
    assert.equal(maskTypedCards('at 4111 1111 1111 1111 12/27 123'), 'at *****');
    assert.equal(maskTypedCards('2026-05-12 10:15'), '2026-05-12 10:15');
    assert.equal(maskTypedCards('+49 151 23456789 1'), '+49 151 23456789 1');
  });

  const digits = new URL('../../../../src/core/cobrowse/privacy/digits.ts', import.meta.url);
  for (const part of ['1', ' 1', `${' '.repeat(40)}1`, ' '])
    it(`leaves a long row of ${JSON.stringify(part)}, with work that grows as its length`, async () => {
      const text = (times: number) => '1' + part.repeat(times);
      assert.equal(maskCards(text(10_000)), text(10_000));
      const half = await workOf(digits, 'maskCards', text(5_000));
      const whole = await workOf(digits, 'maskCards', text(10_000));
      assert.ok(half > 0 && whole < 2.1 * half, `${half}, then ${whole}`);
    });
});

describe('of texts with numbers', () => {
  it('2,000 that hold no card leave as they are', () => {
    const texts = plainTexts(randomFrom(7), 2_000);
    const masked = texts.filter((text) => maskCards(text) !== text);
    assert.deepEqual(masked, []);
  });

  it('2,000 that hold one never show half of it', () => {
    const leaks = cardTexts(randomFrom(8), 2_000).filter(({ text, card }) => {
      const left = maskCards(text).replace(/\D/g, '');
      return left.includes(card.slice(-6)) || left.includes(card.slice(0, 8));
    });
    assert.deepEqual(leaks, []);
  });
});
