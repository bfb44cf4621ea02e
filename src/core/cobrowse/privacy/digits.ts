/** Stands for everything that is masked, whatever its length was. */
export const MASK = '*****';

/** What people and pages put between groups of digits, up to three in a row; among them characters that nobody sees. */
const between = '[\\s\\-\u2010-\u2015\u2212._\u00ad\u200b-\u200d\u2060\ufeff]{0,3}';
const runs = new RegExp(`\\d(?:${between}\\d){12,}`, 'g');
const typedRuns = new RegExp(`\\d(?:${between}\\d){11,}`, 'g');

/**
 * The text with every number masked that could be a payment card: 13 to 19 digits that pass Luhn, in one piece or in groups,
 * also where the groups are part of a longer row.
 */
export function maskCards(text: string): string {
  return text.length < 13 ? text : text.replace(runs, maskRun);
}

/**
 * As `maskCards`, for what is being typed: there a row of 12 digits is masked already, since the last digits of a card
 * number follow from the ones before them and each keystroke would send one more.
 */
export function maskTypedCards(text: string): string {
  return text.length < 12 ? text : text.replace(typedRuns, MASK);
}

function maskRun(run: string): string {
  const groups = [...run.matchAll(/\d+/g)];
  let out = '';
  let done = 0;
  let masked = 0;
  for (const [first, { index: start }] of groups.entries()) {
    const end = cardEnd(groups, first);
    if (end <= masked) continue;
    if (start >= masked) out += run.slice(done, start) + MASK;
    masked = end;
    done = end;
  }
  return out + run.slice(done);
}

/** Where the longest card number ends that begins with this group; 0 where none does. */
function cardEnd(groups: readonly RegExpExecArray[], first: number): number {
  let digits = '';
  let end = 0;
  for (let at = first; at < groups.length && digits.length < 19; at++) {
    const group = groups[at];
    digits += group?.[0] ?? '';
    if (group && digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) end = group.index + group[0].length;
  }
  return end;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
