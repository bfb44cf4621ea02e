import { byLanguage, withOwn, type PanelTexts, type TextOverrides } from './texts.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** The panel's table for a language, with the site's own words in it. */
export const panelTextsFor = (locale: string, own: TextOverrides): PanelTexts =>
  withOwn<PanelTexts>(byLanguage({ en, zh }, locale), own);
