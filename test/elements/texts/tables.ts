import { english } from '../../../src/elements/texts/load-words.js';
import { loadWords } from '../../../src/elements/texts/languages.js';
import { en as call } from '../../../src/elements/texts/call/en.js';
import { en as cobrowse } from '../../../src/elements/texts/cobrowse/en.js';

/** All languages but English, by the tag that their words carry. */
export const translated = ['zh-CN', 'zh-TW', 'es', 'pt-BR', 'fr', 'de', 'ja', 'th', 'tr', 'id', 'ar'] as const;

export interface Language {
  readonly labels: object;
  readonly call: object;
  readonly cobrowse: object;
}

export const inEnglish: Language = { labels: english, call, cobrowse };

export async function inLanguage(tag: string): Promise<Language> {
  const words = await loadWords(tag);
  if (!words) throw new Error(`${tag} is not spoken`);
  const { callTexts, cobrowseTexts, ...labels } = words;
  return { labels, call: await callTexts(), cobrowse: await cobrowseTexts() };
}

/** Every sentence of a table, by its path. */
export function sentences(table: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? [...sentences(value, `${path}${key}.`)]
        : [[`${path}${key}`, String(value)] as const],
    ),
  );
}
