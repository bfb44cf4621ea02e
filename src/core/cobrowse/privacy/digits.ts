/** Stands for everything that is masked, whatever its length was. */
export const MASK = '*****';

/** What people and pages put between groups of digits; among them characters that nobody sees, and a line's indentation. */
const between = '[\\s\\p{Cf}\\p{Mn}\\p{Pd}\\p{Pc}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\u2212.,:;/|·•*\'"\\\\~=>]{0,40}';
/** Digits of any script. */
const groupsOf = /\p{Nd}+/gu;
const rowsOf = (digits: number): RegExp => new RegExp(`\\p{Nd}(?:${between}\\p{Nd}){${digits - 1},}`, 'gu');
const rows = rowsOf(13);
const typedRows = rowsOf(12);

/** A group of digits in a text: as Latin ones, where it stands, and what parts it from the group before. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly gap: string;
}

/** How issuers number their cards (ISO/IEC 7812), each with the lengths that are in use. */
const issuers: readonly (readonly [prefix: RegExp, ...lengths: number[]])[] = [
  [/^4/, 13, 16, 18, 19],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 16],
  [/^(?:3[47]|1)/, 15],
  [/^3(?:0[0-5]|09|[689])/, 14, 16, 19],
  [/^35(?:2[89]|[3-8])/, 16, 17, 18, 19],
  [/^(?:50|5[6-9]|6|8[126]|220[0-5]|9792|9860)/, 16, 17, 18, 19],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, 13, 14, 15],
];
/** Groupings that are not all of fours with a rest. */
const otherGroupings = /^(?:4-6-[45]|4-5-6|4-3-3-3|6-10|6-13|6-6-4)$/;

/**
 * The text with every payment card's number masked: of a known issuer's prefix and length, passing Luhn, in one piece or
 * grouped as cards are, also where the groups are part of a longer row. Prices, sizes and dates in a row are none.
 */
export function maskCards(text: string): string {
  if (text.length < 13) return text;
  return text.replace(rows, (row, at: number) => maskRow(row, (groups) => cardEnd(groups, isCard), ibans(text, at)));
}

/**
 * As `maskCards`, for what is being typed: there a card is masked from its 12th digit on, since its last ones follow from
 * the ones before them and each keystroke would send one more.
 */
export function maskTypedCards(text: string): string {
  if (text.length < 12) return text;
  // What follows a card's number is about the card.
  return text.replace(typedRows, (row) => (maskRow(row, (groups) => cardEnd(groups, isBegun)) === row ? row : MASK));
}

function maskRow(row: string, endOf: (groups: readonly Group[]) => number, kept?: () => readonly Range[]): string {
  const groups = readGroups(row);
  let out = '';
  let done = 0;
  let masked = 0;
  for (const [first, { start }] of groups.entries()) {
    const end = endOf(groups.slice(first, first + 20));
    if (end <= masked || kept?.().some((range) => range.start <= start && end <= range.end)) continue;
    if (start >= masked) out += row.slice(done, start) + MASK;
    masked = end;
    done = end;
  }
  return out + row.slice(done);
}

function readGroups(row: string): Group[] {
  let before = 0;
  return [...row.matchAll(groupsOf)].map(({ 0: group, index: start }) => {
    const gap = row.slice(before, start);
    before = start + group.length;
    return { digits: latin(group), start, end: before, gap };
  });
}

/** Where the longest number ends that begins with the first of these groups; 0 where none does. */
function cardEnd(groups: readonly Group[], fits: (digits: string) => boolean): number {
  let digits = '';
  let shape = '';
  let end = 0;
  for (const [place, group] of groups.entries()) {
    digits += group.digits;
    if (digits.length > 19) break;
    shape += `${shape && '-'}${group.digits.length}`;
    if (fits(digits) && (isGrouping(shape) || isSpelt(groups, place))) end = group.end;
  }
  return end;
}

const isGrouping = (shape: string): boolean => /^(?:(?:4|8|12)-)*\d+$/.test(shape) || otherGroupings.test(shape);

/** Digit by digit, each parted from the next by the same. */
function isSpelt(groups: readonly Group[], last: number): boolean {
  const isPart = (group: Group | undefined) => group?.digits.length === 1 && group.gap === groups[1]?.gap;
  return groups[0]?.digits.length === 1 && groups.slice(1, last + 1).every(isPart) && !isPart(groups[last + 1]);
}

function isCard(digits: string): boolean {
  const isIssued = issuers.some(([prefix, ...lengths]) => prefix.test(digits) && lengths.includes(digits.length));
  return isIssued && passesLuhn(digits) && !(digits.length === 13 && isArticle(digits));
}

/** Digits of which the first could be a card's. */
const isBegun = (digits: string): boolean => digits.length >= 12 && issuers.some(([prefix]) => prefix.test(digits));

function passesLuhn(digits: string): boolean {
  return weighed(digits, (digit) => (digit > 4 ? 2 * digit - 9 : 2 * digit)) % 10 === 0;
}

/** An article number (EAN-13) says so by its own check digit; cards of 13 digits are no longer issued. */
const isArticle = (digits: string): boolean => weighed(digits, (digit) => 3 * digit) % 10 === 0;

/** The sum of the digits from the last one on, every second one weighed. */
function weighed(digits: string, weigh: (digit: number) => number): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    sum += place % 2 === 0 ? digit : weigh(digit);
  }
  return sum;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The bank accounts (ISO 13616) in a text, counted from `at`; looked for when a card was found. */
function ibans(text: string, at: number): () => readonly Range[] {
  let found: readonly Range[] | null = null;
  return () =>
    (found ??= [...text.matchAll(/(?<![\p{L}\p{Nd}])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z\d]){11,30}(?![\p{L}\p{Nd}])/gu)]
      .filter(([iban]) => isIban(iban.replace(/\s/g, '')))
      .map(({ 0: iban, index }) => ({ start: index - at, end: index - at + iban.length })));
}

function isIban(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4))
    for (const digit of String(parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const values = new Map<string, string>();

/** Digits of every script stand in rows of ten, from zero on. */
function latin(group: string): string {
  if (/^\d+$/.test(group)) return group;
  return Array.from(group, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (!values.has(digit) && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    if (!values.has(digit)) values.set(digit, String((code - zero) % 10));
    return values.get(digit) ?? '';
  }).join('');
}
