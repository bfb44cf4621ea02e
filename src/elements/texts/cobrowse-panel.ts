import type { CobrowseTextOverrides, CobrowseTexts } from '../cobrowse-texts.js';
import { byLanguage } from '../texts.js';
import { en } from './cobrowse-en.js';
import { zh } from './cobrowse-zh.js';

/** The table for a language, with the site's own words in it. */
export function cobrowseTextsFor(locale: string, own: CobrowseTextOverrides): CobrowseTexts {
  const table = byLanguage({ en, zh }, locale);
  return {
    ...table,
    ...own,
    visitorSays: { ...table.visitorSays, ...own.visitorSays },
    agentSays: { ...table.agentSays, ...own.agentSays },
    agentAdvice: { ...table.agentAdvice, ...own.agentAdvice },
    errors: { ...table.errors, ...own.errors },
  };
}

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
