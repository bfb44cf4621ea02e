/** Stands for everything that is masked, whatever its length was. */
export const MASK = '*****';

/** Latin, full-width and Arabic; in each of these rows the last four bits of a digit's code are its value. */
const digit = '[0-9\\uff10-\\uff19\\u0660-\\u0669\\u06f0-\\u06f9]';
/** What people and pages put between groups of digits; among them characters that nobody sees, and a line's indentation. */
const between = '[\\s\\p{Cf}\\p{Pd}\\u034f\\u2212\\u00b7._]{0,40}';
const groupsOf = new RegExp(`${digit}+`, 'gu');
const runs = new RegExp(`${digit}(?:${between}${digit}){12,}`, 'gu');
const typedRuns = new RegExp(`${digit}(?:${between}${digit}){11,}`, 'gu');

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
  const groups = [...run.matchAll(groupsOf)];
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
    const digit = digits.charCodeAt(digits.length - 1 - place) & 15;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
