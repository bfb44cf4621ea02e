import { maskCards } from './digits.js';

/** What may stand in a style. */
export interface StyleRules {
  /** The address for `url()`; null takes it out. */
  readonly url: (address: string) => string | null;
  /** Whether selectors may compare this attribute with a value: where it never leaves the page, its values must not either. */
  readonly attribute: (name: string) => boolean;
}

/** rrweb's mark between the parts of a sheet that were text nodes of their own; the one comment that stays. */
const SPLIT = '/* rr_split */';
const token =
  /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n\r\f]|\\[^])*"?|'(?:[^'\\\n\r\f]|\\[^])*'?|(?:[-\w\u0080-\uffff]|\\[^])+\(?|\s+|[^]/g;
const unquotedUrl = /\s*(?!["'\s])(?:[^)\\]|\\[^])*\)?/y;

/** Texts in these say nothing that a reader sees: names of fonts, formats and grid areas. */
const nameProperties =
  /^(?:font(?:-family|-feature-settings|-variation-settings|-language-override)?|src|grid(?:-template(?:-areas)?)?|syntax)$/;

/**
 * A style sheet without what it could tell: comments and `@import` go, texts (`content`, custom properties, list markers…)
 * are emptied unless they are symbols, addresses go through `rules`. What is not whole, like half a rule, goes too.
 */
export function cleanSheet(css: string, rules: StyleRules): string {
  return clean(css, rules, false);
}

/** The same for the declarations of a style attribute. */
export function cleanDeclarations(css: string, rules: StyleRules): string {
  return clean(css, rules, true);
}

/** The same for the value of one property. */
export function cleanValue(property: string, value: string, rules: StyleRules): string {
  return joinValue(tokens(value), property.toLowerCase(), rules);
}

function clean(css: string, rules: StyleRules, inBlock: boolean): string {
  let out = '';
  let depth = 0;
  const open: string[] = [];
  let segment: string[] = [];
  for (const part of tokens(css)) {
    if (part === SPLIT && segment.every(isSpace)) {
      out += SPLIT;
      continue;
    }
    const closer = part.endsWith('(') ? ')' : part === '[' ? ']' : part === '{' && open.length > 0 ? '}' : null;
    const inBrackets = open.length > 0;
    if (closer !== null) open.push(closer);
    else if (part === open.at(-1)) open.pop();
    if (inBrackets || !/^[{};]$/.test(part)) {
      segment.push(part);
      continue;
    }
    const parts = segment;
    segment = [];
    if (part === '{') {
      if (inBlock) return out;
      out += `${joinPrelude(parts, rules)}{`;
      depth += 1;
    } else if (part === ';') {
      out += depth > 0 || inBlock ? declaration(parts, rules) : statement(parts, rules);
    } else if (depth > 0) {
      out += `${declaration(parts, rules)}}`;
      depth -= 1;
    }
  }
  if (inBlock) out += declaration(segment, rules);
  return out + '}'.repeat(depth);
}

/** Splits into comments, texts, names (with the bracket of a function), spaces and single characters. */
function* tokens(css: string): Generator<string> {
  for (let at = 0; at < css.length;) {
    token.lastIndex = at;
    const part = token.exec(css)?.[0] ?? '';
    at += part.length;
    if (!part.endsWith('(') || unescape(part).toLowerCase() !== 'url(') {
      yield part;
      continue;
    }
    yield 'url(';
    unquotedUrl.lastIndex = at;
    const rest = unquotedUrl.exec(css)?.[0];
    if (rest === undefined) continue;
    at += rest.length;
    yield quote(unescape(rest.replace(/\)$/, '').trim()));
    yield ')';
  }
}

/** Of the statements outside of blocks only the order of layers stays. */
function statement(parts: readonly string[], rules: StyleRules): string {
  const text = joinPrelude(parts, rules);
  return /^\s*@layer\s/i.test(text) ? `${text};` : '';
}

function declaration(parts: readonly string[], rules: StyleRules): string {
  const colon = parts.indexOf(':');
  if (colon < 0) return '';
  const name = parts.slice(0, colon).filter((part) => !part.startsWith('/*'));
  const property = unescape(name.join('')).trim();
  if (!/^[-\w\u0080-\uffff*]+$/.test(property)) return '';
  return `${property}:${joinValue(parts.slice(colon + 1), property.toLowerCase(), rules)};`;
}

function joinValue(parts: Iterable<string>, property: string, rules: StyleRules): string {
  let out = '';
  let inUrl = false;
  let before = '';
  for (const part of parts) {
    if (part.startsWith('/*')) out += part === SPLIT ? part : ' ';
    else if (!isText(part)) {
      if (part === ')') inUrl = false;
      else if (/^(?:url|src)\($/i.test(part)) inUrl = true;
      out += withoutCard(part, before);
    } else if (inUrl) out += address(part, rules);
    else out += isWhole(part) && (nameProperties.test(property) || isSymbols(part)) ? part : '""';
    before = part;
  }
  return out;
}

/** Selectors and the heads of at-rules. */
function joinPrelude(parts: readonly string[], rules: StyleRules): string {
  let out = '';
  let bracket: string[] | null = null;
  let before = '';
  for (const part of parts) {
    if (part === '[') bracket = [];
    else if (bracket && part === ']') {
      out += attributeSelector(bracket.join(''), rules);
      bracket = null;
    } else if (bracket) bracket.push(part);
    else if (part.startsWith('/*')) out += part === SPLIT ? part : ' ';
    else out += isText(part) ? '""' : withoutCard(part, before);
    before = part;
  }
  return out;
}

function attributeSelector(inner: string, rules: StyleRules): string {
  const [, name, operator = '', value = '', flag = ''] =
    /^\s*([-\w|*\\:]+)\s*(?:([~|^$*]?=)\s*(.+?)(\s+[is])?)?\s*$/s.exec(inner) ?? [];
  if (name === undefined) return '[_]';
  const told = unescape(value).replace(/^(["'])(.*)\1$/s, '$2');
  const bare = unescape(name).replace(/^.*\|/, '').toLowerCase();
  if (operator === '') return `[${name}]`;
  const tellable = rules.attribute(bare) && /^[\w:./ -]{0,64}$/.test(told);
  return `[${name}${operator}"${tellable ? maskCards(told) : ''}"${flag}]`;
}

/** A card number in a name or a whole number; the places after a decimal point are none. */
const withoutCard = (part: string, before: string): string =>
  (before === '.' && /^\d/.test(part)) || maskCards(part) === part ? part : '_';

/** In quotes; an empty address is one that is never fetched. */
function address(quoted: string, rules: StyleRules): string {
  const plain = unescape(quoted.replace(/^["']|["']$/g, ''));
  return quote((/^#[-\w.:]+$/.test(plain) ? plain : rules.url(plain)) ?? '');
}

const quote = (address: string): string => `"${address.replace(/["\\\s]/g, encodeURIComponent)}"`;
const isSpace = (part: string): boolean => part.trim() === '';
const isText = (part: string): boolean => part.startsWith('"') || part.startsWith("'");
const isWhole = (text: string): boolean => /^(?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')$/.test(text);

/** Up to three characters, none a letter or digit: an icon, a bullet, a quotation mark. */
function isSymbols(text: string): boolean {
  return /^[^\p{L}\p{N}]{0,3}$/u.test(unescape(text.slice(1, -1)));
}

/** Escapes of CSS, CSS Syntax §4.3.7. */
function unescape(css: string): string {
  return css.includes('\\') ? css.replace(/\\(?:([\da-f]{1,6})\s?|\n|([^]))/gi, unescapeOne) : css;
}

function unescapeOne(_all: string, hex: string | undefined, plain: string | undefined): string {
  if (hex === undefined) return plain ?? '';
  const code = parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
