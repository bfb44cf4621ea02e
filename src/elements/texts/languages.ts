import type { Translation } from './words.js';

/** Each language is a file of its own, for those who read it; English is in the code. */
const languages: ReadonlyMap<string, () => Promise<{ readonly words: Translation }>> = new Map([
  ['zh', () => import('./labels/zh-cn.js')],
  ['zh-tw', () => import('./labels/zh-tw.js')],
  ['es', () => import('./labels/es.js')],
  ['pt', () => import('./labels/pt-br.js')],
  ['fr', () => import('./labels/fr.js')],
  ['de', () => import('./labels/de.js')],
  ['ja', () => import('./labels/ja.js')],
  ['th', () => import('./labels/th.js')],
  ['tr', () => import('./labels/tr.js')],
  ['id', () => import('./labels/id.js')],
  ['ar', () => import('./labels/ar.js')],
]);

/** Hong Kong and Macau read Traditional Chinese as Taiwan does, and so does who asks for Cantonese, unless the tag says otherwise. */
const traditional = /^(zh|yue)(?!.*hans).*[-_](hant|tw|hk|mo)\b|^yue(?!.*hans)/;

/** Other names of a language: as Java has it, and those that ISO 639-3 has for Chinese. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['in', 'id'],
  ['cmn', 'zh'],
  ['yue', 'zh'],
]);

/** The words of the language that is spoken where this BCP 47 tag is wanted; null where none is but English. */
export async function loadWords(locale: string): Promise<Translation | null> {
  const tag = locale.toLowerCase();
  const subtag = tag.split(/[-_]/)[0] ?? '';
  const language = traditional.test(tag) ? 'zh-tw' : (aliases.get(subtag) ?? subtag);
  return (await languages.get(language)?.())?.words ?? null;
}
