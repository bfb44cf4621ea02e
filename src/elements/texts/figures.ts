/** Replaces each `{name}` of a text by its figure; one without a figure stays as it is. */
export const filled = (text: string, figures: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => figures[name] ?? whole);

/** How figures in words of the language `lang` are written: as the page's own locale has it, where that is one of the language. */
export function figuresLocale(locale: string, lang: string): string {
  try {
    if (new Intl.Locale(locale).language === lang.split('-')[0]) return locale;
  } catch {
    // A page may carry a lang that is no language tag.
  }
  return lang;
}

/** “2 minutes”, as the language writes it. */
export const timeText = (locale: string, time: number, unit: 'minute' | 'second'): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(time);

export const numberText = (locale: string, number: number): string => new Intl.NumberFormat(locale).format(number);

/** `4:12` in the language's digits. */
export const digitsText = (locale: string, clock: string): string =>
  clock.replace(/\d/g, (digit) => numberText(locale, Number(digit)));
