/*
 * CSS as a browser reads it, CSS Syntax 3 §4: the same tokens, written anew so that every reader finds them again wherever
 * they stand. Linear: every pattern is a run of one class, or bounded.
 */

export interface Token {
  /** `bad` is what no declaration may hold: a text with a line break, a broken `url(`, a backslash before a line break. */
  readonly type:
    'ident' | 'function' | 'at' | 'hash' | 'number' | 'string' | 'space' | 'comment' | 'split' | 'char' | 'bad';
  /** As it is written from here on; a function with its bracket, a comment without its words. */
  readonly text: string;
  /** What it says, escapes resolved; of a number what stands before the point, and the unit. */
  readonly value: string;
}

/** rrweb's mark between the parts of a sheet that were text nodes of their own. */
export const SPLIT = '/* rr_split */';

const blanks = /[ \t\n\r\f]+/y;
const nameRun = /[-\w\u0080-\uffff]*/y;
const nameStart = /-?(?:[a-z_\u0080-\uffff]|\\(?![\n\r\f]))|--/iy;
const nameChar = /[-\w\u0080-\uffff]|\\(?![\n\r\f])/y;
const numeric = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy;
/** §4.3.7: up to six hex digits and one blank, of which CRLF is one; or any character but a line break; or the end. */
const escaped = /\\(?:[\da-f]{1,6}(?:\r\n|[ \t\n\r\f])?|[^\n\r\f]|$)/iy;
/** In a text a backslash takes a line break with it, and at the end nothing. */
const escapedInText = /\\(?:[\da-f]{1,6}(?:\r\n|[ \t\n\r\f])?|\r\n|[^]|$)/iy;
const textRuns: Readonly<Record<string, RegExp>> = { '"': /[^"\\\n\r\f]*/y, "'": /[^'\\\n\r\f]*/y };
const quoteAhead = /[ \t\n\r\f]*["']/y;
const addressRun = /[^"'()\\\u0000-\u0020\u007f]*/y;
const brokenRun = /[^)\\]*/y;

/** Reads a whole sheet or a part of one; a comment, a text or an address that is open at the end ends there. */
export function* tokens(source: string): Generator<Token> {
  const css = source.includes('\0') ? source.replaceAll('\0', '\ufffd') : source;
  let at = 0;

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const taken = pattern.exec(css)?.[0] ?? '';
    at += taken.length;
    return taken;
  };
  const isNext = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    return pattern.test(css);
  };
  /** Runs of a pattern, with escapes between them. */
  const read = (run: RegExp, escape = escaped, says = resolve): string => {
    let value = take(run);
    for (let taken = take(escape); taken !== ''; taken = take(escape)) value += says(taken) + take(run);
    return value;
  };
  const comment = (): Token => {
    const end = css.indexOf('*/', at + 2);
    const text = css.slice(at, end < 0 ? css.length : end + 2);
    at += text.length;
    return { type: text === SPLIT ? 'split' : 'comment', text: '/**/', value: '' };
  };
  const string = (quote: string, run: RegExp): Token => {
    at += 1;
    const value = read(run, escapedInText, resolveInText);
    if (at < css.length && css[at] !== quote) return bad;
    at += 1;
    return { type: 'string', text: quoted(value), value };
  };
  /** After `url(` without a quote. */
  const address = (): readonly Token[] => {
    take(blanks);
    const value = read(addressRun);
    take(blanks);
    const isWhole = at >= css.length || css[at] === ')';
    for (take(brokenRun); at < css.length && css[at] !== ')'; take(brokenRun)) if (take(escaped) === '') at += 1;
    at += 1;
    return isWhole ? [url, { type: 'string', text: quoted(value), value }, end] : [bad];
  };

  while (at < css.length) {
    const char = css[at] ?? '';
    const run = textRuns[char];
    if (isNext(nameStart)) {
      const name = read(nameRun);
      if (css[at] !== '(') yield { type: 'ident', text: ident(name), value: name };
      else {
        at += 1;
        if (name.toLowerCase() !== 'url') yield { type: 'function', text: `${ident(name)}(`, value: name };
        else if (isNext(quoteAhead)) yield url;
        else yield* address();
      }
    } else if (isNext(blanks)) yield { type: 'space', text: take(blanks), value: ' ' };
    else if (isNext(numeric)) {
      const number = take(numeric);
      const unit = isNext(nameStart) ? read(nameRun) : '';
      // A unit that begins like an exponent.
      const text = number + (/^e-?\d/i.test(unit) ? `\\${hex(unit)}${escapes(unit.slice(1))}` : ident(unit));
      yield { type: 'number', text, value: number.replace(/\..*/, '') + unit };
    } else if (run) yield string(char, run);
    else if (css.startsWith('/*', at)) yield comment();
    else {
      at += 1;
      if (char === '#' && isNext(nameChar)) {
        // Only one that could be a name stands for an id.
        const isId = isNext(nameStart);
        const name = read(nameRun);
        yield { type: 'hash', text: `#${isId ? ident(name) : escapes(name)}`, value: name };
      } else if (char === '@' && isNext(nameStart)) {
        const name = read(nameRun);
        yield { type: 'at', text: `@${ident(name)}`, value: name };
      } else yield char === '\\' ? bad : { type: 'char', text: char, value: char };
    }
  }
}

const url: Token = { type: 'function', text: 'url(', value: 'url' };
const end: Token = { type: 'char', text: ')', value: ')' };
/** No declaration and no selector with this is valid; where a text was to follow `url(`, one still does. */
const bad: Token = { type: 'bad', text: '""!_ ', value: '' };

function resolve(escape: string): string {
  const code = parseInt(escape.slice(1), 16);
  if (Number.isNaN(code)) return escape.slice(1) || '\ufffd';
  const isNone = code === 0 || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
  return isNone ? '\ufffd' : String.fromCodePoint(code);
}

const resolveInText = (escape: string): string => (/^\\(?:\r\n|[\n\r\f])?$/.test(escape) ? '' : resolve(escape));

/** What is part of a name by every edition of CSS; later ones (§4.2, non-ASCII ident code point) take less than earlier ones. */
const named =
  '-\\w\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u203f\\u2040\\u2070-\\u218f' +
  '\\u2c00-\\u2fef\\u3001-\\udfff\\uf900-\\ufdcf\\ufdf0-\\ufffd';
const notInNames = new RegExp(`[^${named}]`, 'g');
const notInTexts = new RegExp(`[^${named} ,.]`, 'g');

const hex = (char: string): string => `${char.charCodeAt(0).toString(16)} `;
const escapeOne = (char: string): string => `\\${/[!-~]/.test(char) ? char : hex(char)}`;
const escapes = (name: string): string => name.replace(notInNames, escapeOne);
const ident = (name: string): string =>
  name === '-' ? '\\-' : escapes(name).replace(/^(-?)(\d)/, (_, dash: string, digit: string) => `${dash}\\3${digit} `);
/** Harmless even where the quotes got lost: nothing in it opens a function, a block or another text. */
export const quoted = (text: string): string => `"${text.replace(notInTexts, escapeOne)}"`;
