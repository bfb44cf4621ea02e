import { MASK, maskCards } from './digits.js';

/*
 * What a style sheet may call things. Words as labels and keywords are made of stay; anything else could be made of what the
 * visitor typed, and gets a pseudonym where a name is needed in two places, or goes.
 */

const small = '[\\p{Ll}\\p{Lo}\\p{Lm}\\p{M}]{1,24}';
/** A word, several with humps, an abbreviation, a short number, or nothing. One way to match it, so that it fails as fast. */
const word = new RegExp(`^(?:\\p{Lu}?${small}(?:\\p{Lu}${small}){0,4}\\p{Lu}?|\\p{Lu}{1,6}|\\d{1,2}|)$`, 'u');
const between = /(?:[-_ .,;!?&+()’'…]|:(?= |$))+/;

/** A few words, with at most one number of two digits: a label, the name of a font, a keyword. */
export function isPlain(text: string): boolean {
  if (text.length > 48) return false;
  const parts = text.split(between);
  return parts.length <= 8 && parts.every((part) => word.test(part)) && (text.match(/\d+/g)?.length ?? 0) <= 1;
}

/**
 * What an element is called, without what may be about the visitor: what mixes letters with digits, as a voucher or a token
 * does, and long numbers.
 */
export const withoutCodes = (text: string): string =>
  maskCards(text).replace(/[\p{L}\p{N}_-]+/gu, (part) => {
    const digits = part.match(/\p{N}/gu)?.length ?? 0;
    if (part.length > 64) return digits > 0 ? MASK : part;
    return digits > 6 || (digits > 0 && part.length > 4 && /\p{L}.*\p{N}.*\p{L}|\p{N}\p{L}{4}/u.test(part))
      ? MASK
      : part;
  });

/** Keywords and functions of CSS that have digits. */
const known =
  /^(?:display-p3|rec2020|a98-rgb|xyz-d(?:50|65)|jis(?:78|83|90|04)|preserve-3d|(?:matrix|translate|scale|rotate)3d|atan2|(?:x+|h|level)-?\d)$/i;

export const isKeyword = (name: string): boolean => isPlain(name) || known.test(name);

/** The same pseudonym for the same name, as long as one recording lasts. It tells nothing of the name. */
export class Pseudonyms {
  readonly #known = new Map<string, string>();

  of(name: string): string {
    let pseudonym = this.#known.get(name);
    if (pseudonym === undefined) this.#known.set(name, (pseudonym = `_n${this.#known.size}`));
    return pseudonym;
  }
}
