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
