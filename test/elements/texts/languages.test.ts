import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWords } from '../../../src/elements/texts/load-words.js';
import { inEnglish, inLanguage, sentences, translated } from './tables.js';
import { countText, lagText, listText } from '../../../src/elements/texts/cobrowse/figures.js';
import { digitsText, figuresLocale, timeText } from '../../../src/elements/texts/figures.js';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
/** One or two of a thing may be said without a figure. */
const withoutFigure = /^partsHidden\.(one|two)$/;
/** Words that a language has in common with English. */
const shared = new Map([
  ['fr', ['microphone']],
  ['id', ['speaker']],
  ['es', []],
]);

for (const tag of translated) {
  test(`${tag} says everything, in words of its own, with the figures in their places`, async () => {
    const language = await inLanguage(tag);
    for (const part of ['labels', 'call', 'cobrowse'] as const) {
      const [english, theirs] = [sentences(inEnglish[part]), sentences(language[part])];
      for (const [key, text] of english) {
        if (key === 'partsHidden.one' && !theirs.has(key)) continue;
        const said = theirs.get(key) ?? assert.fail(`${tag} has no ${key}`);
        assert.notEqual(said.trim(), '', key);
        if (!withoutFigure.test(key)) assert.deepEqual(placeholders(said), placeholders(text), `${tag} ${key}`);
        if (key !== 'lang' && !shared.get(tag)?.includes(key))
          assert.notEqual(said.toLowerCase(), text.toLowerCase(), key);
      }
      for (const key of theirs.keys())
        if (!english.has(key)) assert.match(key, /^partsHidden\.(two|few|many)$/, `${tag} has ${key}`);
    }
  });

  test(`${tag} has a sentence for each of its plural forms`, async () => {
    const { cobrowse } = await inLanguage(tag);
    const said = sentences(cobrowse);
    for (const count of [1, 2, 3, 11, 100]) {
      const form = new Intl.PluralRules(tag).select(count);
      assert.ok(said.has(`partsHidden.${form}`), `${tag} ${form}`);
    }
  });
}

const fallbacks: readonly (readonly [wanted: string, spoken: string])[] = [
  ['en', 'en'],
  ['en-GB', 'en'],
  ['EN_us', 'en'],
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['zh-SG', 'zh-CN'],
  ['zh-MY', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh-Hans-CN', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh-Hans-TW', 'zh-CN'],
  ['cmn-Hans', 'zh-CN'],
  ['zh-TW', 'zh-TW'],
  ['zh_TW', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh-MO', 'zh-TW'],
  ['zh-hk', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-Hant-HK', 'zh-TW'],
  ['zh-Hant-TW', 'zh-TW'],
  ['zh-Hant-CN', 'zh-TW'],
  ['zh-yue-HK', 'zh-TW'],
  ['yue', 'zh-TW'],
  ['yue-Hans', 'zh-CN'],
  ['es-419', 'es'],
  ['es-MX', 'es'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-BR'],
  ['fr-CA', 'fr'],
  ['de-AT', 'de'],
  ['de-CH-1996', 'de'],
  ['ja-JP-u-ca-japanese', 'ja'],
  ['th-TH', 'th'],
  ['tr-TR', 'tr'],
  ['id-ID', 'id'],
  ['in', 'id'],
  ['ar-EG', 'ar'],
  ['ar-AE', 'ar'],
  ['sv', 'en'],
  ['he', 'en'],
  ['eng', 'en'],
  ['esperanto', 'en'],
  ['constructor', 'en'],
  ['__proto__', 'en'],
  ['', 'en'],
];

for (const [wanted, spoken] of fallbacks)
  test(`“${wanted}” is spoken to in ${spoken}`, async () => {
    assert.equal((await loadWords(wanted)).lang, spoken);
  });

test('figures are those of the page, where it is in the language of the words', () => {
  const rows = [
    ['de-AT', 'de', 'de-AT'],
    ['pt-PT', 'pt-BR', 'pt-PT'],
    ['zh-Hant-HK', 'zh-TW', 'zh-Hant-HK'],
    ['sv', 'en', 'en'],
    ['zh_TW', 'zh-TW', 'zh-TW'],
    ['no tag', 'en', 'en'],
  ] as const;
  for (const [page, words, figures] of rows) assert.equal(figuresLocale(page, words), figures);
});

test('numbers, durations and lists are written as the language does', () => {
  assert.equal(timeText('en', 1, 'minute'), '1 minute');
  assert.equal(timeText('de', 2, 'minute'), '2 Minuten');
  assert.equal(timeText('zh-TW', 3, 'minute').replace(/\s/, ''), '3分鐘');
  assert.equal(lagText('de', 2.4), '2,4 Sek.');
  assert.equal(listText('es', ['Ana', 'Inés']), 'Ana e Inés');
  assert.equal(listText('ja', ['A', 'B']), 'A、B');
  assert.equal(digitsText('ar-EG', '4:12'), '٤:١٢');
  assert.equal(digitsText('en', '1:02:09'), '1:02:09');
});

test('what is counted takes the plural form of its number', () => {
  const forms = { one: 'one', two: 'two', few: '{count} few', many: '{count} many', other: '{count} other' };
  const said = [1, 2, 3, 11, 100].map((count) => countText('ar-AE', count, forms));
  assert.deepEqual(said, ['one', 'two', '3 few', '11 many', '100 other']);
  assert.equal(countText('ja', 1, { other: '{count} か所' }), '1 か所');
});
