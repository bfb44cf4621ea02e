import { filled, numberText } from '../figures.js';
import type { Counted } from './texts.js';

/** “2.4 sec”: to a tenth of a second. */
export const lagText = (locale: string, seconds: number): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', minimumFractionDigits: 1 }).format(seconds);

/** The sentence for this number of things. */
export const countText = (locale: string, count: number, texts: Counted): string =>
  filled(texts[new Intl.PluralRules(locale).select(count)] ?? texts.other, { count: numberText(locale, count) });

/** “Anna and Ben”, as the language lists names. */
export const listText = (locale: string, names: readonly string[]): string =>
  new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(names);
