/** Replaces each `{name}` of a text by its figure; one without a figure stays as it is. */
export const filled = (text: string, figures: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => figures[name] ?? whole);

/** “2 minutes”, as the language writes it. */
export const minutesText = (locale: string, minutes: number): string =>
  figures(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);

/** With `digits` fraction digits, none by default. */
export const numberText = (locale: string, number: number, digits = 0): string =>
  figures(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(number);

function figures(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch {
    // A page may carry a lang that is no language tag.
    return new Intl.NumberFormat('en', options);
  }
}
