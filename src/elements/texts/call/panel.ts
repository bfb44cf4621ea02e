import type { PanelTexts } from './texts.js';
import { en } from './en.js';

/** The languages besides English, by BCP 47 language; each is a file of its own, for those who read it. */
const tables: Readonly<Record<string, () => Promise<PanelTexts>>> = {
  zh: async () => (await import('./zh.js')).zh,
};

/** The panel's table for a language, English where there is none. Rejects where it can't be loaded. */
export const loadPanelTexts = async (language: string): Promise<PanelTexts> => (await tables[language]?.()) ?? en;
