import type { CobrowseTextOverrides, CobrowseTexts } from './texts.js';
import { byLanguage, withOwn } from '../call/texts.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** The table for a language, with the site's own words in it. */
export const cobrowseTextsFor = (locale: string, own: CobrowseTextOverrides): CobrowseTexts =>
  withOwn<CobrowseTexts>(byLanguage({ en, zh }, locale), own);

/** “Anna and Ben”, as the language lists names. */
export function listText(locale: string, names: readonly string[]): string {
  const style: Intl.ListFormatOptions = { style: 'long', type: 'conjunction' };
  try {
    return new Intl.ListFormat(locale, style).format(names);
  } catch {
    // A page may carry a lang that is no language tag.
    return new Intl.ListFormat('en', style).format(names);
  }
}
