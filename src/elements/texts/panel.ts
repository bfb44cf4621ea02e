import { byLanguage, type ErrorText, type PanelTexts, type TextOverrides } from '../texts.js';
import type { ErrorCode } from '../../core/lib/errors.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** The panel's table for a language, with the site's own words in it. */
export function panelTextsFor(locale: string, own: TextOverrides): PanelTexts {
  const table = byLanguage({ en, zh }, locale);
  const { errors: ownErrors = {}, ...ownTexts } = own;
  const errors = Object.fromEntries(
    Object.entries(table.errors).map(([code, text]): [string, ErrorText] => [
      code,
      { ...text, ...ownErrors[code as ErrorCode] },
    ]),
  ) as Record<ErrorCode, ErrorText>;
  return { ...table, ...ownTexts, errors };
}

/** Puts figures into a text, in the visitor's own notation. */
export const filled = (text: string, figures: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => figures[name] ?? whole);

/** "2 minutes", in any language. */
export const minutesText = (locale: string, minutes: number): string =>
  figures(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);

export const numberText = (locale: string, number: number): string => figures(locale, {}).format(number);

function figures(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch {
    // A page may carry a lang that is no language tag.
    return new Intl.NumberFormat('en', options);
  }
}
